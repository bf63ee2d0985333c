import type { FileBody, TableBody } from '../../contract/file.ts';
import type { ImportColumnBody, ImportDraftBody } from '../../contract/import.ts';
import type { CLOCKS, TASKS } from '../../contract/model.ts';
import { planOutput } from '../../server/set-up/plan-output.ts';
import { CommandError } from '../command-error.ts';
import { splitNames } from '../split-names.ts';

/** What somebody says about a file; whatever they leave out is as guessed. */
export interface PlanOptions {
  readonly model?: string;
  readonly id?: string;
  readonly time?: string;
  readonly score?: string;
  readonly decision?: string;
  readonly value?: string;
  readonly label?: string;
  readonly weight?: string;
  readonly latency?: string;
  readonly versionColumn?: string;
  readonly segmentBy?: string;
  readonly exclude?: string;
  readonly task?: (typeof TASKS)[number];
  readonly classes?: string;
  readonly positiveClass?: string;
  readonly timeZone?: string;
  readonly clock?: (typeof CLOCKS)[number];
  readonly split?: string;
  readonly monitors?: boolean;
}

type Role = ImportColumnBody['role'];

const ROLE_OPTIONS = {
  id: 'predictionId',
  time: 'time',
  score: 'score',
  decision: 'decision',
  value: 'value',
  label: 'label',
  weight: 'weight',
  latency: 'latency',
  versionColumn: 'version',
} as const satisfies Partial<Record<keyof PlanOptions, Role>>;

/** The table with the roles that were asked for: a role that moves leaves a feature behind, and what
 *  the model answers moves with its columns. */
export function withRoles<Table extends TableBody>(table: Table, options: PlanOptions): Table {
  const roles = new Map<string, Role>(table.columns.map(({ name, role }) => [name, role]));
  const asked = new Map<string, Role>();
  const ask = (name: string, role: Role) => {
    if (!roles.has(name)) {
      throw new CommandError(
        `The file has no column '${name}' (${role}). It has: ${[...roles.keys()].join(', ')}.`,
      );
    }
    asked.set(name, role);
  };
  for (const [option, role] of Object.entries(ROLE_OPTIONS)) {
    const name = options[option as keyof typeof ROLE_OPTIONS];
    if (name === undefined) continue;
    for (const [other, held] of roles) if (held === role) roles.set(other, 'feature');
    ask(name, role);
  }
  if (options.segmentBy !== undefined) {
    for (const [other, held] of roles) if (held === 'segment') roles.set(other, 'feature');
    for (const name of splitNames(options.segmentBy)) ask(name, 'segment');
  }
  for (const name of splitNames(options.exclude ?? '')) ask(name, 'ignore');
  const columns = table.columns.map((column) => {
    const role = asked.get(column.name) ?? roles.get(column.name) ?? column.role;
    const said = role !== column.role;
    return { ...column, role, ...(said ? { roleReason: 'as you said' } : {}) };
  });
  return { ...table, columns, output: planOutput(table, columns) };
}

/** The order to the server; the table has its roles already. */
export function planImport(table: FileBody, options: PlanOptions): ImportDraftBody {
  const { timeZone, clock, split, monitors } = options;
  return {
    fileId: table.fileId,
    model: options.model ?? modelNameOf(table.name),
    columns: table.columns.map(({ name, role }) => ({ name, role })),
    ...outputOf(table, options),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(clock === undefined ? {} : { clock }),
    ...(split === undefined ? {} : { splitAt: split === 'none' ? null : split }),
    ...(monitors === undefined ? {} : { monitors }),
  };
}

/** `churn-2026.csv.gz` makes `churn-2026`. */
export const modelNameOf = (fileName: string): string =>
  fileName.replace(/(\.(csv|ndjson|jsonl|parquet|pq|gz))+$/i, '').trim() || 'model';

function outputOf(table: FileBody, { task, classes, positiveClass }: PlanOptions) {
  if (task === undefined && classes === undefined && positiveClass === undefined) return {};
  const known = table.output;
  const asked = task ?? known?.task ?? 'binary';
  const named = classes === undefined ? undefined : splitNames(classes);
  const listed = named ?? (asked === 'regression' ? undefined : known?.classes);
  // A guessed one stays as long as it is a class of what was asked for.
  const guessed = listed?.find((one) => asked === 'binary' && one === known?.positiveClass);
  const positive = positiveClass ?? guessed;
  return {
    output: {
      task: asked,
      ...(listed === undefined ? {} : { classes: listed }),
      ...(positive === undefined ? {} : { positiveClass: positive }),
    },
  };
}
