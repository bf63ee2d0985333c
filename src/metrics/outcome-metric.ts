import { estimatedMetric, perLabelledRow, weightOfOneRow } from './estimated-metric.ts';
import { judgeLabels, labelledRows, refuseTask } from './labelled-sample.ts';
import type { Measured, MetricDescriptor, OutcomeMetric, Parameters } from './metric.ts';
import type { BinaryOutcome, RegressionOutcome } from './profile.ts';

/** A metric of the scores of a binary output; asked only where there are any. `rowVariance` is the
 *  mean square of the influence of a row with a score, left out where the profile does not hold it. */
export function scoreMetric(
  descriptor: MetricDescriptor,
  measureScores: (outcome: BinaryOutcome, n: number, parameters: Parameters) => Measured,
  rowVariance?: (outcome: BinaryOutcome, rowWeight: number) => number | null,
): OutcomeMetric {
  const metric: OutcomeMetric = {
    subject: 'outcome',
    descriptor,
    needsScores: true,
    measure(profile, parameters) {
      const { outcome } = profile;
      if (outcome.task !== 'binary') return refuseTask(descriptor, profile);
      const shortfall = judgeLabels(descriptor, profile);
      if (shortfall !== undefined) return shortfall;
      if (outcome.scoredWeight === 0) return { kind: 'no_data', reason: 'no_scores', n: 0, m: 0 };
      return measureScores(outcome, labelledRows(profile), parameters);
    },
  };
  if (rowVariance === undefined) return metric;
  return estimatedMetric(metric, (profile) => {
    const { outcome } = profile;
    const variance =
      outcome.task === 'binary' ? rowVariance(outcome, weightOfOneRow(profile)) : null;
    if (outcome.task !== 'binary' || variance === null) return null;
    return perLabelledRow(variance, outcome.scoredWeight, profile);
  });
}

/** The same of the errors of a regression output. */
export function errorMetric(
  descriptor: MetricDescriptor,
  measureErrors: (outcome: RegressionOutcome, n: number) => Measured,
  rowVariance?: (outcome: RegressionOutcome) => number,
): OutcomeMetric {
  const metric: OutcomeMetric = {
    subject: 'outcome',
    descriptor,
    measure(profile) {
      const { outcome } = profile;
      if (outcome.task !== 'regression') return refuseTask(descriptor, profile);
      const shortfall = judgeLabels(descriptor, profile);
      if (shortfall !== undefined) return shortfall;
      if (outcome.errors.n === 0) return { kind: 'no_data', reason: 'no_values', n: 0, m: 0 };
      return measureErrors(outcome, labelledRows(profile));
    },
  };
  if (rowVariance === undefined) return metric;
  return estimatedMetric(metric, (profile) => {
    const { outcome } = profile;
    if (outcome.task !== 'regression') return null;
    return perLabelledRow(rowVariance(outcome), outcome.errors.n, profile);
  });
}
