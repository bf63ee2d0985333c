import { addToMoments, EMPTY_MOMENTS, type Moments } from './moments.ts';

/** Moments of the values of each group; the group of the value at i is the one at i. */
export function momentsByGroup(
  values: readonly number[],
  groups: readonly number[],
): ReadonlyMap<number, Moments> {
  const byGroup = new Map<number, Moments>();
  for (const [at, value] of values.entries()) {
    const group = groups[at];
    if (group === undefined) throw new RangeError('There are fewer groups than values.');
    byGroup.set(group, addToMoments(byGroup.get(group) ?? EMPTY_MOMENTS, value));
  }
  return byGroup;
}

/** How far values stray from the mean of their own group, the groups together.
 *  Formula  Σ_g m2_g / (N − G), N values in G groups
 *  Returns  [0, ∞); 0 where no group has two values, as nothing strays from itself
 *  Source   the mean square within groups of Fisher's analysis of variance, 1925 */
export function varianceWithinGroups(byGroup: ReadonlyMap<number, Moments>): number {
  let [squares, free] = [0, -byGroup.size];
  for (const { n, m2 } of byGroup.values()) {
    squares += m2;
    free += n;
  }
  return free > 0 ? squares / free : 0;
}
