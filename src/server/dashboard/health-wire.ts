import type { HealthWire } from '../../contract/health.ts';
import { describeHealth } from '../../monitoring/health/describe-health.ts';
import type { ModelHealth } from '../../monitoring/health/judge-health.ts';
import type { WatchedModel } from '../../monitoring/health/watched-model.ts';
import { describeMetric } from './describe-metric.ts';

export const isoOf = (ms: number): string => new Date(ms).toISOString();

export function healthWire(model: WatchedModel, health: ModelHealth, nowMs: number): HealthWire {
  return {
    worst: health.worst,
    stale: health.stale,
    headline: describeHealth(model, health, describeMetric, nowMs),
    labelCoverage: health.labelCoverage,
    dimensions: health.dimensions,
  };
}
