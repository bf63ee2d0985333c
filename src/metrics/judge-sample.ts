import type { Measured, MetricDescriptor } from './metric.ts';

/** The answer where there are too few rows to measure, or nothing where there are enough.
 *  `m` is left out by metrics that need no baseline. */
export function judgeSample(
  descriptor: MetricDescriptor,
  n: number,
  m?: number,
): Measured | undefined {
  const sizes = { n, m: m ?? 0 };
  if (n === 0) return { kind: 'no_data', reason: 'no_rows', ...sizes };
  if (m === 0) return { kind: 'no_data', reason: 'no_baseline_rows', ...sizes };
  // Thirty rows of weight 0.1 are 29.999… effective ones.
  const minimum = descriptor.minimumSample * (1 - 1e-9);
  if (n < minimum) {
    return { kind: 'insufficient_data', reason: 'too_few_rows', ...sizes };
  }
  if (m !== undefined && m < minimum) {
    return { kind: 'insufficient_data', reason: 'too_few_baseline_rows', ...sizes };
  }
  return undefined;
}
