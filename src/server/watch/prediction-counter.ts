import { Counter } from 'prom-client';
import type { Instruments } from './instruments.ts';

/** Predictions accepted since the start, by model. Those beyond the models that have a name here,
 *  or of another project, are summed up under none, so that the sum over all is right. */
export function createPredictionCounter({ registry, predictions }: Instruments) {
  const counter = new Counter({
    name: 'leeway_inference_events_total',
    help: 'Predictions accepted; models beyond the first hundred are summed under an empty name.',
    labelNames: ['model'],
    registers: [registry],
  });
  return {
    set(models: ReadonlyMap<string, string>): void {
      counter.reset();
      for (const [modelId, rows] of predictions) {
        counter.inc({ model: models.get(modelId) ?? '' }, rows);
      }
    },
  };
}
