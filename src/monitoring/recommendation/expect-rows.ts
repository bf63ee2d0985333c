import type { Baseline } from '../baseline/baseline.ts';
import type { BaselineWindows } from '../baseline/baseline-windows.ts';

/** Rows that windows may expect, by the baseline's own rate. */
export interface ExpectedRows {
  /** Of the median hour that had any. */
  readonly hour: number;
  readonly day: number;
}

const DAY_MS = 86_400_000;

/** From the baseline cut into hours; null where its rows have no times, or too few hours of them.
 *  Where a sample was kept of the source's rows, the source counts. */
export function expectRows(
  baseline: Pick<Baseline, 'rows' | 'sourceRows'>,
  { windows: hours }: BaselineWindows,
): ExpectedRows | null {
  const first = hours[0];
  const last = hours.at(-1);
  if (first === undefined || last === undefined || baseline.rows === 0) return null;
  const perHour = hours.map((one) => one.profile.rows).sort((a, b) => a - b);
  const rows = perHour.reduce((sum, one) => sum + one, 0);
  const days = (last.window.endMs - first.window.startMs) / DAY_MS;
  const thinning = baseline.sourceRows / baseline.rows;
  return {
    hour: (perHour[Math.floor(perHour.length / 2)] ?? 0) * thinning,
    // Of less than a day nobody knows what the rest of it brings: as much as that part.
    day: (rows / Math.max(days, Number.MIN_VALUE)) * thinning,
  };
}
