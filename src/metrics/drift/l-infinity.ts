import { BIN_PARAMETERS, countMetric } from '../count-metric.ts';
import { forEachShare } from '../for-each-share.ts';
import type { ColumnMetric, MetricDescriptor } from '../metric.ts';

/** L-infinity distance: the largest change of the share of one bin.
 *  Formula     max |pᵢ − qᵢ|, p baseline share, q window share of bin i
 *  Inputs      two count vectors of the same bins; in a profile missing, unseen values and what
 *              lies outside the baseline's range are bins of their own
 *  Returns     a ratio, [0, 1], 0 at identity, symmetric, higher is worse
 *  Convention  of shares, not of counts, so that sample sizes play no part
 *  Sampling    200 rows on both sides; no drift: at most the sum over bins of the tails of one
 *              binomial difference each; for its quantiles: resample
 *  Throws      vectors of other length, negative or non-finite counts, all counts 0, other grids
 *  Cost        O(bins)
 *  Prefer      total variation where many bins change a little
 *  Source      definition; vectors of TensorFlow Data Validation
 *  @example    lInfinity([1, 1, 2], [2, 1, 1]) // 0.25 */
export function lInfinity(
  baselineCounts: readonly number[],
  windowCounts: readonly number[],
): number {
  let largest = 0;
  forEachShare(baselineCounts, windowCounts, (p, q) => {
    largest = Math.max(largest, Math.abs(p - q));
  });
  return largest;
}

const descriptor: MetricDescriptor = {
  id: 'l_infinity',
  version: 1,
  title: 'L-infinity distance',
  family: 'drift',
  accepts: ['numeric', 'categorical', 'boolean'],
  parameters: { type: 'object', additionalProperties: false, properties: BIN_PARAMETERS },
  unit: 'ratio',
  range: [0, 1],
  direction: 'higher_is_worse',
  minimumSample: 200,
};

export const lInfinityMetric: ColumnMetric = countMetric(descriptor, lInfinity, () => null);
