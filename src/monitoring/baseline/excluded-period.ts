import type { Window } from '../window/window.ts';

/** A stretch that nothing is learnt from: a holiday, an incident, a test. */
export interface ExcludedPeriod extends Window {
  readonly reason: string;
}

export const overlaps = (a: Window, b: Window): boolean =>
  a.startMs < b.endMs && b.startMs < a.endMs;

/** Whether any part of a window lies in one of the periods. */
export const touchesAny = (window: Window, periods: readonly Window[]): boolean =>
  periods.some((period) => overlaps(window, period));

/** What is left of a period without others, in order. */
export function withoutPeriods(period: Window, excluded: readonly Window[]): Window[] {
  const left: Window[] = [];
  let { startMs } = period;
  for (const gap of [...excluded].sort((a, b) => a.startMs - b.startMs)) {
    if (gap.endMs <= startMs || gap.startMs >= period.endMs) continue;
    if (gap.startMs > startMs) left.push({ startMs, endMs: gap.startMs });
    startMs = Math.max(startMs, gap.endMs);
  }
  if (startMs < period.endMs) left.push({ startMs, endMs: period.endMs });
  return left;
}
