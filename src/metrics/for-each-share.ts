import { checkCounts } from './check-counts.ts';
import { sumOfCounts } from './shares-of-counts.ts';

/** Shows the shares of baseline and window, bin by bin. Thresholds are drawn by calling metrics
 *  thousands of times, so nothing is built for a bin. */
export function forEachShare(
  baselineCounts: readonly number[],
  windowCounts: readonly number[],
  visit: (baselineShare: number, windowShare: number) => void,
): void {
  checkCounts(baselineCounts, windowCounts);
  const [m, n] = [sumOfCounts(baselineCounts), sumOfCounts(windowCounts)];
  for (let bin = 0; bin < baselineCounts.length; bin += 1) {
    visit((baselineCounts[bin] ?? 0) / m, (windowCounts[bin] ?? 0) / n);
  }
}
