import { effectiveRows } from './effective-rows.ts';
import type { ColumnProfile } from './profile.ts';

/** Categories that the baseline saw once and twice, in rows of mean weight. */
export function countSingletons({ weight, weightSquares, categorical }: ColumnProfile): {
  readonly once: number;
  readonly twice: number;
} {
  const rowsPerWeight = weight > 0 ? effectiveRows(weight, weightSquares) / weight : 0;
  const rows = (categorical?.counts ?? []).map((count) => Math.round(count * rowsPerWeight));
  return {
    once: rows.filter((count) => count === 1).length,
    twice: rows.filter((count) => count === 2).length,
  };
}
