import { judgeLabels, labelledRows, refuseTask } from '../labelled-sample.ts';
import type { MetricDescriptor, OutcomeMetric } from '../metric.ts';

/** Scores are moved into [clip, 1 − clip] first, so that one certain and wrong score costs 36.04
 *  nats instead of making the whole window infinite. Whoever sums losses must use this number. */
export const LOG_LOSS_CLIP = 2 ** -52;

/** The loss of one binary prediction in nats; the sum of these over rows is what a profile holds. */
export function logLossOf(score: number, positive: boolean): number {
  if (!(score >= 0 && score <= 1)) {
    throw new RangeError(`A score must be a probability between 0 and 1, not ${score}.`);
  }
  const clipped = Math.min(Math.max(score, LOG_LOSS_CLIP), 1 - LOG_LOSS_CLIP);
  return -(positive ? Math.log(clipped) : Math.log1p(-clipped));
}

/** Mean negative log-likelihood of binary labels under the scores.
 *  Formula     Σw·loss / Σw, loss = −ln s for positives and −ln(1 − s) for negatives
 *  Inputs      Σw·loss and Σw of labelled rows that carry a score
 *  Returns     nats, [0, 36.05), 0 is best, ln 2 for a constant ½, higher is worse
 *  Convention  natural logarithm; scores are clipped to [2⁻⁵², 1 − 2⁻⁵²], as scikit-learn 1.2 does
 *              in double precision
 *  Sampling    30 labelled rows; no distribution-free law: resample
 *  Throws      a negative or non-finite sum, a weight that is not above 0, an output that is not binary
 *  Cost        O(1)
 *  Prefer      ROC AUC where scores only rank and are no probabilities
 *  Source      Good 1952, J. R. Stat. Soc. B 14; vectors of scikit-learn 1.2.1 log_loss
 *  @example    logLoss(logLossOf(0.9, true) + logLossOf(0.2, false), 2) // 0.16425203348601802 */
export function logLoss(lossSum: number, weight: number): number {
  if (!(lossSum >= 0 && Number.isFinite(lossSum))) {
    throw new RangeError(`The sum of losses must be finite and not negative, not ${lossSum}.`);
  }
  if (!(weight > 0 && Number.isFinite(weight))) {
    throw new RangeError(`The weight of scored rows must be finite and above 0, not ${weight}.`);
  }
  return lossSum / weight;
}

const descriptor: MetricDescriptor = {
  id: 'log_loss',
  version: 1,
  title: 'Log loss',
  family: 'performance',
  accepts: [],
  tasks: ['binary'],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'nats',
  range: [0, Number.POSITIVE_INFINITY],
  direction: 'higher_is_worse',
  minimumSample: 30,
};

export const logLossMetric: OutcomeMetric = {
  subject: 'outcome',
  descriptor,
  measure(profile) {
    const { outcome } = profile;
    if (outcome.task !== 'binary') return refuseTask(descriptor, profile);
    const shortfall = judgeLabels(descriptor, profile);
    if (shortfall !== undefined) return shortfall;
    if (outcome.scoredWeight === 0) return { kind: 'no_data', reason: 'no_scores', n: 0, m: 0 };
    const value = logLoss(outcome.logLossSum, outcome.scoredWeight);
    return { kind: 'value', value, n: labelledRows(profile), m: 0 };
  },
};
