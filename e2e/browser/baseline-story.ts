import type { BaselineRow } from '../../src/monitoring/baseline/baseline-row-store.ts';
import { createRandom } from '../../src/stats/random.ts';
import type { DashboardApp } from '../../src/testing/dashboard-app.ts';
import { storePredictions } from '../../src/testing/telemetry-rows.ts';
import { startWatchRig } from '../../src/testing/watch-rig.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
export const PAST_END_MS = Date.parse('2026-06-01T00:00Z');
const DAYS = 35;
const ROWS_A_DAY = 240;
/** A week's end on which nearly nobody came. */
const QUIET_DAYS = [27, 28];
const SHOPS = ['Bern', 'Oslo', 'Rome'];

/** Five weeks of predictions that really lie in the store, after a baseline of another time. */
export async function livePast({ engines }: DashboardApp): Promise<void> {
  const rig = await startWatchRig(engines);
  try {
    const random = createRandom(23);
    const model = await rig.newModel({ name: 'returns', clock: 'replay', segmentBy: [] });
    await rig.newBaseline(
      model,
      Array.from(
        { length: 4_000 },
        (_, i): BaselineRow => ({
          eventTimeMs: PAST_END_MS - 120 * DAY_MS + (i % 720) * HOUR_MS,
          version: '',
          features: {
            amount: 50 + 400 * random.uniform() ** 2,
            age: 20 + Math.floor(60 * random.uniform()),
            country: SHOPS[random.integer(2)] ?? 'Bern',
          },
          outputs: [{ name: 'default', score: random.uniform(), decision: 'yes', value: null }],
          labels: [],
          latencyMs: null,
          weight: 1,
        }),
      ),
    );
    const idOf = (name: string) => model.features.find((one) => one.name === name)?.featureId ?? 0;
    const rowsOn = (day: number) => (QUIET_DAYS.includes(day) ? 20 : ROWS_A_DAY);
    const startMs = PAST_END_MS - DAYS * DAY_MS;
    const rows = Array.from({ length: DAYS }, (_, day) =>
      Array.from({ length: rowsOn(day) }, (_, i) => ({
        id: `p${day}-${i}`,
        timeMs: startMs + day * DAY_MS + Math.floor(random.uniform() * DAY_MS),
        arrival: day * ROWS_A_DAY + i,
        num: {
          [idOf('amount')]: 80 + 400 * random.uniform() ** 2,
          [idOf('age')]: 20 + Math.floor(60 * random.uniform()),
        },
        cat: { [idOf('country')]: SHOPS[random.integer(3)] ?? 'Bern' },
        outputs: [{ name: 'default', score: random.uniform(), decision: 'yes' }],
      })),
    ).flat();
    await storePredictions(engines.clickhouse, model, rows);
    await rig.models.advanceWatermark(model.modelId, PAST_END_MS);
    const baseline = await rig.baselines.activeFor(model.modelId, null);
    const cells = Array.from({ length: DAYS * 24 }, (_, hour) => startMs + hour * HOUR_MS);
    await rig.profiles.countCells(model, baseline, cells, { rows: true, labels: true });
  } finally {
    await rig.stop();
  }
}
