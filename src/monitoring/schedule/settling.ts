const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONTH_MS = 30 * DAY_MS;

/** How old labels are when performance is settled, after the end of the window; later on once
 *  in 30 days. */
const SETTLING_AGES_MS = [HOUR_MS, 6 * HOUR_MS, DAY_MS, 7 * DAY_MS, MONTH_MS] as const;

/** When labels that came by `clockMs` are taken into account: the next settling point of the
 *  window, in the time of the model's clock. */
export function nextSettlingPoint(windowEndMs: number, clockMs: number): number {
  const next = SETTLING_AGES_MS.find((age) => windowEndMs + age >= clockMs);
  if (next !== undefined) return windowEndMs + next;
  return windowEndMs + Math.ceil((clockMs - windowEndMs) / MONTH_MS) * MONTH_MS;
}

/** So much more coverage settles a window before its time. */
const COVERAGE_STEP = 0.01;
/** A hundredth is not a number of floating point; 0.30 + 0.01 must count as one more. */
const ROUNDING = 1e-9;

export function coverageHasGrown(before: number | null, now: number | null): boolean {
  return now !== null && now - (before ?? 0) >= COVERAGE_STEP - ROUNDING;
}
