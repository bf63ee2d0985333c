/** Counts divided by their sum. */
export function sharesOfCounts(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!(total > 0)) throw new RangeError('There is nothing to take shares of: all counts are 0.');
  return counts.map((count) => count / total);
}
