import type { ColumnProfile } from '../../metrics/profile.ts';
import { nextUp } from '../../stats/next-up.ts';

/** Rows of the baseline that have a usable value in the column, in weights. */
export function weightOfValues(column: ColumnProfile): number {
  const counts = column.numeric?.bins ?? column.categorical?.counts ?? [];
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Categories with rows of a column that has categories, else 0. */
export function countCategories(column: ColumnProfile): number {
  return column.categorical?.counts.filter((count) => count > 0).length ?? 0;
}

/** By Good–Turing, categories seen once hold the share of rows that the next window has in
 *  categories never seen: with more than this, that share alone looks like a critical change. */
const FLEETING = 0.01;

export function areCategoriesFleeting(column: ColumnProfile): boolean {
  const counts = column.categorical?.counts ?? [];
  const once = counts.filter((count) => count > 0 && count <= 1).length;
  return once > FLEETING * weightOfValues(column);
}

/** Distinct numbers of a column, where the grid gives each a bin of its own; null where a bin
 *  holds several, so that there are too many to count. */
export function countDistinctNumbers({ grid, numeric }: ColumnProfile): number | null {
  if (grid.kind !== 'numeric' || numeric === undefined) return null;
  let distinct = 0;
  for (const [bin, weight] of numeric.bins.entries()) {
    if (weight === 0) continue;
    const from = grid.edges[bin - 1];
    if (from === undefined || grid.edges[bin] !== nextUp(from)) return null;
    distinct += 1;
  }
  return distinct;
}

/** "12 distinct values", "a continuous range", "1 category": what a column holds, for people. */
export function describeValues(column: ColumnProfile): string {
  if (column.grid.kind === 'categorical')
    return plural(countCategories(column), 'category', 'categories');
  const distinct = countDistinctNumbers(column);
  return distinct === null
    ? 'a continuous range'
    : plural(distinct, 'distinct value', 'distinct values');
}

export const plural = (count: number, one: string, many: string): string =>
  `${Math.round(count).toLocaleString('en-US')} ${Math.round(count) === 1 ? one : many}`;

export const rowsInWords = (rows: number): string => plural(rows, 'row', 'rows');
