import { Gauge, type Registry } from 'prom-client';
import type { LatestResult } from '../../monitoring/watch/self-watch.ts';
import { metricsOf } from '../dashboard/describe-metric.ts';
import { MOST_MODELS } from './state-gauges.ts';

const DRIFT = new Set(metricsOf(['drift']));
const PERFORMANCE = new Set(metricsOf(['performance']));

/** Two thousand checks: what a Prometheus takes from one target without a thought. */
export const MOST_RESULTS = {
  models: MOST_MODELS,
  perModel: 20,
  metrics: [...DRIFT, ...PERFORMANCE],
};

/** The last values of drift and performance, for dashboards that people have already. Everything is
 *  in the read API. */
export function createResultGauges(registry: Registry) {
  const registers = [registry];
  const drift = new Gauge({
    name: 'leeway_feature_drift_score',
    help: 'Last value of a drift check over a whole model, in the unit of its metric.',
    labelNames: ['model', 'monitor', 'feature', 'metric'],
    registers,
  });
  const threshold = new Gauge({
    name: 'leeway_feature_drift_threshold',
    help: 'The critical bound that it was held against.',
    labelNames: ['model', 'monitor', 'feature', 'metric'],
    registers,
  });
  const performance = new Gauge({
    name: 'leeway_model_performance',
    help: 'Last value of a performance check over a whole model, in the unit of its metric.',
    labelNames: ['model', 'monitor', 'metric'],
    registers,
  });
  return {
    set(results: readonly LatestResult[]): void {
      for (const one of [drift, threshold, performance]) one.reset();
      for (const { modelName, monitorName, metric, column, value, critical } of results) {
        const of = { model: modelName, monitor: monitorName };
        if (PERFORMANCE.has(metric)) performance.set({ ...of, metric }, value);
        if (!DRIFT.has(metric)) continue;
        const labels = { ...of, feature: column ?? '', metric };
        drift.set(labels, value);
        if (critical !== null) threshold.set(labels, critical);
      }
    },
  };
}
