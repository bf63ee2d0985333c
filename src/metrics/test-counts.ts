import { chiSquaredTail } from '../stats/distribution/chi-squared.ts';
import { checkCounts } from './check-counts.ts';
import { sharesOfCounts } from './shares-of-counts.ts';

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

/** Sums `term(observed, expected)` over the cells of a test that two count vectors are of one
 *  distribution, and takes the tail of χ². Bins empty on both sides are left out. */
export function testCounts(
  term: (observed: number, expected: number) => number,
  baselineCounts: readonly number[],
  windowCounts: readonly number[],
  options: CountTestOptions,
): CountTest {
  checkCounts(baselineCounts, windowCounts);
  const filled = (_: number, bin: number) =>
    (baselineCounts[bin] ?? 0) > 0 || (windowCounts[bin] ?? 0) > 0;
  const p = baselineCounts.filter(filled);
  const q = windowCounts.filter(filled);
  const degreesOfFreedom = Math.max(0, p.length - 1);
  const pooled = p.map((count, bin) => count + (q[bin] ?? 0));
  const sides =
    (options.baseline ?? 'sample') === 'truth'
      ? [[q, p]]
      : [
          [p, pooled],
          [q, pooled],
        ];
  const correct = options.continuityCorrection === true && degreesOfFreedom === 1;
  let statistic = 0;
  for (const [observed = [], model = []] of sides) {
    const rows = observed.reduce((sum, count) => sum + count, 0);
    if (!(rows > 0)) throw new RangeError('There is nothing to test: all counts are 0.');
    const shares = sharesOfCounts(model);
    observed.forEach((count, bin) => {
      const expected = (shares[bin] ?? 0) * rows;
      const seen = correct ? moveTowards(count, expected) : count;
      statistic += term(seen, expected);
    });
  }
  // Rounding may carry equal shares below 0 by a unit in the last place.
  statistic = Math.max(0, statistic);
  return { statistic, degreesOfFreedom, pValue: chiSquaredTail(statistic, degreesOfFreedom) };
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
