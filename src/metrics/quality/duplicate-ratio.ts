import { judgeSample } from '../judge-sample.ts';
import type { MetricDescriptor, WindowMetric } from '../metric.ts';
import { shareOf } from '../share-of.ts';

/** Share of rows whose features, all of them, are those of an earlier row.
 *  Formula     (rows − different rows) / rows
 *  Inputs      rows beyond the first of their kind, and all rows
 *  Returns     a ratio, [0, 1), higher is worse
 *  Convention  registered features are compared, with the reason where one has no value; outputs,
 *              times, ids and weights are not, nor the order in which features were sent. The first of
 *              equal rows is no duplicate. Rows without any feature are no duplicates of each other.
 *              Cells are counted apart, and versions within them: equal rows in two cells (an hour, or
 *              five minutes) are not found. A prediction that is sent twice under one id is stored once and no duplicate
 *  Sampling    30 rows; law none: how often rows repeat grows with how many there are, so a window is
 *              held against others of its length, or a constant
 *  Throws      negative or non-finite counts, more duplicates than rows, no rows
 *  Cost        O(1); one hash of a row's features where it is counted
 *  Prefer      volume, where the same request comes again under a new id and is paid for
 *  Source      definition; the first of its kind left out as in pandas duplicated(keep='first')
 *  @example    duplicateRatio(3, 60) // 0.05 */
export function duplicateRatio(duplicateRows: number, rows: number): number {
  return shareOf(duplicateRows, rows, 'duplicate');
}

const descriptor: MetricDescriptor = {
  id: 'duplicate_ratio',
  version: 1,
  title: 'Duplicate rows',
  family: 'quality',
  accepts: [],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'ratio',
  range: [0, 1],
  direction: 'higher_is_worse',
  minimumSample: 30,
};

export const duplicateRatioMetric: WindowMetric = {
  subject: 'window',
  descriptor,
  measure({ rows, duplicateRows }) {
    const shortfall = judgeSample(descriptor, rows);
    if (shortfall !== undefined) return shortfall;
    if (duplicateRows === undefined) {
      return { kind: 'no_data', reason: 'not_counted', n: rows, m: 0 };
    }
    return { kind: 'value', value: duplicateRatio(duplicateRows, rows), n: rows, m: 0 };
  },
};
