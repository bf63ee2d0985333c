import type { OutcomeMetric, Parameters } from './metric.ts';
import type { OutcomeProfile } from './profile.ts';

/** Adds how sure a number is that comes from the window's labelled rows alone. `rowVariance` is the
 *  mean square of one labelled row's influence on it (null where the profile does not hold it): n
 *  rows give the standard error √(rowVariance / n), whose normal interval holds for large n; of a
 *  share of few rows Wilson's is the better one. */
export function estimatedMetric(
  metric: OutcomeMetric,
  rowVariance: (outcome: OutcomeProfile, parameters: Parameters) => number | null,
): OutcomeMetric {
  return {
    ...metric,
    measure(outcome, parameters) {
      const measured = metric.measure(outcome, parameters);
      if (measured.kind !== 'value') return measured;
      const variance = rowVariance(outcome, parameters);
      if (!isKnown(variance)) return measured;
      return { ...measured, standardError: Math.sqrt(variance / measured.n) };
    },
    sampling(baseline, parameters) {
      const measured = metric.measure(baseline, parameters);
      const variance = measured.kind === 'value' ? rowVariance(baseline, parameters) : null;
      if (measured.kind !== 'value' || !isKnown(variance)) return null;
      return {
        kind: 'estimate',
        baselineValue: measured.value,
        rowDeviation: Math.sqrt(variance),
        baselineRows: measured.n,
      };
    },
  };
}

const isKnown = (variance: number | null): variance is number =>
  variance !== null && variance >= 0 && Number.isFinite(variance);

/** Rows that had no part in the number, as those without a score, have no influence on it either:
 *  per labelled row the variance is larger by what the part of the others is smaller. */
export function perLabelledRow(
  variance: number,
  usedWeight: number,
  { weight }: OutcomeProfile,
): number | null {
  return usedWeight > 0 ? variance * Math.max(1, weight / usedWeight) : null;
}

/** The weight of one row of mean weight, to add where an estimate of its spread needs a start:
 *  thirty right decisions of thirty do not prove that there are no wrong ones. */
export function weightOfOneRow({ weight, weightSquares }: OutcomeProfile): number {
  return weight > 0 ? weightSquares / weight : 0;
}
