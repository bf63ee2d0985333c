import { BIN_PARAMETERS, countMetric } from '../count-metric.ts';
import type { ColumnMetric, MetricDescriptor } from '../metric.ts';
import {
  type CountTest,
  type CountTestOptions,
  pearsonTerm,
  testCounts,
  testStatistic,
} from '../test-counts.ts';

/** Pearson's χ² statistic of two samples: baseline and window.
 *  Formula     Σ (O − E)² / E over both rows of the table, E = row sum · bin sum / sum of all
 *  Inputs      two count vectors of the same bins; in a profile missing and unseen values are bins of
 *              their own, and what lies outside the baseline's range counts to the ranges at its ends:
 *              a bin that expects a hundredth of a row would alarm on the first one in it
 *  Returns     no unit, [0, ∞), 0 at identity, grows with the sample, higher is worse
 *  Convention  two samples and no continuity correction; both can be asked for otherwise: baseline
 *              `truth` is the test of fit that Evidently makes, in which a value that the baseline
 *              never had is infinite. Bins empty on both sides are left out, where scipy raises.
 *              Weights are rescaled to effective rows
 *  Sampling    200 rows on both sides; no drift: χ² with bins − 1 degrees of freedom for 5 expected
 *              rows a cell
 *  Throws      vectors of other length, negative or non-finite counts, all counts 0, other grids
 *  Cost        O(bins)
 *  Prefer      a distance, such as Hellinger, to say how large a change is: with enough rows this
 *              statistic is large for any; its p-value to compare columns of other bin counts
 *  Source      Pearson 1900, Phil. Mag. 50; Yates 1934 for the correction; vectors of scipy 1.10.1
 *              (chi2_contingency, power_divergence), Evidently, frouros and popmon
 *  @example    chiSquared([10, 20, 70], [20, 20, 60]).statistic // 4.102564102564103 */
export function chiSquared(
  baselineCounts: readonly number[],
  windowCounts: readonly number[],
  options: CountTestOptions = {},
): CountTest {
  return testCounts(pearsonTerm, baselineCounts, windowCounts, options);
}

const descriptor: MetricDescriptor = {
  id: 'chi_squared',
  version: 2,
  title: 'χ² statistic',
  family: 'drift',
  accepts: ['numeric', 'categorical', 'boolean'],
  parameters: { type: 'object', additionalProperties: false, properties: BIN_PARAMETERS },
  unit: 'none',
  range: [0, Number.POSITIVE_INFINITY],
  direction: 'higher_is_worse',
  minimumSample: 200,
};

export const chiSquaredMetric: ColumnMetric = countMetric(
  descriptor,
  (baseline, window) => testStatistic(pearsonTerm, baseline, window).statistic,
  // χ² by itself, without a factor that would hold for every number of rows.
  () => null,
  { joinsOuterRanges: true },
);
