import type { MetricDescriptor, OutcomeMetric } from '../metric.ts';
import { errorMetric } from '../outcome-metric.ts';

/** Mean distance between value and label.
 *  Formula     Σw |y − ŷ| / Σw
 *  Inputs      Σw |y − ŷ| and Σw of labelled rows that carry a value
 *  Returns     the unit of the label, [0, ∞), 0 is best, higher is worse
 *  Convention  not scaled
 *  Sampling    30 labelled rows; normal by the central limit if errors have a variance
 *  Throws      a negative or non-finite sum, a weight that is not above 0, an output that is no
 *              regression
 *  Cost        O(1)
 *  Prefer      root mean squared error where large errors must count for more
 *  Source      definition; vectors of scikit-learn 1.2.1 mean_absolute_error
 *  @example    meanAbsoluteError(6, 4) // 1.5 */
export function meanAbsoluteError(absoluteErrorSum: number, weight: number): number {
  if (!(absoluteErrorSum >= 0 && Number.isFinite(absoluteErrorSum))) {
    throw new RangeError(
      `The sum of errors must be finite and not negative, not ${absoluteErrorSum}.`,
    );
  }
  if (!(weight > 0 && Number.isFinite(weight))) {
    throw new RangeError(`The weight of labelled rows must be finite and above 0, not ${weight}.`);
  }
  return absoluteErrorSum / weight;
}

const descriptor: MetricDescriptor = {
  id: 'mean_absolute_error',
  version: 1,
  title: 'Mean absolute error',
  family: 'performance',
  accepts: [],
  tasks: ['regression'],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'none',
  range: [0, Number.POSITIVE_INFINITY],
  direction: 'higher_is_worse',
  minimumSample: 30,
};

export const meanAbsoluteErrorMetric: OutcomeMetric = errorMetric(
  descriptor,
  (outcome, n) => {
    const value = meanAbsoluteError(outcome.absoluteErrorSum, outcome.errors.n);
    return { kind: 'value', value, n, m: 0 };
  },
  ({ squaredErrorSum, absoluteErrorSum, errors }) =>
    Math.max(0, squaredErrorSum / errors.n - (absoluteErrorSum / errors.n) ** 2),
);
