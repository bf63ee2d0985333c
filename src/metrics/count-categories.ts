import { effectiveRows } from './effective-rows.ts';
import type { ColumnProfile } from './profile.ts';

/** How many categories the baseline saw, and the sum of their squared counts in effective rows:
 *  whether some are really more frequent than others, or only were so in this sample. */
export function countCategories({ weight, weightSquares, categorical }: ColumnProfile): {
  readonly count: number;
  readonly squares: number;
} {
  const rowsPerWeight = weight > 0 ? effectiveRows(weight, weightSquares) / weight : 0;
  let [count, squares] = [0, 0];
  for (const seen of categorical?.counts ?? []) {
    if (!(seen > 0)) continue;
    count += 1;
    squares += (seen * rowsPerWeight) ** 2;
  }
  return { count, squares };
}
