import type { MetricDescriptor, OutcomeMetric } from '../metric.ts';
import { errorMetric } from '../outcome-metric.ts';

/** Root of the mean squared distance between value and label.
 *  Formula     √(Σw (y − ŷ)² / Σw)
 *  Inputs      Σw (y − ŷ)² and Σw of labelled rows that carry a value
 *  Returns     the unit of the label, [0, ∞), 0 is best, higher is worse
 *  Convention  not scaled, no degree of freedom taken off
 *  Sampling    30 labelled rows; of normal errors value²·n/σ² is χ² with n degrees of freedom;
 *              otherwise normal for many rows, with a standard error by the delta method
 *  Throws      a negative or non-finite sum, a weight that is not above 0, an output that is no
 *              regression
 *  Cost        O(1)
 *  Prefer      mean absolute error where a few outliers must not decide
 *  Source      definition; vectors of scikit-learn 1.2.1 mean_squared_error
 *  @example    rootMeanSquaredError(16, 4) // 2 */
export function rootMeanSquaredError(squaredErrorSum: number, weight: number): number {
  if (!(squaredErrorSum >= 0 && Number.isFinite(squaredErrorSum))) {
    throw new RangeError(
      `The sum of squared errors must be finite and not negative, not ${squaredErrorSum}.`,
    );
  }
  if (!(weight > 0 && Number.isFinite(weight))) {
    throw new RangeError(`The weight of labelled rows must be finite and above 0, not ${weight}.`);
  }
  return Math.sqrt(squaredErrorSum / weight);
}

const descriptor: MetricDescriptor = {
  id: 'root_mean_squared_error',
  version: 1,
  title: 'Root mean squared error',
  family: 'performance',
  accepts: [],
  tasks: ['regression'],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'none',
  range: [0, Number.POSITIVE_INFINITY],
  direction: 'higher_is_worse',
  minimumSample: 30,
};

export const rootMeanSquaredErrorMetric: OutcomeMetric = errorMetric(
  descriptor,
  (outcome, n) => {
    const value = rootMeanSquaredError(outcome.squaredErrorSum, outcome.errors.n);
    return { kind: 'value', value, n, m: 0 };
  },
  ({ fourthPowerErrorSum, squaredErrorSum, errors }) => {
    const square = squaredErrorSum / errors.n;
    if (square === 0) return 0;
    return Math.max(0, fourthPowerErrorSum / errors.n - square * square) / (4 * square);
  },
);
