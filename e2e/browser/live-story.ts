import type { BaselineRow } from '../../src/monitoring/baseline/baseline-row-store.ts';
import { featureColumn } from '../../src/monitoring/profile/column-key.ts';
import { createRandom } from '../../src/stats/random.ts';
import type { DashboardApp } from '../../src/testing/dashboard-app.ts';
import { startWatchRig } from '../../src/testing/watch-rig.ts';

const HOUR_MS = 3_600_000;
export const LIVE_MS = Date.parse('2026-05-04T00:00Z');
const COUNTRIES = ['DE', 'FR', 'IT', 'ES'];
const HOURS = 12;
const ROWS_AN_HOUR = 400;
/** From then on French amounts come in feet instead of metres. */
const FAULT_HOUR = 9;

/** A model that was really evaluated: its alerts are explained from its own rows. */
export async function liveThrough({ engines }: DashboardApp): Promise<void> {
  const rig = await startWatchRig(engines);
  const random = createRandom(11);
  const features = (i: number, factor = 1) => ({
    amount: (50 + 400 * random.uniform() ** 2) * factor,
    age: 20 + Math.floor(60 * random.uniform()),
    country: COUNTRIES[i % COUNTRIES.length] ?? 'DE',
  });
  const model = await rig.newModel({ name: 'loans', clock: 'replay', segmentBy: ['country'] });
  await rig.newBaseline(
    model,
    Array.from(
      { length: 6_000 },
      (_, i): BaselineRow => ({
        eventTimeMs: LIVE_MS - (1 + (i % 48)) * HOUR_MS,
        version: '',
        features: features(i),
        outputs: [{ name: 'default', score: 0.9, decision: 'yes', value: null }],
        labels: [],
        latencyMs: null,
        weight: 1,
      }),
    ),
  );
  await rig.models.advanceWatermark(model.modelId, LIVE_MS);
  const amount = model.features.find((one) => one.name === 'amount')?.featureId ?? 0;
  const monitor = await rig.newMonitor(
    model,
    {
      name: 'amounts, hourly',
      segmentsOf: 'country',
      checks: [
        {
          checkId: 'amount',
          metric: 'population_stability_index',
          column: featureColumn(amount),
          parameters: {},
          threshold: {
            strategy: 'calibrated',
            warningEffect: 0.1,
            criticalEffect: 0.3,
            side: 'above',
          },
          weight: 1,
        },
      ],
    },
    LIVE_MS,
  );
  for (let hour = 0; hour < HOURS; hour++) {
    await rig.post(
      model,
      'predictions',
      Array.from({ length: ROWS_AN_HOUR }, (_, i) => {
        const isFeet = hour >= FAULT_HOUR && COUNTRIES[i % COUNTRIES.length] === 'FR';
        return {
          predictionId: `p${hour}-${i}`,
          time: LIVE_MS + hour * HOUR_MS + i * 9_000,
          features: features(i, isFeet ? 3.28084 : 1),
          score: 0.9,
          decision: 'yes',
        };
      }),
    );
  }
  await rig.models.advanceWatermark(model.modelId, LIVE_MS + HOURS * HOUR_MS);
  const loop = rig.newLoop();
  loop.start();
  await rig.evaluated(monitor, LIVE_MS + HOURS * HOUR_MS);
  await loop.stop();
  await rig.stop();
}
