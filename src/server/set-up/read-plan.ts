import { type FileBody, SINGLE_ROLES } from '../../contract/file.ts';
import type { ImportDraftBody } from '../../contract/import.ts';
import type { ModelDraftBody } from '../../contract/model.ts';
import type { ColumnKind } from '../../metrics/profile.ts';
import type { ColumnRole } from '../../monitoring/set-up/table-guess.ts';
import { isTimeZone } from '../../monitoring/window/zone-offset.ts';
import type { BaselineColumns } from '../baseline/baseline-columns.ts';
import type { ColumnMapping } from '../files/shape-import-row.ts';
import { ApiError } from '../http/api-error.ts';
import { noteBadRows } from './bad-rows.ts';
import { checkAnswers, noteScores } from './check-answers.ts';
import { readSplit, requireTimes } from './check-time.ts';
import { planOutput } from './plan-output.ts';
import { refuseImport } from './refuse-import.ts';

/** An import with nothing left open. */
export interface ImportPlan {
  readonly modelName: string;
  readonly model: ModelDraftBody;
  readonly baselineColumns: BaselineColumns;
  readonly mapping: ColumnMapping;
  readonly kinds: ReadonlyMap<string, ColumnKind>;
  /** Where the file is parted; null: it is all baseline, or all sent where there are two files. */
  readonly splitMs: number | null;
  readonly baselineOnly: boolean;
  /** About the first row that is sent. */
  readonly sentFromMs: number | null;
  readonly replay: boolean;
  readonly monitors: boolean;
  /** What is worth knowing before it is made, in sentences. */
  readonly notes: readonly string[];
}

const DAY_MS = 86_400_000;
/** Older than this, rows are history that is played back. */
const LIVE_MS = 2 * DAY_MS;

/** What was asked for, over what was guessed. */
export function readPlan(body: ImportDraftBody, file: FileBody, nowMs: number): ImportPlan {
  const roles = rolesOf(body, file);
  const columnOf = (role: ColumnRole) => [...roles].find(([, one]) => one === role)?.[0] ?? null;
  const time = columnOf('time');
  const span = time === null ? null : requireTimes(file, time);
  const hasBaselineFile = body.baselineFileId !== undefined;
  if (hasBaselineFile && body.splitAt !== undefined && body.splitAt !== null) {
    throw refuseImport('splitAt', 'A file of its own is the baseline, so this one is not parted.');
  }
  const baselineOnly =
    !hasBaselineFile && (body.splitAt === null || (body.splitAt === undefined && span === null));
  if (span === null && !baselineOnly) {
    throw refuseImport(
      'columns',
      'No column has the role time, and predictions need one. Name it, or make the whole file the baseline (splitAt: null).',
    );
  }
  const { timeZone = 'UTC' } = body;
  if (!isTimeZone(timeZone)) {
    throw new ApiError('unknown_time_zone', { where: 'body/timeZone', detail: timeZone });
  }
  const splitMs =
    hasBaselineFile || baselineOnly || span === null
      ? null
      : readSplit(body.splitAt, span, timeZone);
  const segmentBy = [...roles].filter(([, role]) => role === 'segment').map(([name]) => name);
  const ignored = [...roles].filter(([, role]) => role === 'ignore').map(([name]) => name);
  const planned = file.columns.map((column) => ({
    ...column,
    role: roles.get(column.name) ?? column.role,
  }));
  const output = body.output === undefined ? planOutput(file, planned) : body.output;
  const answers = ['score', 'decision', 'value', 'label'] as const;
  if (output === null && answers.some((role) => columnOf(role) !== null)) {
    throw refuseImport('output', 'A column is an answer or the truth, so the task has to be said.');
  }
  const notes = [
    ...noteBadRows(file),
    ...checkAnswers(output, planned),
    ...noteScores(file, columnOf('score'), output),
  ];
  const columns = {
    time,
    score: columnOf('score'),
    decision: columnOf('decision'),
    value: columnOf('value'),
    label: columnOf('label'),
    weight: columnOf('weight'),
    latency: columnOf('latency'),
    version: columnOf('version'),
    exclude: ignored,
  };
  const id = columnOf('predictionId');
  const lastMs = span === null ? null : Date.parse(span.last);
  const replay =
    (body.clock ?? (lastMs !== null && lastMs > nowMs - LIVE_MS ? 'wall' : 'replay')) === 'replay';
  return {
    modelName: body.model,
    model: {
      clock: baselineOnly && body.clock === undefined ? 'wall' : replay ? 'replay' : 'wall',
      segmentBy,
      ...(body.timeZone === undefined ? {} : { timeZone: body.timeZone }),
      ...(body.cell === undefined ? {} : { cell: body.cell }),
      outputs: output === null ? [] : [declare(output)],
    },
    baselineColumns: { ...columns, predictionId: id },
    mapping: { ...columns, id, predictedAt: null, labelledAt: null, output: null },
    kinds: kindsOf(body),
    splitMs,
    baselineOnly,
    sentFromMs: splitMs ?? (span === null ? null : Date.parse(span.first)),
    replay,
    monitors: body.monitors ?? true,
    notes,
  };
}

function rolesOf(body: ImportDraftBody, file: FileBody): Map<string, ColumnRole> {
  const roles = new Map<string, ColumnRole>(file.columns.map(({ name, role }) => [name, role]));
  for (const { name, role } of body.columns) {
    if (!roles.has(name)) throw refuseImport('columns', `The file has no column "${name}".`);
    roles.set(name, role);
  }
  for (const role of SINGLE_ROLES) {
    const held = [...roles].filter(([, one]) => one === role).map(([name]) => name);
    if (held.length > 1)
      throw refuseImport('columns', `Two columns are ${role}: ${held.join(', ')}.`);
  }
  return roles;
}

const kindsOf = (body: ImportDraftBody): ReadonlyMap<string, ColumnKind> =>
  new Map(body.columns.flatMap(({ name, kind }) => (kind === undefined ? [] : [[name, kind]])));

/** Classes that do not go with the task stay in, to be refused where models are declared. */
function declare(output: NonNullable<ImportDraftBody['output']>) {
  const { task, classes = [], positiveClass = null } = output;
  return {
    task,
    ...(task === 'regression' && classes.length === 0 ? {} : { classes }),
    ...(positiveClass === null ? {} : { positiveClass }),
  };
}
