import { checkCounts } from './check-counts.ts';
import { sharesOfCounts } from './shares-of-counts.ts';

/** The shares of baseline and window, bin by bin. */
export function pairShares(
  baselineCounts: readonly number[],
  windowCounts: readonly number[],
): [baseline: number, window: number][] {
  checkCounts(baselineCounts, windowCounts);
  const p = sharesOfCounts(baselineCounts);
  const q = sharesOfCounts(windowCounts);
  return p.map((share, bin) => [share, q[bin] ?? 0]);
}
