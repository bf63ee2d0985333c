import type { MetricDescriptor, WindowMetric } from '../metric.ts';

const MS_PER_MINUTE = 60_000;

/** Minutes between a window's last event and its end.
 *  Formula     (end of the window − largest event time) / 60,000 ms
 *  Inputs      that span in ms
 *  Returns     minutes, [0, ∞), up to the length of the window, higher is worse
 *  Convention  event time, not arrival: rows that come late make a window fresh once they came. A
 *              window without rows has no number; its volume is 0
 *  Sampling    1 row; law none: with a steady rate λ the gap is about exponential with mean 1/λ, and
 *              real traffic has nights, so a window is held against others of its kind
 *  Throws      a span that is negative or not finite
 *  Cost        O(1)
 *  Prefer      volume, which sees rows that went missing anywhere in the window
 *  Source      definition
 *  @example    freshness(90_000) // 1.5 */
export function freshness(silenceMs: number): number {
  if (!(silenceMs >= 0 && Number.isFinite(silenceMs))) {
    throw new RangeError(`The last event lies from 0 ms on before the end, not ${silenceMs} ms.`);
  }
  return silenceMs / MS_PER_MINUTE;
}

const descriptor: MetricDescriptor = {
  id: 'freshness',
  version: 1,
  title: 'Time since the last event',
  family: 'service',
  accepts: [],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'minutes',
  range: [0, Number.POSITIVE_INFINITY],
  direction: 'higher_is_worse',
  minimumSample: 1,
};

export const freshnessMetric: WindowMetric = {
  subject: 'window',
  descriptor,
  measure({ rows, silenceMs }) {
    if (rows === 0) return { kind: 'no_data', reason: 'no_rows', n: 0, m: 0 };
    if (silenceMs === undefined) {
      return { kind: 'no_data', reason: 'not_counted', n: rows, m: 0 };
    }
    return { kind: 'value', value: freshness(silenceMs), n: rows, m: 0 };
  },
};
