import { checkCounts } from '../check-counts.ts';
import { BIN_PARAMETERS, countMetric } from '../count-metric.ts';
import { filledBins } from '../filled-bins.ts';
import type { ColumnMetric, MetricDescriptor } from '../metric.ts';
import { DEFAULT_SMOOTHING_AMOUNT, type Smoothing, smoothShares } from '../smooth-shares.ts';
import {
  growthWhenSmoothed,
  readSmoothing,
  SMOOTHING_PARAMETERS,
} from '../smoothing-parameters.ts';

export interface PopulationStabilityOptions {
  readonly smoothing?: Smoothing;
  /** In rows for `add`, in shares otherwise. */
  readonly amount?: number;
}

/** Population stability index between a baseline and a window.
 *  Formula     Σ (qᵢ − pᵢ) ln(qᵢ / pᵢ), p baseline share, q window share of bin i
 *  Inputs      two count vectors of the same bins; in a profile missing, unseen values and what
 *              lies outside the baseline's range are bins of their own
 *  Returns     nats, [0, ∞), 0 at identity, symmetric, higher is worse
 *  Convention  ½ is added to every count (`add`): an empty bin then weighs what the sample can
 *              say about it, and the value is finite and continuous. Bins empty on both sides are
 *              left out first. Other libraries replace zero shares by 1e-4 (`replace_zero`) or
 *              floor shares at 0.01 (`floor`), after which shares no longer sum to 1 (still ≥ 0).
 *              10 bins of equal baseline mass; the 49 heaviest categories and the rest. Weights
 *              are rescaled to effective rows, so their unit plays no part.
 *  Sampling    200 rows on both sides; no drift: ≈ (1/n + 1/m)·χ² with bins − 1 degrees of freedom
 *              for n ≥ 10 rows a bin, below that: resample. On a profile the two outer ranges raise
 *              the mean by 13 % at m = 1,000 and by 2 % at m = 10,000
 *  Throws      vectors of other length, negative or non-finite counts, all counts 0, other grids
 *  Cost        O(bins)
 *  Prefer      a ratio of missing or unseen values where only those matter
 *  Source      Yurdakul & Naranjo 2020, J. Risk Model Validation 14(4), eq. 1 and its χ² law;
 *              vectors of Evidently, frouros, popmon and deepchecks
 *  @example    populationStabilityIndex([10, 20, 70], [20, 20, 60]) // 0.08098709101106526 */
export function populationStabilityIndex(
  baselineCounts: readonly number[],
  windowCounts: readonly number[],
  options: PopulationStabilityOptions = {},
): number {
  checkCounts(baselineCounts, windowCounts);
  const smoothing = options.smoothing ?? 'add';
  const amount = options.amount ?? DEFAULT_SMOOTHING_AMOUNT[smoothing];
  const [baseline, window] = filledBins(baselineCounts, windowCounts);
  const p = smoothShares(baseline, smoothing, amount);
  const q = smoothShares(window, smoothing, amount);
  let sum = 0;
  for (let bin = 0; bin < p.length; bin += 1) {
    const [share, other] = [p[bin] ?? 1, q[bin] ?? 1];
    // The difference of logarithms: the quotient overflows where a share is near the smallest double.
    sum += (other - share) * (Math.log(other) - Math.log(share));
  }
  return sum;
}

const descriptor: MetricDescriptor = {
  id: 'population_stability_index',
  version: 1,
  title: 'Population stability index',
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

export const populationStabilityIndexMetric: ColumnMetric = countMetric(
  descriptor,
  (baseline, window, parameters) =>
    populationStabilityIndex(baseline, window, readSmoothing(parameters)),
  (parameters) => growthWhenSmoothed(parameters, 1),
);
