import type { MetricDescriptor, OutcomeMetric } from '../metric.ts';
import { scoreMetric } from '../outcome-metric.ts';
import { shareOf } from '../share-of.ts';

/** Mean squared difference between score and label.
 *  Formula     Σw (s − y)² / Σw, y 1 for positives and 0 for negatives
 *  Inputs      Σw (s − y)² and Σw of labelled rows that carry a score
 *  Returns     no unit, [0, 1], 0 is best, ¼ for a constant ½, higher is worse
 *  Convention  of the positive class alone: half of what Brier's first form gives for two classes
 *  Sampling    30 labelled rows; normal by the central limit, with a standard error from the score grid
 *  Throws      a negative or non-finite sum, a weight that is not above 0, an output that is not binary
 *  Cost        O(1)
 *  Prefer      log loss where certain and wrong must cost most; expected calibration error to see
 *              miscalibration alone
 *  Source      Brier 1950, Mon. Weather Rev. 78; vectors of scikit-learn 1.2.1 brier_score_loss
 *  @example    brierScore(0.5, 4) // 0.125 */
export function brierScore(squaredErrorSum: number, weight: number): number {
  return shareOf(squaredErrorSum, weight, 'squared error of');
}

const descriptor: MetricDescriptor = {
  id: 'brier_score',
  version: 1,
  title: 'Brier score',
  family: 'performance',
  accepts: [],
  tasks: ['binary'],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'none',
  range: [0, 1],
  direction: 'higher_is_worse',
  minimumSample: 30,
};

export const brierScoreMetric: OutcomeMetric = scoreMetric(
  descriptor,
  (outcome, n) => {
    const value = brierScore(outcome.squaredErrorSum, outcome.scoredWeight);
    return { kind: 'value', value, n, m: 0 };
  },
  ({ positives, negatives, squaredErrorSum, scoredWeight }) => {
    // All scores of a bin of the grid are taken for its middle.
    const fourth = positives.reduce((sum, weight, bin) => {
      const middle = (bin + 0.5) / positives.length;
      return sum + weight * (1 - middle) ** 4 + (negatives[bin] ?? 0) * middle ** 4;
    }, 0);
    return Math.max(0, fourth / scoredWeight - (squaredErrorSum / scoredWeight) ** 2);
  },
);
