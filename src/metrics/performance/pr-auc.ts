import { groupByScore } from '../group-by-score.ts';
import type { MetricDescriptor, OutcomeMetric } from '../metric.ts';
import { scoreMetric } from '../outcome-metric.ts';
import type { BinaryOutcome } from '../profile.ts';
import { spreadOneRow } from '../spread-one-row.ts';

/** Area under the precision–recall curve of binary scores, as average precision.
 *  Formula     Σₖ (Rₖ − Rₖ₋₁) Pₖ over distinct scores, highest first; P precision and R recall of all rows
 *              with that score or a higher one
 *  Inputs      scores of any scale, labels, weights (1 where left out)
 *  Returns     a ratio, [0, 1], the share of positives is chance, lower is worse; undefined without
 *              positive labels
 *  Convention  a sum of steps; trapezoids between points would be too kind. Ties are one step. On a
 *              profile all scores of one bin of the score grid are ties, which errs by at most the
 *              `errorBound` beside the value
 *  Sampling    100 labelled rows; normal for many positives, with a standard error by the delta
 *              method. It moves with the share of positives
 *  Throws      inputs of other length, scores that are NaN, weights that are negative or not finite
 *  Cost        O(n log n); O(bins) on a profile
 *  Prefer      ROC AUC to compare windows whose share of positives differs
 *  Source      Davis & Goadrich 2006, ICML, on interpolation; vectors of scikit-learn 1.2.1
 *              average_precision_score
 *  @example    areaUnderPrecisionRecallCurve([0.1, 0.4, 0.35, 0.8], [false, false, true, true]) // 0.8333333333333333 */
export function areaUnderPrecisionRecallCurve(
  scores: readonly number[],
  labels: readonly boolean[],
  weights?: readonly number[],
): number | undefined {
  const { positives, negatives } = groupByScore(scores, labels, weights);
  return averagePrecisionOfGrid(positives, negatives)?.area;
}

/** The same from weights per ascending bin of score. Inside a bin all positives may come before the
 *  negatives in truth, or after them: that bounds the error. */
export function averagePrecisionOfGrid(
  positives: readonly number[],
  negatives: readonly number[],
): { readonly area: number; readonly errorBound: number } | undefined {
  if (positives.length !== negatives.length) {
    throw new RangeError('Positives and negatives must be counted in the same bins.');
  }
  let [area, least, most, above, aboveNegative] = [0, 0, 0, 0, 0];
  for (let bin = positives.length - 1; bin >= 0; bin -= 1) {
    const positive = positives[bin] ?? 0;
    const negative = negatives[bin] ?? 0;
    for (const weight of [positive, negative]) {
      if (!(weight >= 0 && Number.isFinite(weight))) {
        throw new RangeError(`A weight must be finite and not negative, not ${weight}.`);
      }
    }
    const found = above + positive;
    const missed = aboveNegative + negative;
    if (positive > 0) {
      area += positive * (found / (found + missed));
      most += positive * (found / (found + aboveNegative));
      // Behind all negatives of the bin precision starts from what it was above them.
      least += positive * (above / (above + missed || 1));
    }
    above = found;
    aboveNegative = missed;
  }
  if (above === 0) return undefined;
  const errorBound = Math.max(most - area, area - least) / above;
  return { area: Math.min(1, area / above), errorBound };
}

const descriptor: MetricDescriptor = {
  id: 'pr_auc',
  version: 1,
  title: 'PR AUC',
  family: 'performance',
  accepts: [],
  tasks: ['binary'],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'ratio',
  range: [0, 1],
  direction: 'lower_is_worse',
  minimumSample: 100,
};

export const prAucMetric: OutcomeMetric = scoreMetric(
  descriptor,
  (outcome, n) => {
    const grid = averagePrecisionOfGrid(outcome.positives, outcome.negatives);
    if (grid === undefined) return { kind: 'no_data', reason: 'no_positive_labels', n, m: 0 };
    return { kind: 'value', value: grid.area, errorBound: grid.errorBound, n, m: 0 };
  },
  precisionVariance,
);

/** Mean square of the derivative by the weight of each bin: a row changes the precision at its own
 *  score and at every lower one. */
function precisionVariance(outcome: BinaryOutcome, rowWeight: number): number {
  const { positives, negatives } = spreadOneRow(outcome, rowWeight);
  const bins = positives.length;
  const all = [...positives, ...negatives].reduce((sum, weight) => sum + weight, 0);
  const total = positives.reduce((sum, weight) => sum + weight, 0);
  const precisions = new Array<number>(bins).fill(0);
  const [gains, losses] = [new Array<number>(bins).fill(0), new Array<number>(bins).fill(0)];
  let [found, missed, area] = [0, 0, 0];
  for (let bin = bins - 1; bin >= 0; bin -= 1) {
    const positive = positives[bin] ?? 0;
    found += positive;
    missed += negatives[bin] ?? 0;
    const precision = found / (found + missed);
    area += (positive / total) * precision;
    precisions[bin] = precision;
    gains[bin] = (positive * missed) / (found + missed) ** 2;
    losses[bin] = (positive * found) / (found + missed) ** 2;
  }
  let [gain, loss, squares] = [0, 0, 0];
  for (let bin = 0; bin < bins; bin += 1) {
    gain += gains[bin] ?? 0;
    loss += losses[bin] ?? 0;
    const ofPositive = ((precisions[bin] ?? 0) - area + gain) / total;
    const ofNegative = -loss / total;
    squares += (positives[bin] ?? 0) * ofPositive ** 2 + (negatives[bin] ?? 0) * ofNegative ** 2;
  }
  return all * squares;
}
