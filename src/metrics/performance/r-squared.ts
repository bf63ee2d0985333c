import type { MetricDescriptor, OutcomeMetric } from '../metric.ts';
import { errorMetric } from '../outcome-metric.ts';

/** Share of the labels' variance that the values explain.
 *  Formula     1 − Σw (y − ŷ)² / Σw (y − ȳ)²
 *  Inputs      Σw (y − ŷ)² and Σw (y − ȳ)² of the same rows
 *  Returns     no unit, (−∞, 1], 1 is best, 0 is as good as the mean, lower is worse; undefined where
 *              all labels are equal
 *  Convention  the mean is that of the window's own labels; constant labels have no variance to
 *              explain, where scikit-learn answers 1 or 0
 *  Sampling    30 labelled rows; no simple law, and a profile does not hold its spread: resample
 *  Throws      negative or non-finite sums, an output that is no regression
 *  Cost        O(1)
 *  Prefer      root mean squared error: this one also moves when only the labels' spread does
 *  Source      Wright 1921, J. Agric. Res. 20; vectors of scikit-learn 1.2.1 r2_score
 *  @example    rSquared(1, 4) // 0.75 */
export function rSquared(squaredErrorSum: number, labelSquares: number): number | undefined {
  for (const sum of [squaredErrorSum, labelSquares]) {
    if (!(sum >= 0 && Number.isFinite(sum))) {
      throw new RangeError(`A sum of squares must be finite and not negative, not ${sum}.`);
    }
  }
  return labelSquares === 0 ? undefined : 1 - squaredErrorSum / labelSquares;
}

const descriptor: MetricDescriptor = {
  id: 'r_squared',
  version: 1,
  title: 'R²',
  family: 'performance',
  accepts: [],
  tasks: ['regression'],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'none',
  range: [Number.NEGATIVE_INFINITY, 1],
  direction: 'lower_is_worse',
  minimumSample: 30,
};

export const rSquaredMetric: OutcomeMetric = errorMetric(descriptor, (outcome, n) => {
  const value = rSquared(outcome.squaredErrorSum, outcome.labels.m2);
  if (value === undefined) return { kind: 'no_data', reason: 'constant_labels', n, m: 0 };
  return { kind: 'value', value, n, m: 0 };
});
