import { chiSquaredTail } from '../stats/distribution/chi-squared.ts';
import { checkCounts } from './check-counts.ts';
import { filledBins } from './filled-bins.ts';

/** What the baseline stands for:
 *  `sample`  a draw like the window: a test of two samples, whose shares are pooled
 *  `truth`   its shares are known: a test of fit, which takes a finite baseline's error for drift */
export const BASELINE_ROLES = ['sample', 'truth'] as const;
export type BaselineRole = (typeof BASELINE_ROLES)[number];

export interface CountTestOptions {
  readonly baseline?: BaselineRole;
  /** Yates' correction, where there is one degree of freedom. Off unless asked for. */
  readonly continuityCorrection?: boolean;
}

export interface CountTest {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

/** The statistic of the test, and the tail of χ² beyond it. */
export function testCounts(
  term: (observed: number, expected: number) => number,
  baselineCounts: readonly number[],
  windowCounts: readonly number[],
  options: CountTestOptions,
): CountTest {
  const test = testStatistic(term, baselineCounts, windowCounts, options);
  return { ...test, pValue: chiSquaredTail(test.statistic, test.degreesOfFreedom) };
}

/** Sums `term(observed, expected)` over the cells of a test that two count vectors are of one
 *  distribution. Bins empty on both sides are left out. */
export function testStatistic(
  term: (observed: number, expected: number) => number,
  baselineCounts: readonly number[],
  windowCounts: readonly number[],
  options: CountTestOptions = {},
): Omit<CountTest, 'pValue'> {
  checkCounts(baselineCounts, windowCounts);
  const [p, q] = filledBins(baselineCounts, windowCounts);
  const [m, n] = [rowsOf(p), rowsOf(q)];
  const degreesOfFreedom = Math.max(0, p.length - 1);
  const isSample = (options.baseline ?? 'sample') === 'sample';
  const correct = options.continuityCorrection === true && degreesOfFreedom === 1;
  let statistic = 0;
  for (let bin = 0; bin < p.length; bin += 1) {
    const [before, now] = [p[bin] ?? 0, q[bin] ?? 0];
    // Pooled, or that of the baseline alone where it is the truth.
    const share = isSample ? (before + now) / (m + n) : before / m;
    statistic += term(correct ? moveTowards(now, share * n) : now, share * n);
    if (isSample) statistic += term(correct ? moveTowards(before, share * m) : before, share * m);
  }
  // Rounding may carry equal shares below 0 by a unit in the last place.
  return { statistic: Math.max(0, statistic), degreesOfFreedom };
}

function rowsOf(counts: readonly number[]): number {
  let rows = 0;
  for (const count of counts) rows += count;
  if (!(rows > 0)) throw new RangeError('There is nothing to test: all counts are 0.');
  return rows;
}

const moveTowards = (count: number, expected: number): number =>
  count + Math.sign(expected - count) * Math.min(0.5, Math.abs(expected - count));

/** (O − E)² / E, Pearson's term. What could not happen and did is infinite. */
export function pearsonTerm(observed: number, expected: number): number {
  if (expected === 0) return observed === 0 ? 0 : Number.POSITIVE_INFINITY;
  return (observed - expected) ** 2 / expected;
}

/** 2 (O ln(O / E) − O + E), the term of the likelihood ratio. O and E have one sum, so that adding
 *  E − O to each changes nothing but the rounding: no term is negative, none cancels another. */
export function likelihoodTerm(observed: number, expected: number): number {
  if (expected === 0) return observed === 0 ? 0 : Number.POSITIVE_INFINITY;
  if (observed === 0) return 2 * expected;
  const excess = observed - expected;
  return 2 * (observed * Math.log1p(excess / expected) - excess);
}
