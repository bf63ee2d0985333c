import { judgeLabels, labelledRows, refuseTask } from './labelled-sample.ts';
import type { Measured, MetricDescriptor, OutcomeMetric, Parameters } from './metric.ts';
import type { BinaryOutcome, RegressionOutcome } from './profile.ts';

/** A metric of the scores of a binary output; asked only where there are any. */
export function scoreMetric(
  descriptor: MetricDescriptor,
  measureScores: (outcome: BinaryOutcome, n: number, parameters: Parameters) => Measured,
): OutcomeMetric {
  return {
    subject: 'outcome',
    descriptor,
    measure(profile, parameters) {
      const { outcome } = profile;
      if (outcome.task !== 'binary') return refuseTask(descriptor, profile);
      const shortfall = judgeLabels(descriptor, profile);
      if (shortfall !== undefined) return shortfall;
      if (outcome.scoredWeight === 0) return { kind: 'no_data', reason: 'no_scores', n: 0, m: 0 };
      return measureScores(outcome, labelledRows(profile), parameters);
    },
  };
}

/** A metric of the errors of a regression output; asked only where there are any. */
export function errorMetric(
  descriptor: MetricDescriptor,
  measureErrors: (outcome: RegressionOutcome, n: number) => Measured,
): OutcomeMetric {
  return {
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
}
