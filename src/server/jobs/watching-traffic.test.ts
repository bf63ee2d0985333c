import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BaselineRow } from '../../monitoring/baseline/baseline-row-store.ts';
import { freshClickHouse, freshPostgres } from '../../testing/engines.ts';
import { PATIENCE_MS, startWatchRig, type WatchRig } from '../../testing/watch-rig.ts';

const DAY_MS = 86_400_000;
const T0 = Date.parse('2024-01-01T00:00Z');
const USUAL = 200;
const LOST_FROM = 24;
const DAYS = 50;

describe('traffic', { timeout: 2 * PATIENCE_MS }, () => {
  let postgres: Awaited<ReturnType<typeof freshPostgres>>;
  let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
  let rig: WatchRig;

  beforeAll(async () => {
    [postgres, clickhouse] = await Promise.all([
      freshPostgres({ migrated: true }),
      freshClickHouse({ migrated: true }),
    ]);
    rig = await startWatchRig({ postgres: postgres.pool, clickhouse: clickhouse.client });
  });
  afterAll(async () => {
    await rig.stop();
    await Promise.all([postgres.drop(), clickhouse.drop()]);
  });

  const features = { amount: 1, age: 40, country: 'DE', member: true };
  const outputs = [{ name: 'default', score: 0.9, decision: 'yes', value: null }];
  const baselineRows = Array.from(
    { length: 100 },
    (): BaselineRow => ({
      eventTimeMs: T0 - DAY_MS,
      version: '',
      features,
      outputs,
      labels: [],
      latencyMs: null,
      weight: 1,
    }),
  );
  const rowsOf = (day: number) =>
    day >= LOST_FROM ? 0.3 * USUAL : USUAL + (day % 2 === 0 ? 10 : -10);
  const rowsOfDay = (day: number) =>
    Array.from({ length: rowsOf(day) }, (_, row) => ({
      predictionId: `p${day}-${row}`,
      time: T0 + day * DAY_MS + row * 1_000,
      features,
      score: 0.9,
      decision: 'yes',
    }));

  it('that is lost for good stays an alert, whatever baselines were made meanwhile', async () => {
    const model = await rig.newModel({ name: 'traffic', clock: 'replay' });
    await rig.newBaseline(model, baselineRows);
    await rig.models.advanceWatermark(model.modelId, T0);
    const volume = {
      checkId: 'volume',
      metric: 'volume',
      column: null,
      parameters: {},
      threshold: {
        strategy: 'calibrated' as const,
        warningEffect: 0.1,
        criticalEffect: 0.5,
        side: 'below' as const,
      },
      weight: 1,
    };
    const monitor = await rig.newMonitor(model, { cadence: '1d', checks: [volume] }, T0);
    const days = Array.from({ length: DAYS }, (_, day) => day);
    await rig.post(model, 'predictions', days.flatMap(rowsOfDay));
    const loop = rig.newLoop();
    loop.start();
    // Each makes a new start of what is learnt from baselines.
    for (const untilDay of [10, 22, 30, DAYS]) {
      await rig.models.advanceWatermark(model.modelId, T0 + untilDay * DAY_MS);
      await rig.evaluated(monitor, T0 + untilDay * DAY_MS);
      await rig.newBaseline(model, baselineRows);
    }
    await loop.stop();

    const { projectId, modelId } = model;
    const alerts = await rig.alerts.list(projectId, { modelId, open: true, limit: 9 });
    expect(
      alerts.map(({ checkId, severity, openedWindowMs, lastWindowMs }) => ({
        checkId,
        severity,
        opened: (openedWindowMs - T0) / DAY_MS,
        last: (lastWindowMs - T0) / DAY_MS,
      })),
    ).toEqual([{ checkId: 'volume', severity: 'critical', opened: LOST_FROM, last: DAYS - 1 }]);
  });
});
