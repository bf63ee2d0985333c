import type { MetricDescriptor, WindowMetric } from '../metric.ts';

/** Predictions in a window.
 *  Formula     number of rows
 *  Inputs      rows of the window
 *  Returns     rows, [0, ∞), both directions matter
 *  Convention  rows count once each, whatever their weight, erroneous ones included
 *  Sampling    none needed: no rows is the value 0, not missing data; Poisson only as a first guess,
 *              real traffic varies more
 *  Throws      a negative or fractional row count
 *  Cost        O(1)
 *  Prefer      volume, which is a rate: the days on which clocks change are an hour shorter or longer
 *  Source      definition
 *  @example    rowCount(600) // 600 */
export function rowCount(rows: number): number {
  if (!(Number.isInteger(rows) && rows >= 0)) {
    throw new RangeError(`Rows must be a whole number from 0 on, not ${rows}.`);
  }
  return rows;
}

const descriptor: MetricDescriptor = {
  id: 'row_count',
  version: 1,
  title: 'Rows',
  family: 'service',
  accepts: [],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'none',
  range: [0, Number.POSITIVE_INFINITY],
  direction: 'both',
  minimumSample: 0,
};

export const rowCountMetric: WindowMetric = {
  subject: 'window',
  descriptor,
  measure(window) {
    return { kind: 'value', value: rowCount(window.rows), n: window.rows, m: 0 };
  },
  sampling: () => ({ kind: 'traffic' }),
};
