import type { WindowProfile } from '../../metrics/profile.ts';
import type { Cadence, Window } from '../window/window.ts';
import { CADENCE_MS, windowContaining, windowsBetween } from '../window/windows.ts';
import type { Baseline } from './baseline.ts';
import { touchesAny } from './excluded-period.ts';

/** What bounds the windows of a baseline beside the times of its rows. */
export type BaselineLimits = Pick<Baseline, 'origin' | 'period' | 'excluded'>;

export interface BaselineWindow {
  readonly window: Window;
  readonly profile: WindowProfile;
}

/** The rows of a baseline, cut into the windows of its own period. */
export interface BaselineWindows {
  /** In order; windows without rows are left out. */
  readonly windows: readonly BaselineWindow[];
  /** Rows that lie in none of them; null if there are none. */
  readonly remainder: WindowProfile | null;
}

/** With fewer windows nothing can be learnt of how they differ. */
export const MINIMUM_BASELINE_WINDOWS = 20;
/** Six weeks of hours: enough to know every hour of the week, little enough to be held. */
const MAXIMUM_BASELINE_WINDOWS = 1_008;
/** Files without times say 1970; nobody's reference period is that day. */
const FIRST_TIME_MS = 86_400_000;
/** What the store's cells can name. */
const LAST_TIME_MS = (2 ** 32 - 1) * 1_000;

/** The windows that the rows of a baseline lie in, the latest ones if there are very many; none
 *  where the rows have no times, or lie too close together. A window that was left out, or of
 *  which only a part was taken, would teach what no window is like. */
export function planBaselineWindows(
  extent: { readonly firstMs: number; readonly lastMs: number },
  cadence: Cadence,
  timeZone: string,
  limits?: BaselineLimits,
): Window[] {
  const { firstMs, lastMs } = extent;
  if (firstMs < FIRST_TIME_MS || lastMs > LAST_TIME_MS || lastMs <= firstMs) return [];
  const { endMs } = windowContaining(lastMs, cadence, timeZone);
  // One more, as local days may be an hour longer.
  const earliestMs = endMs - (MAXIMUM_BASELINE_WINDOWS + 1) * CADENCE_MS[cadence];
  const { startMs } = windowContaining(Math.max(firstMs, earliestMs), cadence, timeZone);
  const windows = windowsBetween(startMs, endMs, cadence, timeZone)
    .slice(-MAXIMUM_BASELINE_WINDOWS)
    .filter((window) => limits === undefined || isWhole(window, limits));
  return windows.length < MINIMUM_BASELINE_WINDOWS ? [] : windows;
}

function isWhole(window: Window, { origin, period, excluded }: BaselineLimits): boolean {
  if (touchesAny(window, excluded)) return false;
  // Where the rows of a file end is nobody's decision; an edge of it is judged by its rows.
  if (origin === 'file' || period === null) return true;
  return window.startMs >= period.startMs && window.endMs <= period.endMs;
}
