/** The value with as many below as above; the mean of the two in the middle where their number is
 *  even. 0 of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? 0;
  const lower = sorted[(sorted.length - 1) >> 1] ?? upper;
  return lower + (upper - lower) / 2;
}
