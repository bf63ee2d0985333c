import { effectiveRows } from '../effective-rows.ts';
import { judgeSample } from '../judge-sample.ts';
import type { ColumnMetric, MetricDescriptor } from '../metric.ts';
import { shareOf } from '../share-of.ts';
import { shareSampling } from '../share-sampling.ts';

/** Share of rows whose value is of another kind than the column's.
 *  Formula     Σw of mismatched rows / Σw of rows that sent a value
 *  Inputs      the mismatched weight, and the weight of rows that are not absent and not null
 *  Returns     a ratio, [0, 1], higher is worse
 *  Convention  NaN and infinite are numbers: they count as sent and as no mismatch
 *  Sampling    30 rows; Bernoulli of effective rows
 *  Throws      negative or non-finite weights, more mismatched than sent
 *  Cost        O(1)
 *  Prefer      missing ratio for values that were not sent at all
 *  Source      definition
 *  @example    typeMismatchRatio(2, 8) // 0.25 */
export function typeMismatchRatio(mismatchedWeight: number, sentWeight: number): number {
  return shareOf(mismatchedWeight, sentWeight, 'mismatched');
}

const descriptor: MetricDescriptor = {
  id: 'type_mismatch_ratio',
  version: 1,
  title: 'Values of the wrong type',
  family: 'quality',
  accepts: ['numeric', 'categorical', 'boolean', 'text', 'embedding'],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'ratio',
  range: [0, 1],
  direction: 'higher_is_worse',
  minimumSample: 30,
};

export const typeMismatchRatioMetric: ColumnMetric = {
  subject: 'column',
  needsBaseline: false,
  descriptor,
  measure(window) {
    const rows = effectiveRows(window.weight, window.weightSquares);
    if (rows === 0) return { kind: 'no_data', reason: 'no_rows', n: 0, m: 0 };
    const notSent = window.missing.absent + window.missing.null;
    const n = rows * (1 - shareOf(notSent, window.weight, 'absent and null'));
    if (n === 0) return { kind: 'no_data', reason: 'no_values', n: 0, m: 0 };
    const shortfall = judgeSample(descriptor, n);
    if (shortfall !== undefined) return shortfall;
    const value = typeMismatchRatio(window.missing.mismatched, window.weight - notSent);
    return { kind: 'value', value, n, m: 0 };
  },
  sampling({ missing, weight, weightSquares }) {
    const rows = effectiveRows(weight, weightSquares);
    if (rows === 0) return null;
    const sent = Math.max(0, weight - missing.absent - missing.null);
    return shareSampling(missing.mismatched, sent, rows * shareOf(sent, weight, 'sent'));
  },
  count: ({ missing, weight }) => ({
    part: missing.mismatched,
    whole: Math.max(0, weight - missing.absent - missing.null),
  }),
};
