import type { ColumnProfile } from '../../metrics/profile.ts';

/** Shares of all rows of a column: one per bin of its grid, then values that the baseline never
 *  had, then missing ones. Adds up to 1; null without rows. */
export function columnMasses(column: ColumnProfile): number[] | null {
  const { weight } = column;
  if (!(weight > 0)) return null;
  return [...binWeights(column), unseenWeight(column), missingWeight(column)].map(
    (one) => one / weight,
  );
}

export const binWeights = ({ numeric, categorical }: ColumnProfile): readonly number[] =>
  numeric?.bins ?? categorical?.counts ?? [];

export function unseenWeight({ categorical }: ColumnProfile): number {
  if (categorical === undefined) return 0;
  return categorical.unseen.reduce((sum, [, weight]) => sum + weight, categorical.unseenRest);
}

export const missingWeight = ({ missing }: ColumnProfile): number =>
  missing.absent + missing.null + missing.nan + missing.infinite + missing.mismatched;

/** Half of what all shares changed by together: the share of rows that is now elsewhere. */
export function movedMass(before: readonly number[], after: readonly number[]): number {
  return before.reduce((sum, mass, i) => sum + Math.abs((after[i] ?? 0) - mass), 0) / 2;
}

/** What the moved mass is about while nothing changes, from rows n and m: the sum of the mean
 *  absolute deviations of the shares, as if normal. */
export function movedByChance(before: readonly number[], n: number, m: number): number {
  const spread = before.reduce((sum, mass) => sum + Math.sqrt(Math.max(0, mass * (1 - mass))), 0);
  return (spread / 2) * Math.sqrt((2 / Math.PI) * (1 / n + 1 / m));
}
