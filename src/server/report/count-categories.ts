import type { GroupBy } from './count-columns.ts';
import type { ReportEngine } from './report-engine.ts';
import { relationOf, type TableSource } from './table-source.ts';
import type { ValueSql } from './value-sql.ts';

/** Values of a column that are told by name; with more it is an identifier. */
const VALUES_KEPT = 20_000;
/** Columns per statement. */
const COLUMNS_AT_ONCE = 50;

export interface CountedCategories {
  readonly name: string;
  readonly sql: ValueSql;
}

/** Rows per value, per column, per group. */
export type CategoryCounts = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, number>>>;

export interface CountedLists {
  readonly counts: CategoryCounts;
  /** Columns of which values were left out in some group. */
  readonly cut: ReadonlySet<string>;
}

export async function countCategories(
  engine: ReportEngine,
  source: TableSource,
  columns: readonly CountedCategories[],
  groupBy: GroupBy | null = null,
): Promise<CountedLists> {
  const groups = new Map<string, Map<string, Map<string, number>>>();
  const lengths = new Map<ReadonlyMap<string, number>, number>();
  const cut = new Set<string>();
  for (let start = 0; start < columns.length; start += COLUMNS_AT_ONCE) {
    const chunk = columns.slice(start, start + COLUMNS_AT_ONCE);
    const group = groupBy === null ? "''" : groupBy.sql;
    const found = await engine.rows<[number, string, string, string]>(
      chunk
        .map(
          ({ name, sql }, index) => `(SELECT ${index} AS position, toString(${group}) AS group_key,
            toString(${sql.value}) AS value, count() AS rows
          FROM ${relationOf(source, [name, groupBy?.column])} WHERE ${sql.has} GROUP BY group_key, value
          ORDER BY rows DESC, value LIMIT ${VALUES_KEPT} BY group_key)`,
        )
        .join(' UNION ALL '),
    );
    for (const [position, key, value, rows] of found) {
      const name = chunk[position]?.name;
      if (name === undefined) continue;
      const byColumn = groups.get(key) ?? new Map<string, Map<string, number>>();
      groups.set(key, byColumn);
      const counts = byColumn.get(name) ?? new Map<string, number>();
      byColumn.set(name, counts);
      // Texts that are no UTF-8 can become the same one.
      counts.set(value, (counts.get(value) ?? 0) + Number(rows));
      const length = (lengths.get(counts) ?? 0) + 1;
      lengths.set(counts, length);
      if (length === VALUES_KEPT) cut.add(name);
    }
  }
  return { counts: groups, cut };
}
