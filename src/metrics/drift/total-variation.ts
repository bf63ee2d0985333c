import { BIN_PARAMETERS, countMetric } from '../count-metric.ts';
import { forEachShare } from '../for-each-share.ts';
import type { ColumnMetric, MetricDescriptor } from '../metric.ts';

/** Total variation distance: the share of rows that would have to change their bin.
 *  Formula     ½ Σ |pᵢ − qᵢ|, p baseline share, q window share of bin i
 *  Inputs      two count vectors of the same bins; in a profile missing, unseen values and what
 *              lies outside the baseline's range are bins of their own
 *  Returns     a ratio, [0, 1], 0 at identity, 1 where no bin is shared, symmetric, higher is worse
 *  Convention  half the sum, so that it is a share of rows; 1 minus it is the intersection of the
 *              two histograms
 *  Sampling    200 rows on both sides; no drift: mean ≈ √(s/2π)·Σ √(pᵢ(1 − pᵢ)), s = 1/n + 1/m;
 *              for its quantiles: resample
 *  Throws      vectors of other length, negative or non-finite counts, all counts 0, other grids
 *  Cost        O(bins)
 *  Prefer      L-infinity to see one bin that changed among many; Wasserstein for ordered bins
 *  Source      Levin, Peres & Wilmer 2009, Markov Chains and Mixing Times, proposition 4.2; vectors
 *              of Evidently (distance) and frouros (1 − intersection)
 *  @example    totalVariation([1, 1, 2], [1, 2, 1]) // 0.25 */
export function totalVariation(
  baselineCounts: readonly number[],
  windowCounts: readonly number[],
): number {
  let sum = 0;
  forEachShare(baselineCounts, windowCounts, (p, q) => {
    sum += Math.abs(p - q);
  });
  return Math.min(1, sum / 2);
}

const descriptor: MetricDescriptor = {
  id: 'total_variation',
  version: 1,
  title: 'Total variation distance',
  family: 'drift',
  accepts: ['numeric', 'categorical', 'boolean'],
  parameters: { type: 'object', additionalProperties: false, properties: BIN_PARAMETERS },
  unit: 'ratio',
  range: [0, 1],
  direction: 'higher_is_worse',
  minimumSample: 200,
};

export const totalVariationMetric: ColumnMetric = countMetric(
  descriptor,
  totalVariation,
  () => null,
);
