import { BIN_PARAMETERS, countMetric } from '../count-metric.ts';
import { forEachShare } from '../for-each-share.ts';
import type { ColumnMetric, MetricDescriptor } from '../metric.ts';

/** Hellinger distance between a baseline and a window.
 *  Formula     √(½ Σ (√pᵢ − √qᵢ)²) = √(1 − Σ √(pᵢqᵢ)), p baseline share, q window share of bin i
 *  Inputs      two count vectors of the same bins; in a profile missing, unseen values and what
 *              lies outside the baseline's range are bins of their own
 *  Returns     no unit, [0, 1], 0 at identity, 1 where no bin is shared, symmetric, higher is worse
 *  Convention  scaled to end at 1; the first form of the formula, which keeps the digits of small
 *              distances. Empty bins need no rule
 *  Sampling    200 rows on both sides; no drift: 8·value² ≈ (1/n + 1/m)·χ² with bins − 1 degrees
 *              of freedom for n ≥ 10 rows a bin, below that: resample
 *  Throws      vectors of other length, negative or non-finite counts, all counts 0, other grids
 *  Cost        O(bins)
 *  Prefer      Wasserstein where it matters how far apart the bins lie
 *  Source      Hellinger 1909, J. reine angew. Math. 136; vectors of Evidently, frouros and whylogs
 *  @example    hellinger([10, 20, 70], [20, 20, 60]) // 0.102491823683182 */
export function hellinger(
  baselineCounts: readonly number[],
  windowCounts: readonly number[],
): number {
  let sum = 0;
  forEachShare(baselineCounts, windowCounts, (p, q) => {
    sum += (Math.sqrt(p) - Math.sqrt(q)) ** 2;
  });
  return Math.min(1, Math.sqrt(sum / 2));
}

const descriptor: MetricDescriptor = {
  id: 'hellinger',
  version: 1,
  title: 'Hellinger distance',
  family: 'drift',
  accepts: ['numeric', 'categorical', 'boolean'],
  parameters: { type: 'object', additionalProperties: false, properties: BIN_PARAMETERS },
  unit: 'none',
  range: [0, 1],
  direction: 'higher_is_worse',
  minimumSample: 200,
};

export const hellingerMetric: ColumnMetric = countMetric(descriptor, hellinger, () => ({
  factor: 1 / 8,
  power: 1 / 2,
}));
