/** Free space at a moment. */
export interface DiskSample {
  readonly atMs: number;
  readonly freeBytes: number;
}

export type DaysLeft =
  | { readonly kind: 'estimate'; readonly days: number; readonly watchedHours: number }
  /** Too little was seen to say. */
  | { readonly kind: 'too_early'; readonly watchedHours: number }
  | { readonly kind: 'not_shrinking'; readonly watchedHours: number };

const HOUR_MS = 3_600_000;
/** Less would take a merge, or an upload, for a trend. */
const NEEDED_MS = 6 * HOUR_MS;
/** Beyond it nobody plans. */
const LONGEST_DAYS = 3_650;

/** Days until the disk is full if it goes on like this, by the slope of a line through what was
 *  seen. Nothing is said before six hours have been. */
export function estimateDaysLeft(samples: readonly DiskSample[]): DaysLeft {
  const first = samples[0];
  const last = samples.at(-1);
  const watchedMs = first === undefined || last === undefined ? 0 : last.atMs - first.atMs;
  const watchedHours = watchedMs / HOUR_MS;
  if (first === undefined || last === undefined || watchedMs < NEEDED_MS) {
    return { kind: 'too_early', watchedHours };
  }
  const slope = slopeOf(samples.map((one) => [one.atMs - first.atMs, one.freeBytes]));
  const days = slope < 0 ? last.freeBytes / (-slope * 24 * HOUR_MS) : Number.POSITIVE_INFINITY;
  if (days > LONGEST_DAYS) return { kind: 'not_shrinking', watchedHours };
  return { kind: 'estimate', days, watchedHours };
}

function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const meanOf = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [meanX, meanY] = [meanOf(0), meanOf(1)];
  let covariance = 0;
  let variance = 0;
  for (const [x, y] of points) {
    covariance += (x - meanX) * (y - meanY);
    variance += (x - meanX) ** 2;
  }
  return variance === 0 ? 0 : covariance / variance;
}
