import type { MetricDescriptor, WindowMetric } from '../metric.ts';

const MS_PER_HOUR = 3_600_000;

/** Predictions per hour.
 *  Formula     rows · 3,600,000 / duration in ms
 *  Inputs      rows of the window, and its length, which a change to summer time makes 23 or 25 hours
 *  Returns     rows per hour, [0, ∞), both directions matter
 *  Convention  a rate, so that days and windows of other length compare; rows count once each,
 *              whatever their weight, erroneous ones included
 *  Sampling    no minimum: no rows is the value 0, not missing data. Real traffic varies more than
 *              Poisson's law says, so it is held against windows before it
 *  Throws      a negative or fractional row count, a duration that is not above 0
 *  Cost        O(1)
 *  Prefer      nothing else counts rows
 *  Source      definition
 *  @example    volume(600, 300_000) // 7200 */
export function volume(rows: number, durationMs: number): number {
  if (!(Number.isInteger(rows) && rows >= 0)) {
    throw new RangeError(`Rows must be a whole number from 0 on, not ${rows}.`);
  }
  if (!(durationMs > 0 && Number.isFinite(durationMs))) {
    throw new RangeError(`A window must last longer than 0 ms, not ${durationMs} ms.`);
  }
  return (rows * MS_PER_HOUR) / durationMs;
}

const descriptor: MetricDescriptor = {
  id: 'volume',
  version: 1,
  title: 'Volume',
  family: 'service',
  accepts: [],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'rows_per_hour',
  range: [0, Number.POSITIVE_INFINITY],
  direction: 'both',
  minimumSample: 0,
};

export const volumeMetric: WindowMetric = {
  subject: 'window',
  descriptor,
  measure(window) {
    // A baseline has rows, but no time that they were spread over.
    if (window.durationMs === 0) {
      return { kind: 'no_data', reason: 'not_counted', n: window.rows, m: 0 };
    }
    return { kind: 'value', value: volume(window.rows, window.durationMs), n: window.rows, m: 0 };
  },
  sampling: () => ({ kind: 'traffic' }),
};
