import { groupByScore } from '../group-by-score.ts';
import type { MetricDescriptor, OutcomeMetric } from '../metric.ts';
import { scoreMetric } from '../outcome-metric.ts';
import type { BinaryOutcome } from '../profile.ts';
import { spreadOneRow } from '../spread-one-row.ts';

/** Area under the ROC curve of binary scores: the chance that a positive outranks a negative.
 *  Formula     (Σ of w₊·w₋ over pairs with s₊ > s₋, + ½ over pairs with s₊ = s₋) / (W₊·W₋)
 *  Inputs      scores of any scale, labels, weights (1 where left out)
 *  Returns     a probability, [0, 1], ½ is chance, lower is worse; undefined where one class has
 *              no weight
 *  Convention  ties count one half. On a profile, all scores of one bin of the score grid are ties,
 *              which errs by at most the `errorBound` that is reported beside the value
 *  Sampling    100 labelled rows; normal for many of both classes, with the standard error of DeLong,
 *              DeLong & Clarke-Pearson 1988, Biometrics 44
 *  Throws      inputs of other length, scores that are NaN, weights that are negative or not finite
 *  Cost        O(n log n); O(bins) on a profile
 *  Prefer      log loss where scores are used as probabilities
 *  Source      Hanley & McNeil 1982, Radiology 143; vectors of scikit-learn 1.2.1 roc_auc_score
 *  @example    areaUnderRocCurve([0.1, 0.4, 0.35, 0.8], [false, false, true, true]) // 0.75 */
export function areaUnderRocCurve(
  scores: readonly number[],
  labels: readonly boolean[],
  weights?: readonly number[],
): number | undefined {
  const { positives, negatives } = groupByScore(scores, labels, weights);
  return areaOfScoreGrid(positives, negatives)?.area;
}

/** The same area from weights per ascending bin of score, and how far it can be from the area of
 *  the scores themselves: pairs within a bin count ½, in truth anything from 0 to 1. */
export function areaOfScoreGrid(
  positives: readonly number[],
  negatives: readonly number[],
): { readonly area: number; readonly errorBound: number } | undefined {
  if (positives.length !== negatives.length) {
    throw new RangeError('Positives and negatives must be counted in the same bins.');
  }
  let [won, tied, positivesSoFar, negativesSoFar] = [0, 0, 0, 0];
  positives.forEach((positive, bin) => {
    const negative = negatives[bin] ?? 0;
    for (const weight of [positive, negative]) {
      if (!(weight >= 0 && Number.isFinite(weight))) {
        throw new RangeError(`A weight must be finite and not negative, not ${weight}.`);
      }
    }
    won += positive * negativesSoFar;
    tied += positive * negative;
    positivesSoFar += positive;
    negativesSoFar += negative;
  });
  if (positivesSoFar === 0 || negativesSoFar === 0) return undefined;
  const pairs = positivesSoFar * negativesSoFar;
  // Rounding may carry a perfect ranking past 1 by a unit in the last place.
  return { area: Math.min(1, (won + tied / 2) / pairs), errorBound: tied / 2 / pairs };
}

const descriptor: MetricDescriptor = {
  id: 'roc_auc',
  version: 1,
  title: 'ROC AUC',
  family: 'performance',
  accepts: [],
  tasks: ['binary'],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'probability',
  range: [0, 1],
  direction: 'lower_is_worse',
  minimumSample: 100,
};

export const rocAucMetric: OutcomeMetric = scoreMetric(
  descriptor,
  (outcome, n) => {
    const grid = areaOfScoreGrid(outcome.positives, outcome.negatives);
    if (grid === undefined) return { kind: 'no_data', reason: 'one_class_only', n, m: 0 };
    return { kind: 'value', value: grid.area, errorBound: grid.errorBound, n, m: 0 };
  },
  placementVariance,
);

/** DeLong's: the variance of the share of negatives that a positive beats, over the share of
 *  positives, and the same the other way round. */
function placementVariance(outcome: BinaryOutcome, rowWeight: number): number {
  const { positives, negatives } = spreadOneRow(outcome, rowWeight);
  const [positiveWeight, negativeWeight] = [sum(positives), sum(negatives)];
  let [positivesBelow, negativesBelow, wins, beaten, unbeaten] = [0, 0, 0, 0, 0];
  positives.forEach((positive, bin) => {
    const negative = negatives[bin] ?? 0;
    const beats = (negativesBelow + negative / 2) / negativeWeight;
    const beatenBy = 1 - (positivesBelow + positive / 2) / positiveWeight;
    wins += positive * beats;
    beaten += positive * beats * beats;
    unbeaten += negative * beatenBy * beatenBy;
    positivesBelow += positive;
    negativesBelow += negative;
  });
  const area = wins / positiveWeight;
  const ofPositives = beaten / positiveWeight - area * area;
  const ofNegatives = unbeaten / negativeWeight - area * area;
  const all = positiveWeight + negativeWeight;
  return all * (ofPositives / positiveWeight + ofNegatives / negativeWeight);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
