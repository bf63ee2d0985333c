import { checkCounts } from '../check-counts.ts';
import { BIN_PARAMETERS, countMetric } from '../count-metric.ts';
import { filledBins } from '../filled-bins.ts';
import type { ColumnMetric, MetricDescriptor } from '../metric.ts';
import { sharesOfCounts } from '../shares-of-counts.ts';
import { DEFAULT_SMOOTHING_AMOUNT, type Smoothing, smoothShares } from '../smooth-shares.ts';
import {
  growthWhenSmoothed,
  readSmoothing,
  SMOOTHING_PARAMETERS,
} from '../smoothing-parameters.ts';

export interface KullbackLeiblerOptions {
  /** `none` leaves empty bins as they are: a bin that only the window lacks makes it infinite. */
  readonly smoothing?: Smoothing | 'none';
  /** In rows for `add`, in shares otherwise. */
  readonly amount?: number;
}

/** Kullback–Leibler divergence of a window from its baseline.
 *  Formula     Σ pᵢ ln(pᵢ / qᵢ), p baseline share, q window share of bin i
 *  Inputs      two count vectors of the same bins; in a profile missing, unseen values and what
 *              lies outside the baseline's range are bins of their own
 *  Returns     nats, [0, ∞), 0 at identity, not symmetric, higher is worse
 *  Convention  the baseline comes first, as Evidently and popmon have it. ½ is added to every count
 *              but those of bins empty on both sides, as in the population stability index. The
 *              other smoothings take every bin, as Evidently does, and shares are then rescaled to
 *              sum to 1, so that the value cannot be negative. scipy's `entropy` is `none`
 *  Sampling    200 rows on both sides; no drift: 2·value ≈ (1/n + 1/m)·χ² with bins − 1 degrees
 *              of freedom for n ≥ 10 rows a bin, below that: resample
 *  Throws      vectors of other length, negative or non-finite counts, all counts 0, other grids
 *  Cost        O(bins)
 *  Prefer      Jensen–Shannon, which is bounded, symmetric and needs no rule for empty bins
 *  Source      Kullback & Leibler 1951, Ann. Math. Stat. 22, eq. 2.4; vectors of scipy 1.10.1,
 *              Evidently, frouros and popmon
 *  @example    kullbackLeibler([10, 20, 70], [20, 20, 60]) // 0.03703761283538248 */
export function kullbackLeibler(
  baselineCounts: readonly number[],
  windowCounts: readonly number[],
  options: KullbackLeiblerOptions = {},
): number {
  checkCounts(baselineCounts, windowCounts);
  const added = (options.smoothing ?? 'add') === 'add';
  const [baseline, window] = added
    ? filledBins(baselineCounts, windowCounts)
    : [baselineCounts, windowCounts];
  const p = smoothed(baseline, options);
  const q = smoothed(window, options);
  let sum = 0;
  for (let bin = 0; bin < p.length; bin += 1) {
    const [share, other] = [p[bin] ?? 0, q[bin] ?? 0];
    // A share of 0 adds nothing. The difference of logarithms: the quotient may overflow.
    if (share !== 0) sum += share * (Math.log(share) - Math.log(other));
  }
  // Rounding may carry nearly equal shares below 0 by a unit in the last place.
  return Math.max(0, sum);
}

function smoothed(counts: readonly number[], options: KullbackLeiblerOptions): number[] {
  const smoothing = options.smoothing ?? 'add';
  if (smoothing === 'none') return sharesOfCounts(counts);
  const amount = options.amount ?? DEFAULT_SMOOTHING_AMOUNT[smoothing];
  return sharesOfCounts(smoothShares(counts, smoothing, amount));
}

const descriptor: MetricDescriptor = {
  id: 'kullback_leibler',
  version: 1,
  title: 'Kullback–Leibler divergence',
  family: 'drift',
  accepts: ['numeric', 'categorical', 'boolean'],
  parameters: {
    type: 'object',
    additionalProperties: false,
    properties: { ...BIN_PARAMETERS, ...SMOOTHING_PARAMETERS },
  },
  unit: 'nats',
  range: [0, Number.POSITIVE_INFINITY],
  direction: 'higher_is_worse',
  minimumSample: 200,
};

export const kullbackLeiblerMetric: ColumnMetric = countMetric(
  descriptor,
  (baseline, window, parameters) => kullbackLeibler(baseline, window, readSmoothing(parameters)),
  (parameters) => growthWhenSmoothed(parameters, 1 / 2),
);
