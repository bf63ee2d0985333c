import type { FileBody, TableBody } from '../../contract/file.ts';
import type { ImportDraftBody } from '../../contract/import.ts';
import { ApiError } from '../../server/http/api-error.ts';
import { readModelDraft } from '../../server/http/model-wire.ts';
import { checkDraft } from '../../server/set-up/check-draft.ts';
import { type ImportPlan, readPlan } from '../../server/set-up/read-plan.ts';
import { explainError } from '../call-api.ts';
import { CommandError } from '../command-error.ts';

export interface ImportPreview {
  readonly plan: ImportPlan;
  readonly model: ReturnType<typeof readModelDraft>;
}

/** What the server would make of an order, by its own code: what it would refuse is refused. */
export function previewImport(
  draft: ImportDraftBody,
  file: FileBody,
  baseline: TableBody | null,
): ImportPreview {
  try {
    checkDraft(draft);
    const plan = readPlan(draft, file, Date.now());
    if (baseline !== null) requireColumns(plan, baseline);
    return { plan, model: readModelDraft(plan.modelName, plan.model, null) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { where: _, ...said } = error.body().error;
    throw new CommandError(explainError(said));
  }
}

/** Both files have to name their columns alike. */
function requireColumns({ baselineColumns }: ImportPlan, { name, columns }: TableBody): void {
  const present = new Set(columns.map((column) => column.name));
  const needed = Object.values({ ...baselineColumns, exclude: null });
  const missing = needed.filter((column) => column !== null && !present.has(column));
  if (missing.length === 0) return;
  throw new CommandError(
    `The baseline ${name} has no column ${missing.join(', ')}. It has: ${[...present].join(', ')}.`,
  );
}

/** Lines for people: what will be made. */
export function describePreview(
  { plan, model }: ImportPreview,
  table: TableBody,
  baseline: TableBody | null,
  draft: ImportDraftBody,
): string[] {
  const monitors = plan.monitors ? 'as recommended' : 'none';
  return [
    taskLine(model.outputs[0], draft.output === undefined ? table.output?.reason : undefined),
    timeLine(plan, table, baseline),
    `model: ${model.name}; clock: ${model.clock}; days of ${model.timeZone}; monitors: ${monitors}`,
    ...plan.notes.map((note) => `note: ${note}`),
  ];
}

function taskLine(
  output: ImportPreview['model']['outputs'][number] | undefined,
  reason = 'as you said',
): string {
  if (output === undefined) return 'task: none, as no column is an answer or the truth';
  const { task, classes, positiveClass } = output;
  const positive = positiveClass === null ? '' : `, ${positiveClass} is positive`;
  const of = classes.length === 0 ? '' : ` of ${classes.join(', ')}${positive}`;
  return `task: ${task}${of} (${reason})`;
}

function timeLine(plan: ImportPlan, { columns }: TableBody, baseline: TableBody | null): string {
  const span = columns.find((column) => column.name === plan.mapping.time)?.time ?? null;
  if (span === null) return 'time: no column holds it, so the whole file can only be a baseline';
  const when = `time: ${span.first} to ${span.last}`;
  if (baseline !== null) {
    const rows = baseline.rows.toLocaleString('en');
    return `${when}; the baseline is ${baseline.name}, ${rows} rows, and all rows of this file are sent`;
  }
  if (plan.splitMs === null) return `${when}; the whole file is the baseline, and nothing is sent`;
  return `${when}; baseline before ${new Date(plan.splitMs).toISOString()}, the rest is sent`;
}
