/** Both sides without the bins that are empty on both. */
export function filledBins(
  baselineCounts: readonly number[],
  windowCounts: readonly number[],
): readonly [baseline: readonly number[], window: readonly number[]] {
  let filled = 0;
  for (let bin = 0; bin < baselineCounts.length; bin += 1) {
    if (isFilled(baselineCounts, windowCounts, bin)) filled += 1;
  }
  // As a rule all are, and thresholds are drawn by doing this thousands of times.
  if (filled === baselineCounts.length) return [baselineCounts, windowCounts];
  const keep = (_: number, bin: number) => isFilled(baselineCounts, windowCounts, bin);
  return [baselineCounts.filter(keep), windowCounts.filter(keep)];
}

const isFilled = (
  baselineCounts: readonly number[],
  windowCounts: readonly number[],
  bin: number,
): boolean => (baselineCounts[bin] ?? 0) > 0 || (windowCounts[bin] ?? 0) > 0;
