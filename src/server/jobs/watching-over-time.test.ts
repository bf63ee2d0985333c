import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BaselineRow } from '../../monitoring/baseline/baseline-row-store.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { Check } from '../../monitoring/monitor/monitor.ts';
import { featureColumn } from '../../monitoring/profile/column-key.ts';
import { createRandom } from '../../stats/random.ts';
import { freshClickHouse, freshPostgres } from '../../testing/engines.ts';
import { waitUntil } from '../../testing/ingest-rig.ts';
import { PATIENCE_MS, startWatchRig, type WatchRig } from '../../testing/watch-rig.ts';
import { createBaselineHistories } from './evaluation/baseline-histories.ts';
import type { Loop } from './loop.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const T0 = Date.parse('2024-03-10T00:00Z');
const ROWS = 900;
const CITIES = ['Bern', 'Oslo', 'Rome'];

describe('watching a model over time', { timeout: 2 * PATIENCE_MS }, () => {
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
  }

  /** Rows of the 30 days before the first window. */
  function baselineRows(): BaselineRow[] {
    const random = createRandom(7);
    return Array.from({ length: 30 * ROWS }, (_, index) => {
      const eventTimeMs = T0 - 30 * DAY_MS + Math.floor(index / ROWS) * DAY_MS + index;
      return {
        eventTimeMs,
        version: '',
        features: { amount: random.normal(), country: CITIES[random.integer(3)] },
        outputs: [{ name: 'default', score: random.uniform(), decision: 'yes', value: null }],
        labels: [{ output: 'default', text: random.uniform() < 0.9 ? 'yes' : 'no', number: null }],
        latencyMs: null,
        weight: 1,
      };
    });
  }

  async function newModel(): Promise<Model> {
    const model = await rig.newModel({
      name: `model ${++models}`,
      clock: 'replay',
      segmentBy: ['country'],
    });
    await rig.newBaseline(model, baselineRows());
    await advance(model, 0);
    return model;
  }
  const advance = (model: Model, days: number) =>
    rig.models.advanceWatermark(model.modelId, T0 + days * DAY_MS);

  async function predict(model: Model, day: number, shiftIn: string | null = null) {
    const random = createRandom(day);
    await rig.post(
      model,
      'predictions',
      Array.from({ length: ROWS }, (_, i) => {
        const country = CITIES[random.integer(3)];
        const amount = random.normal() + (country === shiftIn ? 3 : 0);
        return {
          predictionId: `${day}-${i}`,
          time: T0 + day * DAY_MS + i * 1000,
          features: { amount, country },
          score: 0.9,
          decision: 'yes',
        };
      }),
    );
  }
  const label = (model: Model, day: number, answer: string, from: number, to: number) =>
    rig.post(
      model,
      'labels',
      Array.from({ length: to - from }, (_, i) => ({
        predictionId: `${day}-${from + i}`,
        label: answer,
      })),
    );

  const featureOf = (model: Model, name: string) =>
    featureColumn(model.features.find((one) => one.name === name)?.featureId ?? 0);
  const psi = (model: Model): Check => ({
    checkId: 'psi',
    metric: 'population_stability_index',
    column: featureOf(model, 'amount'),
    parameters: {},
    threshold: { strategy: 'fixed', warning: 0.3, critical: 1, side: 'above' },
    weight: 1,
  });
  const accuracy = (threshold: Check['threshold']): Check => ({
    checkId: 'accuracy',
    metric: 'accuracy',
    column: 'default',
    parameters: {},
    threshold,
    weight: 1,
  });
  const reasonsOf = async (monitorId: string, day: number) => {
    const { rows } = await postgres.pool.query<{ cause: string; verdict: string; reason: string }>(
      `SELECT cause, r ->> 'verdict' AS verdict, r ->> 'reason' AS reason
       FROM evaluations, jsonb_array_elements(results) r
       WHERE monitor_id = $1 AND window_start = $2 ORDER BY revision`,
      [monitorId, new Date(T0 + day * DAY_MS)],
    );
    return rows.map(({ cause, verdict, reason }) => `${cause} ${verdict}(${reason ?? ''})`);
  };

  it('labels that arrive 40 days late change the window of their predictions, and say so', async () => {
    const model = await newModel();
    const threshold = { strategy: 'fixed', warning: null, critical: 0.5, side: 'below' } as const;
    const monitor = await rig.newMonitor(
      model,
      { cadence: '1d', checks: [accuracy(threshold)] },
      T0,
    );
    startLoop();
    for (const day of [0, 1]) {
      await predict(model, day);
      await label(model, day, 'yes', 0, 300);
    }
    await advance(model, 2);
    await rig.evaluated(monitor, T0 + 2 * DAY_MS);
    await advance(model, 41);
    await rig.evaluated(monitor, T0 + 41 * DAY_MS);
    await label(model, 1, 'no', 300, 900);
    await waitUntil(async () => (await reasonsOf(monitor.monitorId, 1)).length === 2, PATIENCE_MS);
    expect(await reasonsOf(monitor.monitorId, 0)).toEqual(['scheduled ok()']);
    expect(await reasonsOf(monitor.monitorId, 1)).toEqual([
      'scheduled ok()',
      'late_labels critical()',
    ]);
    const { rows } = await postgres.pool.query(
      `SELECT t.kind, t.window_start, t.notify FROM alert_transitions t
       JOIN alerts USING (alert_id) WHERE monitor_id = $1`,
      [monitor.monitorId],
    );
    expect(rows).toMatchObject([{ window_start: new Date(T0 + DAY_MS), notify: false }]);
    // What was published stays: both revisions can be read.
    const series = await clickhouse.client.query({
      query: `SELECT revision, value, round(label_coverage, 2) AS coverage FROM measurements
        WHERE model_id = {model:String} AND window_start = {at:UInt32} ORDER BY revision`,
      query_params: { model: model.modelId, at: (T0 + DAY_MS) / 1000 },
      format: 'JSONEachRow',
    });
    expect(await series.json()).toEqual([
      { revision: 1, value: 1, coverage: 0.33 },
      { revision: 2, value: 1 / 3, coverage: 1 },
    ]);
  });

  it('performance on a few early labels is not held against a baseline that has them all', async () => {
    const model = await newModel();
    const threshold = {
      strategy: 'calibrated',
      warningEffect: 0.01,
      criticalEffect: 0.05,
      side: 'below',
    } as const;
    const monitor = await rig.newMonitor(
      model,
      { cadence: '1d', checks: [accuracy(threshold)] },
      T0,
    );
    startLoop();
    await predict(model, 0);
    await label(model, 0, 'no', 0, 300);
    await advance(model, 1);
    await rig.evaluated(monitor, T0 + DAY_MS);
    expect(await reasonsOf(monitor.monitorId, 0)).toEqual([
      'scheduled insufficient_data(labels_settling)',
    ]);
    await label(model, 0, 'no', 300, 840);
    await waitUntil(async () => (await reasonsOf(monitor.monitorId, 0)).length === 2, PATIENCE_MS);
    expect((await reasonsOf(monitor.monitorId, 0))[1]).toMatch(
      /^late_labels (?!.*labels_settling)/,
    );
  });

  it('a monitor of a dimension judges each of its values against the same of the baseline', async () => {
    const model = await newModel();
    const monitor = await rig.newMonitor(
      model,
      { cadence: '1d', checks: [psi(model)], segmentsOf: 'country' },
      T0,
    );
    startLoop();
    await predict(model, 0, 'Oslo');
    await advance(model, 1);
    await rig.evaluated(monitor, T0 + DAY_MS);
    const { rows } = await postgres.pool.query<{ id: string; verdict: string; m: number }>(
      `SELECT r ->> 'checkId' AS id, r ->> 'verdict' AS verdict, (r ->> 'm')::float AS m
       FROM evaluations, jsonb_array_elements(results) r WHERE monitor_id = $1 ORDER BY id`,
      [monitor.monitorId],
    );
    const verdicts = new Map(rows.map(({ id, verdict }) => [id, verdict]));
    expect([...verdicts.keys()].sort()).toEqual([
      'psi',
      'psi@country=Bern',
      'psi@country=Oslo',
      'psi@country=Rome',
    ]);
    expect(verdicts.get('psi@country=Oslo')).toBe('critical');
    expect(verdicts.get('psi@country=Bern')).not.toBe('critical');
    const baselineRowsBySegment = rows.filter(({ id }) => id.includes('@')).map(({ m }) => m);
    expect(baselineRowsBySegment.reduce((sum, m) => sum + m, 0)).toBe(30 * ROWS);
  });

  it('checks learn from every window of the baseline, once', async () => {
    const model = await newModel();
    const threshold = {
      strategy: 'calibrated',
      warningEffect: 0.1,
      criticalEffect: 0.3,
      side: 'above',
    } as const;
    const checks = [
      { ...psi(model), threshold },
      { ...accuracy({ ...threshold, side: 'below' }) },
      { ...psi(model), checkId: 'constant' },
    ];
    const monitor = await rig.newMonitor(model, { cadence: '1d', checks }, T0);
    const [listed] = await rig.baselines.list(model.modelId);
    const baseline = await rig.baselines.get(listed?.baselineId ?? '');
    if (baseline === null) throw new Error('the baseline is gone');
    let reads = 0;
    const histories = createBaselineHistories({
      readBaselineWindowsOf: (...question) => {
        reads += 1;
        return rig.profiles.readBaselineWindowsOf(...question);
      },
    });
    const history = (await histories.of(model, baseline, monitor, [''])).get('');
    if (history === undefined) throw new Error('nothing was learnt');
    expect([...history.keys()].sort()).toEqual(['accuracy', 'psi']);
    const drift = history.get('psi') ?? [];
    expect(drift.map(({ windowStartMs }) => windowStartMs)).toEqual(
      Array.from({ length: 30 }, (_, day) => T0 + (day - 30) * DAY_MS),
    );
    expect(drift.every((one) => one.inBaseline && one.n === ROWS && one.m === 29 * ROWS)).toBe(
      true,
    );
    expect(drift.every((one) => one.value > 0 && one.value < 0.3)).toBe(true);
    expect(history.get('accuracy')).toHaveLength(30);
    const before = reads;
    await histories.of(model, baseline, monitor, ['']);
    expect(reads).toBe(before);
    await histories.of(model, baseline, { ...monitor, checks: checks.slice(1) }, ['']);
    expect(reads).toBeGreaterThan(before);
  });

  it('rows that say the same under other ids are told from the others, and how long ago the last came', async () => {
    const model = await newModel();
    const random = createRandom(3);
    const asked = Array.from({ length: ROWS }, (_, i) => ({
      time: T0 + i * 1000,
      score: 0.9,
      decision: 'yes',
      amount: random.normal(),
      country: CITIES[i % 3],
    }));
    const post = (copy: string, inOtherOrder: boolean) =>
      rig.post(
        model,
        'predictions',
        asked.map(({ amount, country, ...rest }, i) => ({
          ...rest,
          predictionId: `${copy}-${i}`,
          features: inOtherOrder ? { country, amount } : { amount, country },
        })),
      );
    await post('first', false);
    await post('again', true);
    const threshold = { strategy: 'fixed', warning: 0.2, critical: 0.4, side: 'above' } as const;
    const ofRows = { column: null, parameters: {}, threshold, weight: 1 };
    const checks: Check[] = [
      { checkId: 'same', metric: 'duplicate_ratio', ...ofRows },
      { checkId: 'silence', metric: 'freshness', ...ofRows },
    ];
    const monitor = await rig.newMonitor(model, { cadence: '1d', checks }, T0);
    startLoop();
    await advance(model, 1);
    await rig.evaluated(monitor, T0 + DAY_MS);
    const { rows } = await postgres.pool.query<{ id: string; value: number; verdict: string }>(
      `SELECT r ->> 'checkId' AS id, (r ->> 'value')::float8 AS value, r ->> 'verdict' AS verdict
       FROM evaluations, jsonb_array_elements(results) r
       WHERE monitor_id = $1 AND window_start = $2 ORDER BY 1`,
      [monitor.monitorId, new Date(T0)],
    );
    const judged = rows.filter(({ id }) => id === 'same' || id === 'silence');
    expect(judged).toEqual([
      { id: 'same', value: 0.5, verdict: 'critical' },
      { id: 'silence', value: (DAY_MS / 1000 - (ROWS - 1)) / 60, verdict: 'critical' },
    ]);
  });

  it('a new monitor steps over the time before the first rows', async () => {
    const model = await newModel();
    await predict(model, 40);
    await advance(model, 42);
    const monitor = await rig.newMonitor(
      model,
      { cadence: '1d', checks: [psi(model)] },
      T0 + 42 * DAY_MS,
    );
    let skips = 0;
    startLoop({
      evaluations: {
        ...rig.evaluations,
        skip: (...step) => {
          skips += 1;
          return rig.evaluations.skip(...step);
        },
      },
    });
    await rig.evaluated(monitor, T0 + 42 * DAY_MS);
    const { rows } = await postgres.pool.query<{ at: Date }>(
      'SELECT window_start AS at FROM evaluations WHERE monitor_id = $1 ORDER BY 1',
      [monitor.monitorId],
    );
    expect(rows.map(({ at }) => (at.getTime() - T0) / DAY_MS)).toEqual([40, 41]);
    expect(skips).toBeLessThan(5);
  });
});
