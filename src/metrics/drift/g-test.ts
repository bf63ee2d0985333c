import { BIN_PARAMETERS, countMetric } from '../count-metric.ts';
import type { ColumnMetric, MetricDescriptor } from '../metric.ts';
import {
  type CountTest,
  type CountTestOptions,
  likelihoodTerm,
  testCounts,
  testStatistic,
} from '../test-counts.ts';

/** G statistic of two samples: twice the logarithm of their likelihood ratio.
 *  Formula     2 Σ O ln(O / E) over both rows of the table, E = row sum · bin sum / sum of all
 *  Inputs      two count vectors of the same bins; in a profile missing, unseen values and what
 *              lies outside the baseline's range are bins of their own
 *  Returns     no unit, [0, ∞), 0 at identity, grows with the sample, higher is worse
 *  Convention  two samples and no continuity correction; both can be asked for otherwise: baseline
 *              `truth` is the test of fit that Evidently makes. Bins empty on both sides are left
 *              out, where scipy raises. Weights are rescaled to effective rows
 *  Sampling    200 rows on both sides; no drift: χ² with bins − 1 degrees of freedom for 5 expected
 *              rows a cell
 *  Throws      vectors of other length, negative or non-finite counts, all counts 0, other grids
 *  Cost        O(bins)
 *  Prefer      χ², whose law holds for fewer rows; Jensen–Shannon for the size of a change
 *  Source      Wilks 1938, Ann. Math. Stat. 9; vectors of scipy 1.10.1 (lambda_ "log-likelihood")
 *              and Evidently
 *  @example    gTest([10, 20, 70], [20, 20, 60]).statistic // 4.167971916604637 */
export function gTest(
  baselineCounts: readonly number[],
  windowCounts: readonly number[],
  options: CountTestOptions = {},
): CountTest {
  return testCounts(likelihoodTerm, baselineCounts, windowCounts, options);
}

const descriptor: MetricDescriptor = {
  id: 'g_test',
  version: 1,
  title: 'G statistic',
  family: 'drift',
  accepts: ['numeric', 'categorical', 'boolean'],
  parameters: { type: 'object', additionalProperties: false, properties: BIN_PARAMETERS },
  unit: 'none',
  range: [0, Number.POSITIVE_INFINITY],
  direction: 'higher_is_worse',
  minimumSample: 200,
};

export const gTestMetric: ColumnMetric = countMetric(
  descriptor,
  (baseline, window) => testStatistic(likelihoodTerm, baseline, window).statistic,
  // χ² by itself, without a factor that would hold for every number of rows.
  () => null,
);
