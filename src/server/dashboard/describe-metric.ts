import type { MetricDescriptor } from '../../metrics/metric.ts';
import { findMetric, METRICS } from '../../metrics/metrics.ts';

export function describeMetric(id: string): MetricDescriptor | undefined {
  return findMetric(id)?.descriptor;
}

export function metricsOf(families: readonly MetricDescriptor['family'][]): readonly string[] {
  return METRICS.map((metric) => metric.descriptor)
    .filter((descriptor) => families.includes(descriptor.family))
    .map((descriptor) => descriptor.id);
}

export const LOWER_IS_WORSE: readonly string[] = METRICS.map((metric) => metric.descriptor)
  .filter((descriptor: MetricDescriptor) => descriptor.direction === 'lower_is_worse')
  .map((descriptor) => descriptor.id);
