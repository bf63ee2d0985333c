import { type CategoryCounts, countCategories } from './count-categories.ts';
import {
  type ColumnCounts,
  type CountedColumn,
  countColumns,
  type GroupBy,
} from './count-columns.ts';
import type { ReportEngine } from './report-engine.ts';
import type { TableSource } from './table-source.ts';

export interface TableColumn extends CountedColumn {
  /** Whether its values are told by name. */
  readonly isListed: boolean;
}

/** By group, and in it by column; the one group is '' where the file is not divided. */
export interface TableCounts {
  readonly columns: ReadonlyMap<string, ReadonlyMap<string, ColumnCounts>>;
  readonly categories: CategoryCounts;
}

/** Counts the columns of a file. A text is read once: where all of its values are listed, what is
 *  missing from the list has none. */
export async function countTable(
  engine: ReportEngine,
  source: TableSource,
  columns: readonly TableColumn[],
  groupBy: GroupBy | null = null,
): Promise<TableCounts> {
  const [told, others] = partition(columns, ({ isListed, sql }) => {
    return isListed && sql.isMismatched === null;
  });
  const count = (part: readonly TableColumn[]) => countColumns(engine, source, part, groupBy);
  const [lists, counted] = await Promise.all([
    countCategories(
      engine,
      source,
      columns.filter(({ isListed }) => isListed),
      groupBy,
    ),
    count(others),
  ]);
  const [cut, complete] = partition(told, ({ name }) => lists.cut.has(name));
  // Where nothing else was counted, one column is, for the rows of the groups.
  const rest = cut.length > 0 || others.length > 0 ? cut : columns.slice(0, 1);
  for (const [group, counts] of await count(rest)) {
    counted.set(group, new Map([...(counted.get(group) ?? []), ...counts]));
  }
  for (const [group, counts] of counted) {
    const rows = counts.values().next().value?.rows ?? 0;
    for (const { name } of complete) {
      counts.set(name, countsOfList(rows, lists.counts.get(group)?.get(name)));
    }
  }
  return { columns: counted, categories: lists.counts };
}

function countsOfList(rows: number, list: ReadonlyMap<string, number> = new Map()): ColumnCounts {
  const withValue = [...list.values()].reduce((sum, count) => sum + count, 0);
  const missing = { absent: 0, null: rows - withValue, nan: 0, infinite: 0, mismatched: 0 };
  return { rows, missing, numeric: null };
}

function partition<T>(all: readonly T[], belongs: (one: T) => boolean): [T[], T[]] {
  const parts: [T[], T[]] = [[], []];
  for (const one of all) parts[belongs(one) ? 0 : 1].push(one);
  return parts;
}
