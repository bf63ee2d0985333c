import type { MissingCounts } from '../../metrics/profile.ts';
import type { Moments } from '../../stats/summary/moments.ts';
import { type Binning, countBinsSql, outsideSql } from './binning.ts';
import type { ReportEngine } from './report-engine.ts';
import { sqlDouble } from './sql-text.ts';
import { relationOf, type TableSource } from './table-source.ts';
import type { ValueSql } from './value-sql.ts';

/** What is to be counted of one column. */
export interface CountedColumn {
  readonly name: string;
  readonly sql: ValueSql;
  /** Null where only presence is. */
  readonly binning: Binning | null;
  /** Some value amid the others: squares are summed of distances from it, or they would lose their
   *  digits. */
  readonly middle: number;
}

/** Parts of a file, by an expression of one of its columns. */
export interface GroupBy {
  readonly column: string;
  readonly sql: string;
}

export interface ColumnCounts {
  readonly rows: number;
  readonly missing: MissingCounts;
  readonly numeric: NumericCounts | null;
}

export interface NumericCounts {
  readonly counts: readonly number[];
  readonly moments: Moments;
  /** 0 where there are no values. */
  readonly min: number;
  readonly max: number;
  /** At most some thousand and one of them. */
  readonly outside: readonly number[];
}

/** Columns per statement, and statements at once: their states are held together, and a file's
 *  reader leaves half of the processor to another one. */
const COLUMNS_AT_ONCE = 32;
const LANES = 2;

/** Counts as numbers: texts of hundreds of thousands of them take longer to read. */
const AS_NUMBERS = { output_format_json_quote_64bit_integers: 0 } as const;

type CountRow = readonly [group: string, rows: number, ...columns: ColumnTuple[]];
type ColumnTuple = readonly [
  flaws: readonly [number, number, number, number],
  bins: readonly number[],
  sum: number | null,
  squares: number | null,
  min: number | null,
  max: number | null,
  outside: readonly number[],
];

/** Counts columns in one pass over the file, by group where there is one: bins, moments, extremes,
 *  missing values by reason. */
export async function countColumns(
  engine: ReportEngine,
  source: TableSource,
  columns: readonly CountedColumn[],
  groupBy: GroupBy | null = null,
): Promise<Map<string, Map<string, ColumnCounts>>> {
  const groups = new Map<string, Map<string, ColumnCounts>>();
  const hopeful = columns.map((column) =>
    column.sql.isPlainFloat ? { ...column, sql: { ...column.sql, ...NOTHING_AMISS } } : column,
  );
  await countInto(groups, engine, source, hopeful, groupBy);
  const wrong = columns.filter(
    ({ name, sql }) =>
      sql.isPlainFloat && [...groups.values()].some((one) => isAmiss(one.get(name))),
  );
  if (wrong.length > 0) await countInto(groups, engine, source, wrong, groupBy);
  return groups;
}

const NOTHING_AMISS = { has: 'true', isNan: null, isInfinite: null };

const isAmiss = (counts: ColumnCounts | undefined): boolean =>
  counts?.numeric !== undefined &&
  counts.numeric !== null &&
  !(Number.isFinite(counts.numeric.moments.mean) && Number.isFinite(counts.numeric.moments.m2));

async function countInto(
  groups: Map<string, Map<string, ColumnCounts>>,
  engine: ReportEngine,
  source: TableSource,
  columns: readonly CountedColumn[],
  groupBy: GroupBy | null,
): Promise<void> {
  const queue = chunksOf(columns);
  const lanes = Array.from({ length: LANES }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await count(next);
  });
  await Promise.all(lanes);

  async function count(chunk: readonly CountedColumn[]): Promise<void> {
    const group = groupBy === null ? "''" : groupBy.sql;
    const names = [...chunk.map(({ name }) => name), groupBy?.column];
    const found = await engine.rows<CountRow>(
      `SELECT toString(${group}) AS group_key, count(),
        ${chunk.map(tupleSql).join(',\n')}
      FROM ${relationOf(source, names)} ${groupBy === null ? '' : 'GROUP BY group_key'}`,
      AS_NUMBERS,
    );
    for (const [key, rows, ...tuples] of found) {
      const counted = groups.get(key) ?? new Map<string, ColumnCounts>();
      groups.set(key, counted);
      chunk.forEach((column, index) => {
        const tuple = tuples[index];
        if (tuple !== undefined) counted.set(column.name, readTuple(rows, column, tuple));
      });
    }
  }
}

function chunksOf(columns: readonly CountedColumn[]): (readonly CountedColumn[])[] {
  const chunks = Math.ceil(columns.length / COLUMNS_AT_ONCE);
  const size = Math.ceil(columns.length / chunks);
  return Array.from({ length: chunks }, (_, index) =>
    columns.slice(index * size, (index + 1) * size),
  );
}

function tupleSql(column: CountedColumn): string {
  const { sql, binning } = column;
  const { value, has } = sql;
  const flaws = [sql.isNull, sql.isNan, sql.isInfinite, sql.isMismatched].map((condition) =>
    condition === null ? 'toUInt64(0)' : `countIf(${condition})`,
  );
  const numeric =
    binning === null
      ? 'emptyArrayUInt64(), 0., 0., 0., 0., emptyArrayFloat64()'
      : `${countBinsSql(value, has, binning)}, ${momentsSql(value, has, originOf(column))}, ${outsideSql(value, has, binning)}`;
  return `tuple([${flaws.join(', ')}], ${numeric})`;
}

function readTuple(rows: number, column: CountedColumn, tuple: ColumnTuple): ColumnCounts {
  const [flaws, bins, sum, squares, min, max, outside] = tuple;
  const missing = {
    absent: 0,
    null: flaws[0],
    nan: flaws[1],
    infinite: flaws[2],
    mismatched: flaws[3],
  };
  if (column.binning === null) return { rows, missing, numeric: null };
  const n = bins.reduce((sum, count) => sum + count, 0);
  return {
    rows,
    missing,
    numeric: {
      counts: bins,
      moments: momentsOf(
        n,
        sum ?? Number.NaN,
        squares ?? Number.POSITIVE_INFINITY,
        originOf(column),
      ),
      min: n === 0 ? 0 : (min ?? 0),
      max: n === 0 ? 0 : (max ?? 0),
      outside,
    },
  };
}

/** From where distances are summed. Of a lattice they are there already, for the cells; its beginning
 *  is so near to the values, against their spread, that no more than four digits of squares go. */
const originOf = ({ binning, middle }: CountedColumn): number =>
  binning?.kind === 'lattice' ? binning.lattice.from : middle;

/** SQL: sum of distances from the origin and of their squares, smallest and largest. */
function momentsSql(value: string, has: string, origin: number): string {
  const distance = `(${value} - ${sqlDouble(origin)})`;
  const of = (name: string, argument: string) =>
    has === 'true' ? `${name}(${argument})` : `${name}If(${argument}, ${has})`;
  return [
    of('sum', distance),
    of('sum', `${distance} * ${distance}`),
    of('min', value),
    of('max', value),
  ].join(', ');
}

function momentsOf(n: number, sum: number, squares: number, origin: number): Moments {
  if (n === 0) return { n, mean: 0, m2: 0 };
  return { n, mean: origin + sum / n, m2: Math.max(0, squares - sum * (sum / n)) };
}
