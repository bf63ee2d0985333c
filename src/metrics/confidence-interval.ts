import { normalQuantile } from '../stats/distribution/normal.ts';
import type { Measured, MetricDescriptor } from './metric.ts';
import { wilsonInterval } from './wilson-interval.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Where the number of many more rows of the same kind would lie, or null where a metric does not
 *  say how sure its number is. Of a metric between 0 and 1 it is Wilson's interval of a share of as
 *  many rows as would have the same standard error, so that it has width at both ends and stays
 *  inside; of any other the value ± a multiple of its standard error, cut at the metric's range. */
export function confidenceInterval(
  { range }: Pick<MetricDescriptor, 'range'>,
  measured: Measured,
  confidence = 0.95,
): Interval | null {
  if (measured.kind !== 'value' || measured.standardError === undefined) return null;
  const { value, standardError, n } = measured;
  if (range[0] === 0 && range[1] === 1) {
    const spread = value * (1 - value);
    const rows = spread > 0 && standardError > 0 ? spread / standardError ** 2 : n;
    return wilsonInterval(value, rows, confidence);
  }
  const half = normalQuantile((1 + confidence) / 2) * standardError;
  return { low: Math.max(range[0], value - half), high: Math.min(range[1], value + half) };
}
