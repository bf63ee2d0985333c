import { BIN_PARAMETERS, countMetric } from '../count-metric.ts';
import type { ColumnMetric, MetricDescriptor } from '../metric.ts';
import { readChoice } from '../read-parameters.ts';
import { BASELINE_ROLES, type CountTestOptions } from '../test-counts.ts';
import { chiSquared } from './chi-squared.ts';

/** Chance that χ² is as large without drift.
 *  Formula     P(χ² with bins − 1 degrees of freedom ≥ the statistic)
 *  Inputs      two count vectors of the same bins; in a profile missing, unseen values and what
 *              lies outside the baseline's range are bins of their own
 *  Returns     a probability, [0, 1], 1 at identity, lower is worse
 *  Convention  that of the χ² statistic, but for the bins beyond the baseline's range, which the metric
 *              of the statistic has not; one bin alone gives 1. Baseline `truth` takes the shares of
 *              the baseline for known, as Evidently does; a value that it never had then gives 0
 *  Sampling    200 rows on both sides; no drift: uniform for 5 expected rows a cell. Small values
 *              come of large windows as well as of large changes
 *  Throws      vectors of other length, negative or non-finite counts, all counts 0, other grids
 *  Cost        O(bins)
 *  Prefer      a distance with a bound that knows the sample sizes: a fixed level on this number
 *              alarms on any change, however small, once there are rows enough
 *  Source      Pearson 1900, Phil. Mag. 50; vectors of scipy 1.10.1, Evidently, frouros and popmon
 *  @example    chiSquaredPValue([30, 50, 20], [30, 50, 20]) // 1 */
export function chiSquaredPValue(
  baselineCounts: readonly number[],
  windowCounts: readonly number[],
  options: CountTestOptions = {},
): number {
  return chiSquared(baselineCounts, windowCounts, options).pValue;
}

const descriptor: MetricDescriptor = {
  id: 'chi_squared_p_value',
  version: 1,
  title: 'χ² p-value',
  family: 'drift',
  accepts: ['numeric', 'categorical', 'boolean'],
  parameters: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...BIN_PARAMETERS,
      baseline: {
        type: 'string',
        enum: [...BASELINE_ROLES],
        default: 'sample',
        title: 'Baseline',
        description: 'Whether the baseline is a sample like the window, or its shares are known.',
      },
    },
  },
  unit: 'probability',
  range: [0, 1],
  direction: 'lower_is_worse',
  minimumSample: 200,
};

export const chiSquaredPValueMetric: ColumnMetric = countMetric(
  descriptor,
  (baseline, window, parameters) =>
    chiSquaredPValue(baseline, window, {
      baseline: readChoice(parameters, 'baseline', BASELINE_ROLES, 'sample'),
    }),
);
