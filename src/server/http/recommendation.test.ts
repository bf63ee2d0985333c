import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BacktestBody } from '../../contract/backtest.ts';
import type { BaselineRow } from '../../monitoring/baseline/baseline-row-store.ts';
import type { Model } from '../../monitoring/model/model.ts';
import { createRandom } from '../../stats/random.ts';
import { freshClickHouse, freshPostgres } from '../../testing/engines.ts';
import { createTestApp } from '../../testing/test-app.ts';
import { startWatchRig, type WatchRig } from '../../testing/watch-rig.ts';
import { draftOf } from '../monitors/describe-monitor-body.ts';
import { readMonitorDraft } from '../monitors/read-monitor-draft.ts';
import { backtestRoutes } from './backtest.ts';
import { monitorRoutes } from './monitors.ts';
import { recommendationRoutes } from './recommendation.ts';

const HOUR_MS = 3_600_000;
const T0 = Date.parse('2024-03-10T00:00Z');
const HOURS = 60;

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
let rig: WatchRig;
let app: FastifyInstance;
let model: Model;

beforeAll(async () => {
  [postgres, clickhouse] = await Promise.all([
    freshPostgres({ migrated: true }),
    freshClickHouse({ migrated: true }),
  ]);
  rig = await startWatchRig({ postgres: postgres.pool, clickhouse: clickhouse.client });
  const deps = { ...rig, now: Date.now };
  app = await createTestApp({
    routes: [
      monitorRoutes({ ...deps, mutesNow: async () => [], publicUrl: null }),
      recommendationRoutes(deps),
      backtestRoutes(deps),
    ],
  });
  model = await rig.newModel({ name: 'loans & more', clock: 'replay', segmentBy: ['country'] });
  await rig.newBaseline(model, baselineRows());
  await rig.models.advanceWatermark(model.modelId, T0);
  await rig.post(model, 'predictions', predictions());
  await rig.models.advanceWatermark(model.modelId, T0 + 24 * HOUR_MS);
}, 120_000);
afterAll(async () => {
  await app?.close();
  await rig?.stop();
  await Promise.all([postgres?.drop(), clickhouse?.drop()]);
});

async function call(method: 'GET' | 'POST', path: string, body?: object, name = model.name) {
  const response = await app.inject({
    method,
    url: `/v1/models/${encodeURIComponent(name)}/${path}`,
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: response.statusCode, headers: response.headers, body: response.json() };
}

describe('the recommendation', () => {
  it('keeps a few waiting behind the one that is made, and sends the others away', async () => {
    const asked = await Promise.all(Array.from({ length: 8 }, () => call('GET', 'recommendation')));
    const statuses = asked.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(5);
    const away = asked.find(({ status }) => status !== 200);
    expect(away).toMatchObject({ status: 429, body: { error: { code: 'recommendation_busy' } } });
    expect(away?.headers['retry-after']).toBe('5');
  });

  it('says what would be made of the baseline, and why', async () => {
    const { status, body } = await call('GET', 'recommendation');
    expect(status).toBe(200);
    expect(body.rowsPerHour).toBeCloseTo(100, -1);
    expect(body.rowsPerDay).toBeCloseTo(2_400, -2);
    expect(body.monitors[0]).toMatchObject({
      name: 'recommended, daily',
      monitorId: null,
      cadence: '1d',
      segmentsOf: 'country',
      why: expect.stringMatching(/^Every column, once a day on about 2,4\d\d rows/),
    });
    expect(body.monitors[0].checks).toContainEqual({
      id: 'population_stability_index(amount)',
      metric: 'population_stability_index',
      column: 'amount',
      threshold: expect.objectContaining({ strategy: 'calibrated', side: 'above' }),
      weight: expect.any(Number),
      why: 'PSI on 10 ranges of near equal mass: a continuous range in 6,000 rows.',
    });
  });

  it('is made once, whoever asks again', async () => {
    const first = await call('POST', 'monitors/recommended');
    expect(first.status).toBe(201);
    const names = first.body.created.map((one: { name: string }) => one.name);
    expect(names).toContain('recommended, daily');
    const again = await call('POST', 'monitors/recommended');
    expect(again).toMatchObject({ status: 200, body: { created: [], kept: names } });
    const told = await call('GET', 'recommendation');
    expect(told.body.monitors.every((one: { monitorId: string }) => one.monitorId)).toBe(true);
  });

  it('is what the API itself would take', async () => {
    for (const preset of ['evidently', 'nannyml']) {
      expect((await call('POST', `monitors/recommended?preset=${preset}`)).status).toBe(201);
    }
    const baseline = await rig.baselines.activeFor(model.modelId, null);
    for (const monitor of await rig.monitors.list(model.modelId)) {
      const read = readMonitorDraft(draftOf(monitor, model), model, baseline);
      expect(read.checks).toEqual(monitor.checks);
      expect(read.budget).toEqual(monitor.budget);
    }
  });

  it('follows the default rules of another library when asked to', async () => {
    const { body } = await call('GET', 'recommendation?preset=evidently');
    expect(body.monitors).toMatchObject([{ name: 'evidently, daily', cadence: '1d' }]);
    const [{ checks }] = body.monitors;
    expect(checks).toContainEqual({
      id: 'wasserstein(amount)',
      metric: 'wasserstein',
      column: 'amount',
      threshold: { strategy: 'fixed', warning: null, critical: 0.1, side: 'above' },
      weight: 1,
      why: 'As Evidently does by default.',
    });
    const made = await call('POST', 'monitors/recommended?preset=nannyml');
    expect(made.body.kept).toEqual(['nannyml, daily']);
    const unknown = await call('GET', 'recommendation?preset=ours');
    expect(unknown).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
  });

  it('needs a baseline', async () => {
    const { name } = await rig.newModel({ name: 'bare' });
    const answer = await call('GET', 'recommendation', undefined, name);
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'no_baseline' } } });
  });
});

