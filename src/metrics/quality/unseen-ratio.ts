import { rowsWithValue } from '../compare-distributions.ts';
import { countMissing } from '../count-missing.ts';
import { countSingletons } from '../count-singletons.ts';
import { countUnseen } from '../counts-in-test-bins.ts';
import { effectiveRows } from '../effective-rows.ts';
import { judgeSample } from '../judge-sample.ts';
import type { ColumnMetric, MetricDescriptor } from '../metric.ts';
import { shareOf } from '../share-of.ts';
import { shareSampling } from '../share-sampling.ts';

/** Share of values that the baseline has never seen.
 *  Formula     Σw of values outside the grid's categories / Σw of rows with a value
 *  Inputs      the unseen weight, and the weight of rows that have a usable value
 *  Returns     a ratio, [0, 1], higher is worse
 *  Convention  missing and mismatched rows are not in the denominator; categories are compared as
 *              they were sent, upper and lower case apart
 *  Sampling    30 rows; even without drift a baseline of m rows expects about f₁/m unseen, f₁ its
 *              categories seen once (Good–Turing), so 0 is not the normal value of a wide column
 *  Throws      negative or non-finite weights, more unseen than values
 *  Cost        O(unseen values kept)
 *  Prefer      the population stability index, in which unseen is a bin, to see any change
 *  Source      Good 1953, Biometrika 40, for the expectation; otherwise definition
 *  @example    unseenRatio(3, 12) // 0.25 */
export function unseenRatio(unseenWeight: number, valueWeight: number): number {
  return shareOf(unseenWeight, valueWeight, 'unseen');
}

const descriptor: MetricDescriptor = {
  id: 'unseen_ratio',
  version: 1,
  title: 'Unseen categories',
  family: 'quality',
  accepts: ['categorical', 'boolean'],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'ratio',
  range: [0, 1],
  direction: 'higher_is_worse',
  minimumSample: 30,
};

export const unseenRatioMetric: ColumnMetric = {
  subject: 'column',
  needsBaseline: false,
  descriptor,
  measure(window) {
    if (window.grid.kind !== 'categorical') {
      throw new Error(
        `"${window.column}" has no categories: unseen values are not defined for it.`,
      );
    }
    const rows = effectiveRows(window.weight, window.weightSquares);
    if (rows === 0) return { kind: 'no_data', reason: 'no_rows', n: 0, m: 0 };
    const missing = countMissing(window.missing);
    const n = rows * (1 - shareOf(missing, window.weight, 'missing'));
    if (n === 0) return { kind: 'no_data', reason: 'no_values', n: 0, m: 0 };
    const shortfall = judgeSample(descriptor, n);
    if (shortfall !== undefined) return shortfall;
    const value = unseenRatio(countUnseen(window), window.weight - missing);
    return { kind: 'value', value, n, m: 0 };
  },
  sampling(baseline) {
    const rows = rowsWithValue(baseline);
    const weight = baseline.weight - countMissing(baseline.missing);
    const share = shareSampling(countUnseen(baseline), weight, rows);
    return share === null ? null : { ...share, singletons: countSingletons(baseline) };
  },
  count: (profile) => ({
    part: countUnseen(profile),
    whole: profile.weight - countMissing(profile.missing),
  }),
};
