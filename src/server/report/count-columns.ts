import type { MissingCounts } from '../../metrics/profile.ts';
import type { Moments } from '../../stats/summary/moments.ts';
import { type Binning, countBinsSql, outsideSql } from './binning.ts';
import type { ReportEngine } from './report-engine.ts';
import { relationOf, type TableSource } from './table-source.ts';
import type { ValueSql } from './value-sql.ts';

/** What is to be counted of one column. */
export interface CountedColumn {
  readonly name: string;
  readonly sql: ValueSql;
  /** Null where only presence is. */
  readonly binning: Binning | null;
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
  readonly outsideRows: number;
  /** At most some thousand of them. */
  readonly outside: readonly number[];
}

/** Columns per statement: their states are held at once. */
const COLUMNS_AT_ONCE = 64;

type CountRow = readonly [group: string, rows: string, ...columns: ColumnTuple[]];
type ColumnTuple = readonly [
  flaws: readonly [string, string, string, string],
  bins: readonly string[],
  mean: number | null,
  variance: number | null,
  min: number | null,
  max: number | null,
  outsideRows: string,
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
  for (let start = 0; start < columns.length; start += COLUMNS_AT_ONCE) {
    const chunk = columns.slice(start, start + COLUMNS_AT_ONCE);
    const group = groupBy === null ? "''" : groupBy.sql;
    const names = [...chunk.map(({ name }) => name), groupBy?.column];
    const found = await engine.rows<CountRow>(
      `SELECT toString(${group}) AS group_key, count(),
        ${chunk.map(tupleSql).join(',\n')}
      FROM ${relationOf(source, names)} ${groupBy === null ? '' : 'GROUP BY group_key'}`,
    );
    for (const [key, rows, ...tuples] of found) {
      const counted = groups.get(key) ?? new Map<string, ColumnCounts>();
      groups.set(key, counted);
      chunk.forEach((column, index) => {
        const tuple = tuples[index];
        if (tuple !== undefined) counted.set(column.name, readTuple(Number(rows), column, tuple));
      });
    }
  }
  return groups;
}

function tupleSql({ sql, binning }: CountedColumn): string {
  const { value, has } = sql;
  const flaws = [sql.isNull, sql.isNan, sql.isInfinite, sql.isMismatched].map((condition) =>
    condition === null ? 'toUInt64(0)' : `countIf(${condition})`,
  );
  const numeric =
    binning === null
      ? 'emptyArrayUInt64(), 0., 0., 0., 0., toUInt64(0), emptyArrayFloat64()'
      : `${countBinsSql(value, has, binning)}, ${['avg', 'varPopStable', 'min', 'max']
          .map((name) => (has === 'true' ? `${name}(${value})` : `${name}If(${value}, ${has})`))
          .join(', ')}, ${outsideSql(value, has, binning)}`;
  return `tuple([${flaws.join(', ')}], ${numeric})`;
}

function readTuple(rows: number, { binning }: CountedColumn, tuple: ColumnTuple): ColumnCounts {
  const [flaws, bins, mean, variance, min, max, outsideRows, outside] = tuple;
  const missing = {
    absent: 0,
    null: Number(flaws[0]),
    nan: Number(flaws[1]),
    infinite: Number(flaws[2]),
    mismatched: Number(flaws[3]),
  };
  if (binning === null) return { rows, missing, numeric: null };
  const counts = bins.map(Number);
  const n = counts.reduce((sum, count) => sum + count, 0);
  return {
    rows,
    missing,
    numeric: {
      counts,
      moments: { n, mean: n === 0 ? 0 : (mean ?? 0), m2: n === 0 ? 0 : (variance ?? Infinity) * n },
      min: n === 0 ? 0 : (min ?? 0),
      max: n === 0 ? 0 : (max ?? 0),
      outsideRows: Number(outsideRows),
      outside,
    },
  };
}
