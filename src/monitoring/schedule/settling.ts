import { median } from '../../stats/summary/median.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONTH_MS = 30 * DAY_MS;

/** How old labels are when performance is settled, after the end of the window; later on once
 *  in 30 days. */
export const SETTLING_AGES_MS = [HOUR_MS, 6 * HOUR_MS, DAY_MS, 7 * DAY_MS, MONTH_MS] as const;

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

/** Labels of a window: how long they have had, and which share of its rows they cover. */
export interface LabelState {
  /** From the end of the window, in the time of the model's clock. */
  readonly ageMs: number;
  readonly coverage: number;
}

/** Fewer windows of an age do not say what is usual at it. */
const LEAST_WINDOWS = 3;

/** The coverage that windows come to in the end. What windows of 30 days have; before there are
 *  any, that of the oldest age if it is no more than that of the age before: nothing comes any
 *  more. Else nobody knows, and what the baseline has is waited for. */
export function finalCoverage(
  earlier: readonly LabelState[],
  baselineCoverage: number | null,
): number | null {
  const medians = SETTLING_AGES_MS.map((fromMs, index) => {
    const untilMs = SETTLING_AGES_MS[index + 1] ?? Number.POSITIVE_INFINITY;
    const own = earlier.filter(({ ageMs }) => ageMs >= fromMs && ageMs < untilMs);
    return own.length < LEAST_WINDOWS ? null : median(own.map((one) => one.coverage));
  });
  const ofMonth = medians.at(-1) ?? null;
  if (ofMonth !== null) return ofMonth;
  const [before, oldest] = medians.filter((one) => one !== null).slice(-2);
  const hasStopped = oldest !== undefined && oldest > 0 && !coverageHasGrown(before ?? 0, oldest);
  return hasStopped ? oldest : baselineCoverage;
}

/** Labels that come early are not like those that come late, so a window is judged by others only
 *  with nine tenths of the coverage that those come to, or once its labels have had 30 days. */
export function isSettled(labels: LabelState, usualCoverage: number | null): boolean {
  if (usualCoverage === null || labels.ageMs >= MONTH_MS) return true;
  return labels.coverage >= SETTLED_SHARE * usualCoverage - ROUNDING;
}

const SETTLED_SHARE = 0.9;
