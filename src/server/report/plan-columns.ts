import type { ColumnKind } from '../../metrics/profile.ts';
import {
  featureOf,
  type InferredColumn,
  inferColumns,
} from '../../monitoring/baseline/infer-columns.ts';
import type { ColumnRole } from '../../monitoring/report/report.ts';
import type { ReportColumnPlan } from './report-column.ts';
import type { ReportEngine } from './report-engine.ts';
import { ReportInputError } from './report-input-error.ts';
import { ROW_NUMBER, relationOf, type TableSource } from './table-source.ts';
import { valueSql } from './value-sql.ts';

/** Which columns of the files mean what; the others are features. */
export interface ReportColumns {
  readonly prediction: string | null;
  readonly score: string | null;
  readonly label: string | null;
  /** The class that the score is about; found out where nobody says. */
  readonly positive: string | null;
  readonly time: string | null;
  readonly segment: string | null;
  readonly exclude: readonly string[];
}

const SAMPLE_ROWS = 5_000;
/** Of all columns together, so that a wide file is not held in memory. */
const SAMPLE_CELLS = 200_000;
/** As where identifiers are recognised. */
const MAX_CATEGORIES = 10_000;

export interface PlannedColumns {
  readonly plans: readonly ReportColumnPlan[];
  /** Rows from all over the file. */
  readonly sample: readonly Readonly<Record<string, unknown>>[];
}

/** Kinds and roles of the reference's columns, from a sample of its rows that is the same every
 *  time. */
export async function planColumns(
  engine: ReportEngine,
  source: TableSource,
  columns: ReportColumns,
): Promise<PlannedColumns> {
  requireColumns(source, columns);
  const sample = await readSample(engine, source);
  const inferred = inferColumns(sample).map((column) => ofRole(column, columns));
  const suspects = inferred.filter((one) => one.identifier && one.kind === 'text');
  const returning = await findReturning(engine, source, suspects);
  const { exclude, time } = columns;
  const plans = inferred
    .filter(({ name }) => name !== time && !exclude.includes(name))
    .map((column) => plan(column, columns, returning.has(column.name)));
  return { plans, sample };
}

function plan(
  { name, kind, identifier, note }: InferredColumn,
  columns: ReportColumns,
  returns: boolean,
): ReportColumnPlan {
  const role = roleOf(name, columns);
  const asClass = role === 'label' || role === 'prediction' || name === columns.segment || returns;
  if (role === 'score' && kind !== 'numeric') {
    throw new ReportInputError(
      `The score "${name}" is no number${note === '' ? '' : `: ${note}`}.`,
    );
  }
  const given: ColumnKind = identifier && asClass && kind === 'text' ? 'categorical' : kind;
  const kept = given === kind && !returns && role === 'feature';
  return { name, role, kind: given, identifier: kept && identifier, note: kept ? note : '' };
}

const ofRole = (column: InferredColumn, columns: ReportColumns): InferredColumn =>
  roleOf(column.name, columns) === 'feature' ? featureOf(column) : column;

function roleOf(name: string, { score, prediction, label }: ReportColumns): ColumnRole {
  if (name === score) return 'score';
  if (name === prediction) return 'prediction';
  return name === label ? 'label' : 'feature';
}

/** A misspelt column would be silently absent. */
function requireColumns(
  source: TableSource,
  { exclude, positive: _, ...columns }: ReportColumns,
): void {
  const names = source.columns.map((column) => column.name);
  for (const [option, name] of [
    ...Object.entries(columns),
    ...exclude.map((one) => ['exclude', one] as const),
  ]) {
    if (name === null || names.includes(name)) continue;
    throw new ReportInputError(
      `${source.file} has no column "${name}" (--${option}). It has: ${names.slice(0, 50).join(', ')}.`,
    );
  }
}

async function readSample(
  engine: ReportEngine,
  source: TableSource,
): Promise<Record<string, unknown>[]> {
  const { columns, rows } = source;
  const wanted = Math.max(500, Math.min(SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / columns.length)));
  const found = await engine.rows<readonly unknown[]>(
    `SELECT ${columns.map(({ sql }) => sql).join(', ')} FROM ${relationOf(
      source,
      columns.map(({ name }) => name),
    )} ${sampleOf(rows, wanted)}`,
  );
  return found.map((values) => {
    const row: Record<string, unknown> = Object.create(null);
    columns.forEach(({ name, type }, index) => {
      row[name] = fromJson(values[index], type);
    });
    return row;
  });
}

/** JSON has integers of 64 bits and more as text, and what is text says that it is none. */
const fromJson = (value: unknown, type: string): unknown =>
  typeof value === 'string' && /^U?Int\d+$/.test(type) ? BigInt(value) : value;

/** SQL that keeps about so many rows from all over the file, the same ones every time. */
export const sampleOf = (rows: number, wanted: number): string =>
  rows <= wanted ? '' : `WHERE cityHash64(${ROW_NUMBER}) % ${Math.ceil(rows / wanted)} = 0`;

/** Columns whose values looked all different in a sample, and return in the whole file. */
async function findReturning(
  engine: ReportEngine,
  source: TableSource,
  suspects: readonly InferredColumn[],
): Promise<ReadonlySet<string>> {
  const columns = suspects.flatMap((suspect) => {
    const column = source.columns.find(({ name }) => name === suspect.name);
    return column === undefined
      ? []
      : [{ name: column.name, sql: valueSql('categorical', column) }];
  });
  if (columns.length === 0 || source.rows <= SAMPLE_ROWS) return new Set();
  const [row = []] = await engine.rows<string[]>(
    `SELECT ${columns.map(({ sql }) => `uniqCombined(${sql.value})`).join(', ')} FROM ${relationOf(
      source,
      columns.map(({ name }) => name),
    )}`,
  );
  const most = Math.min(MAX_CATEGORIES, source.rows / 2);
  return new Set(columns.filter((_, i) => Number(row[i]) <= most).map(({ name }) => name));
}
