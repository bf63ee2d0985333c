import { effectiveRows } from '../effective-rows.ts';
import { judgeSample } from '../judge-sample.ts';
import type { ColumnMetric, MetricDescriptor } from '../metric.ts';
import { shareOf } from '../share-of.ts';

/** Share of rows without a value in a column.
 *  Formula     Σw of rows that are absent, null, NaN or infinite / Σw of all rows
 *  Inputs      the weight without a value, and the weight of all rows
 *  Returns     a ratio, [0, 1], higher is worse
 *  Convention  a value of the wrong kind is not missing: it was sent, and the type mismatch ratio
 *              counts it; so one fault raises one number
 *  Sampling    30 rows; Bernoulli of effective rows
 *  Throws      negative or non-finite weights, more missing than rows
 *  Cost        O(1)
 *  Prefer      the population stability index, in which missing is a bin, to see any change
 *  Source      definition
 *  @example    missingRatio(5, 20) // 0.25 */
export function missingRatio(missingWeight: number, weight: number): number {
  return shareOf(missingWeight, weight, 'missing');
}

const descriptor: MetricDescriptor = {
  id: 'missing_ratio',
  version: 1,
  title: 'Missing values',
  family: 'quality',
  accepts: ['numeric', 'categorical', 'boolean', 'text', 'embedding'],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'ratio',
  range: [0, 1],
  direction: 'higher_is_worse',
  minimumSample: 30,
};

export const missingRatioMetric: ColumnMetric = {
  subject: 'column',
  needsBaseline: false,
  descriptor,
  measure(window) {
    const n = effectiveRows(window.weight, window.weightSquares);
    const shortfall = judgeSample(descriptor, n);
    if (shortfall !== undefined) return shortfall;
    const { absent, null: nulls, nan, infinite } = window.missing;
    const value = missingRatio(absent + nulls + nan + infinite, window.weight);
    return { kind: 'value', value, n, m: 0 };
  },
};
