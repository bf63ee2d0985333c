import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BaselineRow } from '../../monitoring/baseline/baseline-row-store.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { Check } from '../../monitoring/monitor/monitor.ts';
import { featureColumn } from '../../monitoring/profile/column-key.ts';
import { createRandom } from '../../stats/random.ts';
import { freshClickHouse, freshPostgres } from '../../testing/engines.ts';
import { waitUntil } from '../../testing/ingest-rig.ts';
import { PATIENCE_MS, startWatchRig, type WatchRig } from '../../testing/watch-rig.ts';
import type { Loop } from './loop.ts';

const HOUR_MS = 3_600_000;
const T0 = Date.parse('2024-03-10T00:00Z');
const ROWS = 300;

describe('evaluation loop', { timeout: 2 * PATIENCE_MS }, () => {
  let postgres: Awaited<ReturnType<typeof freshPostgres>>;
  let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
  let rig: WatchRig;
  let loops: Loop[] = [];
  let models = 0;

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
  afterEach(async () => {
    await Promise.all(loops.map((loop) => loop.stop()));
    loops = [];
  });
  afterAll(async () => {
    await rig.stop();
    await Promise.all([postgres.drop(), clickhouse.drop()]);
  });

  function startLoop(change: Parameters<WatchRig['newLoop']>[0] = {}) {
    const loop = rig.newLoop(change);
    loops.push(loop);
    loop.start();
    return loop;
  }

  const baselineRows = (): BaselineRow[] => {
    const random = createRandom(7);
    return Array.from({ length: 2000 }, () => ({
      eventTimeMs: T0 - 24 * HOUR_MS,
      version: '',
      features: { amount: random.normal(), age: 40, country: 'DE', member: true },
      outputs: [{ name: 'default', score: random.uniform(), decision: 'yes', value: null }],
      labels: [],
      latencyMs: null,
      weight: 1,
    }));
  };

  async function newModel(change: { watermark?: number } = {}): Promise<Model> {
    const model = await rig.newModel({ name: `model ${++models}`, clock: 'replay' });
    await rig.newBaseline(model, baselineRows());
    if (change.watermark !== undefined) await advance(model, change.watermark);
    return model;
  }
  const advance = (model: Model, hour: number) =>
    rig.models.advanceWatermark(model.modelId, T0 + hour * HOUR_MS);

  /** An hour of predictions, `shift` standard deviations away from the baseline. */
  async function predict(model: Model, hour: number, shift: number, offset = 0, rows = ROWS) {
    const random = createRandom(hour * 1000 + offset);
    await rig.post(
      model,
      'predictions',
      Array.from({ length: rows }, (_, i) => ({
        predictionId: `${hour}-${offset + i}`,
        time: T0 + hour * HOUR_MS + i * 1000,
        features: { amount: random.normal() + shift, age: 40, country: 'DE', member: true },
        score: 0.9,
        decision: 'yes',
      })),
    );
  }
  const label = (model: Model, hour: number, answer: string, from: number, to: number) =>
    rig.post(
      model,
      'labels',
      Array.from({ length: to - from }, (_, i) => ({
        predictionId: `${hour}-${from + i}`,
        label: answer,
      })),
    );

  const psi = (model: Model): Check => ({
    checkId: 'amount psi',
    metric: 'population_stability_index',
    column: featureColumn(model.features.find((one) => one.name === 'amount')?.featureId ?? 0),
    parameters: {},
    threshold: { strategy: 'fixed', warning: 0.1, critical: 0.25, side: 'above' },
    weight: 1,
  });
  const accuracy: Check = {
    checkId: 'accuracy',
    metric: 'accuracy',
    column: 'default',
    parameters: {},
    threshold: { strategy: 'fixed', warning: null, critical: 0.8, side: 'below' },
    weight: 1,
  };
  const told = async (model: Model) => {
    const { rows } = await postgres.pool.query<{ body: { type: string; data: object } }>(
      `SELECT body FROM notifications n JOIN alerts a ON a.alert_id = n.dedup_key
       WHERE a.model_id = $1 ORDER BY sequence`,
      [model.modelId],
    );
    return rows.map((row) => row.body);
  };

  it('counts, measures, opens an alert and tells of it, then of its end', async () => {
    const model = await newModel({ watermark: 0 });
    const monitor = await rig.newMonitor(model, { checks: [psi(model)] }, T0);
    startLoop();
    for (const [hour, shift] of [0, 3, 3, 0].entries()) {
      await predict(model, hour, shift);
      await advance(model, hour + 1);
      await rig.evaluated(monitor, T0 + (hour + 1) * HOUR_MS);
    }
    expect(await rig.evaluationsOf(monitor, T0)).toEqual([
      '0 1 scheduled ok',
      '1 1 scheduled critical',
      '2 1 scheduled critical',
      '3 1 scheduled ok',
    ]);
    const messages = await told(model);
    expect(messages).toMatchObject([
      {
        type: 'alert.opened',
        data: { model: model.name, column: 'amount', bound: 0.25, n: ROWS, m: 2000 },
      },
      { type: 'alert.resolved', data: { column: 'amount', since: '2024-03-10T01:00:00.000Z' } },
    ]);
    expect(messages[0]?.data).toMatchObject({
      sentence: expect.stringContaining('above the critical bound of 0.25'),
      window: { start: '2024-03-10T01:00:00.000Z', end: '2024-03-10T02:00:00.000Z' },
    });
    const series = await clickhouse.client.query({
      query: `SELECT verdict, n, m, monitor_version, grid_id != '' AS has_grid FROM measurements
              WHERE model_id = {model:String} ORDER BY window_start`,
      query_params: { model: model.modelId },
      format: 'JSONEachRow',
    });
    const rows = await series.json<{ verdict: string }>();
    expect(rows.map((row) => row.verdict)).toEqual(['ok', 'critical', 'critical', 'ok']);
    expect(rows[0]).toMatchObject({ n: ROWS, m: 2000, monitor_version: 1, has_grid: 1 });
  });

  it('waits for rows that were acknowledged before the watermark was moved', async () => {
    const model = await newModel({ watermark: 0 });
    const monitor = await rig.newMonitor(model, { checks: [psi(model)] }, T0);
    startLoop();
    await rig.evaluated(monitor, T0);
    for (let hour = 0; hour < 6; hour++) {
      await predict(model, hour, 0);
      await advance(model, hour + 1);
    }
    await rig.evaluated(monitor, T0 + 6 * HOUR_MS);
    const evaluations = await rig.evaluationsOf(monitor, T0);
    expect(evaluations).toEqual([0, 1, 2, 3, 4, 5].map((hour) => `${hour} 1 scheduled ok`));
  });

  it('late rows revise a window, and page while it is fresh', async () => {
    const model = await newModel({ watermark: 0 });
    const monitor = await rig.newMonitor(model, { checks: [psi(model)] }, T0);
    startLoop();
    await predict(model, 0, 0);
    await advance(model, 1);
    await rig.evaluated(monitor, T0 + HOUR_MS);
    await predict(model, 0, 5, 1000, 3 * ROWS);
    await waitUntil(async () => (await told(model)).length > 0, PATIENCE_MS);
    expect(await rig.evaluationsOf(monitor, T0)).toEqual([
      '0 1 scheduled ok',
      '0 2 late_rows critical',
    ]);
    expect(await told(model)).toMatchObject([{ type: 'alert.opened' }]);
  });

  it('on the wall clock a window is evaluated once it is over', async () => {
    const model = await rig.newModel({ name: `model ${++models}`, clock: 'wall' });
    await rig.newBaseline(model, baselineRows());
    const endMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
    const random = createRandom(1);
    const rowsAt = (startMs: number, shift: number) =>
      Array.from({ length: ROWS }, (_, i) => ({
        predictionId: `${startMs} ${i}`,
        time: startMs + i,
        features: { amount: random.normal() + shift },
      }));
    await rig.post(model, 'predictions', rowsAt(endMs - HOUR_MS, 3));
    await rig.post(model, 'predictions', rowsAt(endMs, 3));
    // They come after the window has closed, so nothing would wait for them.
    await waitUntil(async () => (await rig.schedule.unstored(model.modelId)).length === 0);
    const monitor = await rig.newMonitor(model, { checks: [psi(model)] }, endMs - HOUR_MS);
    startLoop({ now: () => endMs + 60_000 });
    await rig.evaluated(monitor, endMs);
    expect(await rig.evaluationsOf(monitor, endMs)).toEqual(['-1 1 scheduled critical']);
    expect(await told(model)).toMatchObject([{ type: 'alert.opened' }]);
  });

  it('a new monitor looks back in silence, and not over the time before the first rows', async () => {
    const model = await newModel();
    for (let hour = 0; hour < 4; hour++) await predict(model, hour, 4);
    await advance(model, 4);
    const monitor = await rig.newMonitor(model, { checks: [psi(model)] }, T0 + 4 * HOUR_MS);
    startLoop();
    await rig.evaluated(monitor, T0 + 4 * HOUR_MS);
    expect(await rig.evaluationsOf(monitor, T0)).toEqual(
      [0, 1, 2, 3].map((hour) => `${hour} 1 backfill historical critical`),
    );
    expect(await told(model)).toEqual([]);
    const alerts = await rig.alerts.list('default', { modelId: model.modelId, limit: 9 });
    expect(alerts).toMatchObject([{ historical: true, state: 'firing' }]);
    await predict(model, 4, 4);
    await advance(model, 5);
    await rig.evaluated(monitor, T0 + 5 * HOUR_MS);
    expect(await told(model)).toMatchObject([
      { type: 'alert.opened', data: { reason: 'still_above_critical' } },
    ]);
  });

  it('labels are waited for, settle in time, and revise without a page', async () => {
    const model = await newModel({ watermark: 0 });
    const checks = [psi(model), accuracy];
    const monitor = await rig.newMonitor(model, { checks }, T0);
    startLoop();
    await predict(model, 0, 0);
    await advance(model, 1);
    await rig.evaluated(monitor, T0 + HOUR_MS);
    expect(await rig.evaluationsOf(monitor, T0)).toEqual([
      '0 1 scheduled no_data(labels_pending) ok',
    ]);
    // A tenth of the labels is more than a point of coverage: it settles at once.
    await label(model, 0, 'yes', 0, 60);
    await waitUntil(async () => (await rig.evaluationsOf(monitor, T0)).length === 2, PATIENCE_MS);
    // Two more are not: they wait for the settling point.
    await label(model, 0, 'no', 60, 62);
    await predict(model, 1, 0);
    await advance(model, 2);
    await rig.evaluated(monitor, T0 + 2 * HOUR_MS);
    await waitUntil(async () => (await rig.evaluationsOf(monitor, T0)).length === 4, PATIENCE_MS);
    expect((await rig.evaluationsOf(monitor, T0)).filter((one) => one.startsWith('0'))).toEqual([
      '0 1 scheduled no_data(labels_pending) ok',
      '0 2 late_labels ok ok',
      '0 3 late_labels ok ok',
    ]);
    await label(model, 0, 'no', 62, 300);
    await waitUntil(
      async () => (await rig.evaluationsOf(monitor, T0)).includes('0 4 late_labels critical ok'),
      PATIENCE_MS,
    );
    expect(await told(model)).toEqual([]);
    expect(await rig.alerts.list('default', { modelId: model.modelId, limit: 9 })).toMatchObject([
      { checkId: 'accuracy', state: 'firing', historical: true },
    ]);
  });

  it('silence raises one alert where the monitor minds it', async () => {
    const model = await newModel({ watermark: 0 });
    const draft = { checks: [psi(model), accuracy], noData: 'alert' as const };
    const monitor = await rig.newMonitor(model, draft, T0);
    startLoop();
    await predict(model, 0, 0);
    for (const hour of [1, 2]) {
      await advance(model, hour);
      await rig.evaluated(monitor, T0 + hour * HOUR_MS);
    }
    expect(await told(model)).toMatchObject([
      { type: 'alert.opened', data: { reason: 'no_rows', check: 'rows' } },
    ]);
  });

  it('gets on by a window a turn, however long it takes to open what it learns from', async () => {
    const model = await newModel({ watermark: 0 });
    const learning: Check = {
      ...psi(model),
      threshold: {
        strategy: 'history',
        warning: 2,
        critical: 4,
        side: 'above',
        from: 'recent',
        windows: 20,
        sameSeason: false,
      },
    };
    const monitor = await rig.newMonitor(model, { checks: [learning] }, T0);
    for (let hour = 0; hour < 3; hour++) await predict(model, hour, 0);
    await advance(model, 3);
    // The time of a turn's step is over each time that the history was read.
    let aheadMs = 0;
    startLoop({
      now: () => Date.now() + aheadMs,
      measurements: {
        ...rig.measurements,
        async earlier(question) {
          const found = await rig.measurements.earlier(question);
          aheadMs += 60_000;
          return found;
        },
      },
    });
    await rig.evaluated(monitor, T0 + 3 * HOUR_MS);
    expect(await rig.evaluationsOf(monitor, T0)).toHaveLength(3);
    expect(aheadMs).toBeGreaterThanOrEqual(3 * 60_000);
  });

  it('several servers share the work and do nothing twice', async () => {
    const many = await Promise.all(Array.from({ length: 3 }, () => newModel({ watermark: 0 })));
    const monitors = await Promise.all(
      many.map((model) => rig.newMonitor(model, { checks: [psi(model)] }, T0)),
    );
    for (const model of many) {
      await predict(model, 0, 0);
      await predict(model, 1, 4);
      await predict(model, 2, 4);
    }
    for (let i = 0; i < 2; i++) startLoop();
    for (const hour of [1, 2, 3]) {
      for (const model of many) await advance(model, hour);
    }
    await Promise.all(monitors.map((monitor) => rig.evaluated(monitor, T0 + 3 * HOUR_MS)));
    for (const [i, monitor] of monitors.entries()) {
      const model = many[i];
      if (model === undefined) continue;
      expect(await rig.evaluationsOf(monitor, T0)).toEqual([
        '0 1 scheduled ok',
        '1 1 scheduled critical',
        '2 1 scheduled critical',
      ]);
      expect(await told(model)).toMatchObject([{ type: 'alert.opened' }]);
    }
  });

  it('what one step leaves behind the next server finishes', async () => {
    const model = await newModel({ watermark: 0 });
    const monitor = await rig.newMonitor(model, { checks: [psi(model)] }, T0);
    await predict(model, 0, 4);
    await advance(model, 1);
    let deaths = 0;
    const die = () => {
      deaths += 1;
      return Promise.reject(new Error('killed'));
    };
    // After it counted the cells and before it took them off the list; after it measured and
    // before it committed; after the commit and before it gave the model back.
    const killed = [
      { schedule: { ...rig.schedule, settleCells: die } },
      { measurements: { ...rig.measurements, write: die } },
      { schedule: { ...rig.schedule, release: die } },
    ];
    for (const [i, change] of killed.entries()) {
      const loop = startLoop(change);
      await waitUntil(() => deaths > i, PATIENCE_MS);
      await loop.stop();
      deaths = i + 1;
      await postgres.pool.query(
        'UPDATE model_schedule SET not_before = now(), leased_until = NULL',
      );
    }
    startLoop();
    await rig.evaluated(monitor, T0 + HOUR_MS);
    expect(await rig.evaluationsOf(monitor, T0)).toEqual(['0 1 scheduled critical']);
    expect(await told(model)).toHaveLength(1);
  });
});
