import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BaselineRow } from '../../monitoring/baseline/baseline-row-store.ts';
import { featureColumn } from '../../monitoring/profile/column-key.ts';
import { createRandom } from '../../stats/random.ts';
import { freshClickHouse, freshPostgres } from '../../testing/engines.ts';
import { PATIENCE_MS, startWatchRig, type WatchRig } from '../../testing/watch-rig.ts';

const HOUR_MS = 3_600_000;
const T0 = Date.parse('2024-03-10T00:00Z');
const COUNTRIES = ['DE', 'FR', 'IT', 'ES'];

describe('an alert', { timeout: 2 * PATIENCE_MS }, () => {
  let postgres: Awaited<ReturnType<typeof freshPostgres>>;
  let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
  let rig: WatchRig;

  beforeAll(async () => {
    [postgres, clickhouse] = await Promise.all([
      freshPostgres({ migrated: true }),
      freshClickHouse({ migrated: true }),
    ]);
    rig = await startWatchRig({ postgres: postgres.pool, clickhouse: clickhouse.client });
    await rig.channels.create('default', {
      name: 'hook',
      kind: 'webhook',
      config: { url: 'http://127.0.0.1:1/', secret: 'whsec_AAAA' },
      enabled: true,
    });
  });
  afterAll(async () => {
    await rig.stop();
    await Promise.all([postgres.drop(), clickhouse.drop()]);
  });

  const random = createRandom(11);
  const features = (i: number, factor = 1) => ({
    amount: (50 + 400 * random.uniform() ** 2) * factor,
    age: 40,
    country: COUNTRIES[i % COUNTRIES.length] ?? 'DE',
    member: true,
  });
  const outputs = [{ name: 'default', score: 0.9, decision: 'yes', value: null }];
  const baselineRows = (): BaselineRow[] =>
    Array.from({ length: 4000 }, (_, i) => ({
      eventTimeMs: T0 - 24 * HOUR_MS,
      version: '',
      features: features(i),
      outputs,
      labels: [],
      latencyMs: null,
      weight: 1,
    }));

  /** A model whose French amounts come in feet instead of metres, and what was alarmed by that. */
  async function alarm(name: string, segmentsOf: string | null) {
    const model = await rig.newModel({
      name,
      clock: 'replay',
      segmentBy: ['country'],
    });
    await rig.newBaseline(model, baselineRows());
    await rig.models.advanceWatermark(model.modelId, T0);
    const amount = model.features.find((one) => one.name === 'amount')?.featureId ?? 0;
    const monitor = await rig.newMonitor(
      model,
      {
        segmentsOf,
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
      T0,
    );
    await rig.post(
      model,
      'predictions',
      Array.from({ length: 1600 }, (_, i) => ({
        predictionId: `p${i}`,
        time: T0 + i * 1000,
        features: features(i, COUNTRIES[i % COUNTRIES.length] === 'FR' ? 3.28084 : 1),
        score: 0.9,
        decision: 'yes',
      })),
    );
    await rig.models.advanceWatermark(model.modelId, T0 + HOUR_MS);
    const loop = rig.newLoop();
    loop.start();
    await rig.evaluated(monitor, T0 + HOUR_MS);
    await loop.stop();

    const { projectId, modelId } = model;
    const alerts = await rig.alerts.list(projectId, { modelId, open: true, limit: 9 });
    return { modelId, alerts };
  }

  it('says which segment it comes from, what happened there, and how sure that is', async () => {
    const { modelId, alerts } = await alarm('explained', 'country');
    const shown = alerts.map((one) => `${one.checkId} in "${one.segment}"`).sort();
    expect(shown).toEqual(['amount in ""', 'amount@country=FR in "country=FR"']);

    const whole = alerts.find((one) => one.segment === '');
    expect(whole?.diagnosis).toMatchObject({
      cause: { kind: 'scale_change', segment: 'country=FR' },
      certainty: { n: 1600, m: 4000, binding: expect.any(String), learntFrom: 0 },
    });
    expect(whole?.diagnosis?.cause?.factor).toBeCloseTo(3.28084, 4);
    expect(whole?.diagnosis?.segments[0]?.segment).toBe('country=FR');
    expect(whole?.diagnosis?.segments[0]?.part).toBeGreaterThan(0.7);
    expect(whole?.diagnosis?.sentence).toMatch(/^Of amount, the mean went from \d+ to \d+/);

    const { rows } = await postgres.pool.query<{ data: { segment: string; diagnosis: object } }>(
      `SELECT body -> 'data' AS data FROM notifications n JOIN alerts a ON a.alert_id = n.dedup_key
       WHERE a.model_id = $1`,
      [modelId],
    );
    const message = rows.find(({ data }) => data.segment === 'country=FR');
    expect(message?.data.diagnosis).toMatchObject({
      cause: { kind: 'scale_change', segment: 'country=FR' },
      segments: [],
    });
  });

  it('says so of a dimension that its monitor does not watch', async () => {
    const { alerts } = await alarm('unwatched', null);
    expect(alerts.map((one) => one.checkId)).toEqual(['amount']);
    const [diagnosis] = alerts.map((one) => one.diagnosis);
    expect(diagnosis?.cause).toMatchObject({ kind: 'scale_change', segment: 'country=FR' });
    expect(diagnosis?.segments[0]?.segment).toBe('country=FR');
  });
});