describe('a backtest', () => {
  const draft = {
    name: 'draft',
    cadence: '1h',
    checks: [
      {
        metric: 'population_stability_index',
        column: 'amount',
        threshold: { warning: 0.1, critical: 0.25 },
      },
    ],
  };

  it('of a draft tells what it would have raised', async () => {
    // Nobody has counted the hours: that is the evaluation's work.
    const loop = rig.newLoop();
    loop.start();
    const monitors = await rig.monitors.list(model.modelId);
    const daily = monitors.find((one) => one.cadence === '1d');
    if (daily !== undefined) await rig.evaluated(daily, T0 + 24 * HOUR_MS);
    await loop.stop();
    const { status, body } = await call('POST', 'backtest', { draft });
    expect(status).toBe(200);
    const { windows, alerts, checks, onsets } = body as BacktestBody;
    expect(windows).toHaveLength(24);
    expect(checks[0]?.verdicts.filter((one) => one === 'critical')).toHaveLength(12);
    expect(alerts).toMatchObject([
      { severity: 'critical', from: new Date(T0 + 12 * HOUR_MS).toISOString(), to: null },
    ]);
    expect(onsets).toEqual({ all: 1, calibrated: 0, granted: 24 / 24 / 30 });
  });

  it('knows a saved monitor by its name, and by its id', async () => {
    const byName = await call('POST', 'backtest', { monitor: 'recommended, daily' });
    expect(byName).toMatchObject({ status: 200, body: { cadence: '1d', complete: true } });
    const byId = await call('POST', 'backtest', { monitor: byName.body.monitorId });
    expect(byId.body).toEqual(byName.body);
  });

  it.each([
    ['nobody', { monitor: 'nobody' }, 404, 'monitor_not_found', 'body/monitor'],
    ['neither', {}, 400, 'invalid_request', 'body'],
    ['both', { monitor: 'recommended, daily', draft }, 400, 'invalid_request', 'body'],
    ['a time that is none', { draft, from: 'soon' }, 400, 'invalid_request', 'body/from'],
    [
      'a draft that cannot be measured',
      { draft: { ...draft, checks: [{ metric: 'none', threshold: { warning: 1 } }] } },
      400,
      'unknown_metric',
      'body/draft/checks/0/metric',
    ],
    ['an age', { draft: { ...draft, cadence: '1h' }, from: 0 }, 400, 'backtest_too_large', null],
  ])('of %s is refused', async (_, body, status, code, where) => {
    const answer = await call('POST', 'backtest', body);
    expect(answer).toMatchObject({ status, body: { error: { code } } });
    if (where !== null) expect(answer.body.error.where).toBe(where);
  });

  it('runs alone', async () => {
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => call('POST', 'backtest', { draft })),
    );
    const busy = answers.filter((one) => one.status === 429);
    expect(answers.some((one) => one.status === 200)).toBe(true);
    expect(busy.length).toBeGreaterThan(0);
    expect(busy[0]?.body.error.code).toBe('backtest_busy');
    expect(Number(busy[0]?.headers['retry-after'])).toBeGreaterThan(0);
  });
});

const COUNTRIES = ['DE', 'DE', 'FR'];

const features = (row: number, amount: number) => ({
  amount,
  country: COUNTRIES[row % 3],
  age: 40,
  member: row % 2 === 0,
});

function baselineRows(): BaselineRow[] {
  const random = createRandom(7);
  return Array.from({ length: 100 * HOURS }, (_, row) => ({
    eventTimeMs: T0 - (HOURS - (row % HOURS)) * HOUR_MS,
    version: '',
    features: features(row, random.normal()),
    outputs: [{ name: 'default', score: random.uniform(), decision: 'yes', value: null }],
    labels: [],
    latencyMs: null,
    weight: 1,
  }));
}

/** A day of it; from noon on the amount is another. */
function predictions(): object[] {
  const random = createRandom(1);
  return Array.from({ length: 24 * 250 }, (_, row) => {
    const hour = Math.floor(row / 250);
    return {
      predictionId: `p${row}`,
      time: T0 + hour * HOUR_MS + (row % 250) * 1_000,
      features: features(row, random.normal() + (hour < 12 ? 0 : 3)),
      score: random.uniform(),
      decision: 'yes',
    };
  });
}
