/** Counts divided by their sum. */
export function sharesOfCounts(counts: readonly number[]): number[] {
  const total = sumOfCounts(counts);
  return counts.map((count) => count / total);
}

/** More than 0: of nothing there are no shares. */
export function sumOfCounts(counts: readonly number[]): number {
  let total = 0;
  for (const count of counts) total += count;
  if (!(total > 0)) throw new RangeError('There is nothing to take shares of: all counts are 0.');
  return total;
}
