import type { MetricDescriptor, OutcomeMetric } from '../metric.ts';
import { errorMetric } from '../outcome-metric.ts';

/** Mean distance between value and label, as a share of the label.
 *  Formula     Σw |(y − ŷ) / y| / Σw
 *  Inputs      Σw |(y − ŷ) / y| and Σw of labelled rows that carry a value and whose label is not 0
 *  Returns     a ratio, [0, ∞), 0 is best, higher is worse
 *  Convention  a ratio, not times 100. Labels of 0 have no percentage and are left out, where
 *              scikit-learn divides by 2⁻⁵² and one such row decides the mean
 *  Sampling    30 labelled rows; normal by the central limit if percentages have a variance, which
 *              labels near 0 may deny them
 *  Throws      a negative or non-finite sum, a weight that is not above 0, an output that is no
 *              regression
 *  Cost        O(1)
 *  Prefer      mean absolute error where labels come near 0; it also forgives values that are too
 *              small more than those that are too large
 *  Source      Armstrong & Collopy 1992, Int. J. Forecast. 8; vectors of scikit-learn 1.2.1
 *              mean_absolute_percentage_error
 *  @example    meanAbsolutePercentageError(0.5, 4) // 0.125 */
export function meanAbsolutePercentageError(percentageErrorSum: number, weight: number): number {
  if (!(percentageErrorSum >= 0 && Number.isFinite(percentageErrorSum))) {
    throw new RangeError(
      `The sum of percentages must be finite and not negative, not ${percentageErrorSum}.`,
    );
  }
  if (!(weight > 0 && Number.isFinite(weight))) {
    throw new RangeError(`The weight of labelled rows must be finite and above 0, not ${weight}.`);
  }
  return percentageErrorSum / weight;
}

const descriptor: MetricDescriptor = {
  id: 'mean_absolute_percentage_error',
  version: 1,
  title: 'Mean absolute percentage error',
  family: 'performance',
  accepts: [],
  tasks: ['regression'],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'ratio',
  range: [0, Number.POSITIVE_INFINITY],
  direction: 'higher_is_worse',
  minimumSample: 30,
};

export const meanAbsolutePercentageErrorMetric: OutcomeMetric = errorMetric(
  descriptor,
  ({ percentageErrorSum, percentageWeight }, n) => {
    if (percentageWeight === 0) return { kind: 'no_data', reason: 'no_values', n: 0, m: 0 };
    const value = meanAbsolutePercentageError(percentageErrorSum, percentageWeight);
    return { kind: 'value', value, n, m: 0 };
  },
  ({ percentageErrorSum, percentageErrorSquares, percentageWeight, errors }) => {
    const mean = percentageErrorSum / percentageWeight;
    const variance = Math.max(0, percentageErrorSquares / percentageWeight - mean * mean);
    // Rows whose label is 0 tell nothing.
    return variance * (errors.n / percentageWeight);
  },
);
