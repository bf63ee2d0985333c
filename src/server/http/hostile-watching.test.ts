import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BaselineRow } from '../../monitoring/baseline/baseline-row-store.ts';
import type { Model } from '../../monitoring/model/model.ts';
import { freshClickHouse, freshPostgres } from '../../testing/engines.ts';
import { createTestApp } from '../../testing/test-app.ts';
import { PATIENCE_MS, startWatchRig, type WatchRig } from '../../testing/watch-rig.ts';
import { backtestRoutes } from './backtest.ts';
import { monitorRoutes } from './monitors.ts';
import { recommendationRoutes } from './recommendation.ts';

const HOUR_MS = 3_600_000;
/** Paris sets its clocks on in the night that follows. */
const T0 = Date.parse('2024-03-30T18:00Z');
const EVIL = `'; DROP TABLE monitors; -- "><script>alert(1)</script> \${7*7} {{x}} %s \u202E`;

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
    bodyLimitBytes: 8 * 2 ** 20,
    routes: [
      monitorRoutes({ ...deps, mutesNow: async () => [], publicUrl: null }),
      recommendationRoutes(deps),
      backtestRoutes(deps),
    ],
  });
  model = await rig.newModel({
    name: EVIL,
    clock: 'replay',
    timeZone: 'Europe/Paris',
    segmentBy: ['country'],
  });
  await rig.newBaseline(model, baselineRows());
  await rig.models.advanceWatermark(model.modelId, T0);
  await rig.post(model, 'predictions', predictions());
  await rig.models.advanceWatermark(model.modelId, T0 + 36 * HOUR_MS);
  const monitor = await rig.newMonitor(model, { name: 'first' }, T0);
  const loop = rig.newLoop();
  loop.start();
  await rig.evaluated(monitor, T0 + 24 * HOUR_MS);
  await loop.stop();
}, 120_000);
afterAll(async () => {
  await app?.close();
  await rig?.stop();
  await Promise.all([postgres?.drop(), clickhouse?.drop()]);
});

const PSI = {
  metric: 'population_stability_index',
  column: 'amount',
  threshold: { strategy: 'fixed', critical: 0.25 },
};
const CALIBRATED = { ...PSI, threshold: { strategy: 'calibrated' } };
let drafts = 0;
const draft = (change: object = {}) => ({
  name: `draft ${++drafts}`,
  cadence: '1h',
  checks: [PSI],
  ...change,
});

async function send(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: unknown) {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const response = await app.inject({
    method,
    url,
    ...(payload === undefined ? {} : { payload: body }),
    ...(payload === undefined ? {} : { headers: { 'content-type': 'application/json' } }),
  });
  return { status: response.statusCode, body: response.body === '' ? null : response.json() };
}
const ofModel = (path: string) => `/v1/models/${encodeURIComponent(EVIL)}/${path}`;
const make = (body: unknown) => send('POST', ofModel('monitors'), body);
const backtest = (body: unknown) => send('POST', ofModel('backtest'), body);

const codeOf = ({ status, body }: { status: number; body: { error?: { code?: string } } | null }) =>
  `${status} ${body?.error?.code ?? 'fine'}`;

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const BIG = '9'.repeat(400);

describe('bodies of ill will', { timeout: PATIENCE_MS }, () => {
  it.each<[string, object | string, string]>([
    ['no checks', draft({ checks: [] }), '400 invalid_request'],
    [
      'more checks than a monitor has',
      draft({ checks: new Array(5_001).fill(PSI) }),
      '400 invalid_request',
    ],
    ['one check 5,000 times', draft({ checks: new Array(5_000).fill(PSI) }), '400 duplicate_check'],
    [
      'a budget too thin for 5,000 checks in every segment',
      draft({
        segmentsOf: 'country',
        checks: Array.from({ length: 5_000 }, (_, i) => ({ ...CALIBRATED, id: `c${i}` })),
      }),
      '400 budget_too_thin',
    ],
    ['a dimension that nobody declared', draft({ segmentsOf: 'amount' }), '400 unknown_segment'],
    [
      "a dimension of an object's prototype",
      draft({ segmentsOf: '__proto__' }),
      '400 unknown_segment',
    ],
    ['a dimension with markup', draft({ segmentsOf: EVIL }), '400 unknown_segment'],
    ['a segment with a statement', draft({ segment: EVIL }), '400 unknown_segment'],
    [
      'persistence 0 of 0',
      draft({ persistence: { violations: 0, windows: 0 } }),
      '400 invalid_request',
    ],
    [
      'persistence 5 of 3',
      draft({ persistence: { violations: 5, windows: 3 } }),
      '400 invalid_request',
    ],
    [
      'persistence of a milliard',
      draft({ persistence: { violations: 1, windows: 1e9 } }),
      '400 invalid_request',
    ],
    [
      'persistence of half a window',
      draft({ persistence: { violations: 0.5, windows: 1.5 } }),
      '400 invalid_request',
    ],
    ['persistence as null', draft({ persistence: null }), '400 invalid_request'],
    ['a negative cooldown', draft({ cooldownMs: -1 }), '400 invalid_request'],
    ['a cooldown of 1e300', draft({ cooldownMs: 1e300 }), '400 invalid_request'],
    ['no end of good windows', draft({ resolveAfter: 1e12 }), '400 invalid_request'],
    ['a budget of nothing', draft({ budget: { alarms: 0, days: 30 } }), '400 invalid_request'],
    ['a negative budget', draft({ budget: { alarms: -1, days: 30 } }), '400 invalid_request'],
    [
      'a budget for 1e308 days',
      draft({ budget: { alarms: 1, days: 1e308 } }),
      '400 invalid_request',
    ],
    [
      'a budget of next to nothing',
      draft({ budget: { alarms: 5e-324, days: 5e-324 }, checks: [CALIBRATED] }),
      '400 invalid_request',
    ],
    [
      'a budget of a moment',
      draft({ budget: { alarms: 5e-324, days: 3_000 }, checks: [CALIBRATED] }),
      '400 invalid_request',
    ],
    ['no weight', draft({ checks: [{ ...PSI, weight: 0 }] }), '400 invalid_request'],
    ['a negative weight', draft({ checks: [{ ...PSI, weight: -3 }] }), '400 invalid_request'],
    [
      'a weight that is hardly one',
      draft({
        checks: [
          { ...CALIBRATED, weight: 5e-324 },
          { ...CALIBRATED, id: 'b' },
        ],
      }),
      '400 budget_too_thin',
    ],
    [
      'a bound as text',
      draft({ checks: [{ ...PSI, threshold: { critical: 'NaN' } }] }),
      '400 invalid_request',
    ],
    [
      'an effect of zero',
      draft({ checks: [{ ...PSI, threshold: { strategy: 'calibrated', warningEffect: 0 } }] }),
      '400 invalid_request',
    ],
    [
      'effects the wrong way round',
      draft({
        checks: [
          { ...PSI, threshold: { strategy: 'calibrated', warningEffect: 3, criticalEffect: 1 } },
        ],
      }),
      '400 invalid_threshold',
    ],
    [
      'a strategy nobody has',
      draft({ checks: [{ ...PSI, threshold: { strategy: 'toString' } }] }),
      '400 invalid_request',
    ],
    [
      'a metric of the prototype',
      draft({ checks: [{ ...PSI, metric: 'constructor' }] }),
      '400 unknown_metric',
    ],
    [
      'a column with a statement',
      draft({ checks: [{ ...PSI, column: EVIL }] }),
      '400 unknown_model_column',
    ],
    [
      'a column of the prototype',
      draft({ checks: [{ ...PSI, column: 'constructor:__proto__' }] }),
      '400 unknown_model_column',
    ],
    [
      'parameters that nobody knows',
      draft({ checks: [{ ...PSI, parameters: { [EVIL]: 1 } }] }),
      '400 invalid_check',
    ],
    [
      'parameters within parameters',
      draft({ checks: [{ ...PSI, parameters: { bins: { a: { b: 1 } } } }] }),
      '400 invalid_request',
    ],
    [
      'a number too large for a number',
      `{"name":"n","cadence":"1h","checks":[{"metric":"row_count","threshold":{"critical":${BIG},"side":"above"}}]}`,
      '400 invalid_threshold',
    ],
    [
      'a budget too large for a number',
      `{"name":"n","cadence":"1h","budget":{"alarms":${BIG},"days":1},"checks":[]}`,
      '400 invalid_request',
    ],
    [
      'parameters 100,000 deep',
      `{"name":"n","cadence":"1h","checks":[{"metric":"psi","threshold":{},"parameters":${deep(100_000)}}]}`,
      '400 invalid_request',
    ],
    ['a name of a megabyte', draft({ name: 'x'.repeat(2 ** 20) }), '400 invalid_request'],
    ['a list', [], '400 invalid_request'],
    ['nothing', 'null', '400 invalid_request'],
  ])('%s', async (_, body, expected) => {
    expect(codeOf(await make(body))).toBe(expected);
    const asDraft = typeof body === 'string' ? `{"draft":${body}}` : { draft: body };
    // A backtest says the same of it.
    expect(codeOf(await backtest(asDraft))).toBe(expected);
  });

  it.each<[string, object, string]>([
    [
      'from after to',
      { from: '2024-03-31T12:00Z', to: '2024-03-31T06:00Z' },
      '409 nothing_to_backtest',
    ],
    ['the year 1', { from: '0001-01-01T00:00Z' }, '400 invalid_request'],
    ['until the year 1', { to: '0001-01-01T00:00Z' }, '400 invalid_request'],
    ['until the year 100', { to: '0100-01-01T00:00Z' }, '409 nothing_to_backtest'],
    ['from the year 9999', { from: '9999-12-31T00:00Z' }, '409 nothing_to_backtest'],
    ['from beyond all time', { from: 1e300 }, '400 invalid_request'],
    ['until before all time', { to: -1e300 }, '400 invalid_request'],
    ['from just beyond what a date holds', { from: 8.64e15 + 1 }, '400 invalid_request'],
    ['until just before what a date holds', { to: -8.64e15 }, '400 invalid_request'],
    ['a century', { from: '1924-01-01T00:00Z' }, '400 backtest_too_large'],
    ['prose', { from: 'yesterday' }, '400 invalid_request'],
    ['an empty time', { from: '' }, '400 invalid_request'],
    ['both a monitor and a draft', { monitor: 'x' }, '400 invalid_request'],
  ])('a backtest of %s', async (_, period, expected) => {
    expect(codeOf(await backtest({ draft: draft(), ...period }))).toBe(expected);
  });

  it.each<[string, unknown, string]>([
    ['a monitor with a statement for its name', { monitor: EVIL }, '404 monitor_not_found'],
    ['neither', {}, '400 invalid_request'],
    ['null', null, '400 invalid_request'],
    [
      'too many results',
      {
        draft: draft({
          segmentsOf: 'country',
          checks: Array.from({ length: 5_000 }, (_, i) => ({ ...PSI, id: `c${i}` })),
        }),
      },
      '400 backtest_too_large',
    ],
  ])('a backtest of %s', async (_, body, expected) => {
    expect(codeOf(await backtest(body))).toBe(expected);
  });

  it('local days are 23 hours where clocks are set on, and every window is judged once', async () => {
    const period = { from: T0, to: T0 + 24 * HOUR_MS };
    const hours = await backtest({ draft: draft(), ...period });
    expect(codeOf(hours)).toBe('200 fine');
    const { windows } = hours.body as { windows: string[] };
    expect(new Set(windows).size).toBe(windows.length);
    expect(windows).toHaveLength(24);
    const days = await backtest({
      draft: draft({ cadence: '1d' }),
      from: T0,
      to: T0 + 36 * HOUR_MS,
    });
    expect(days.body).toMatchObject({
      from: '2024-03-30T23:00:00.000Z',
      to: '2024-03-31T22:00:00.000Z',
      complete: true,
    });
  });

  it('names are kept as they are', async () => {
    const made = await make(
      draft({
        name: EVIL,
        variant: EVIL,
        environment: EVIL,
        segment: `country=${EVIL}`,
        checks: [{ ...PSI, id: EVIL }],
      }),
    );
    expect(made.body).toMatchObject({
      name: EVIL,
      variant: EVIL,
      segment: `country=${EVIL}`,
      checks: [{ id: EVIL }],
    });
    expect(codeOf(await make(draft({ name: EVIL })))).toBe('409 name_taken');
    const past = await backtest({ monitor: EVIL });
    expect(['200 fine', '409 nothing_to_backtest']).toContain(codeOf(past));
  });

  it('patches that race each other each count, and none is half done', async () => {
    const made = await make(draft());
    const url = `/v1/monitors/${(made.body as { monitorId: string }).monitorId}`;
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, (_, i) => send('PATCH', url, { resolveAfter: i + 1 })),
      ...Array.from({ length: 10 }, (_, i) => send('PATCH', url, { cooldownMs: i + 1 })),
    ]);
    expect(answers.map(codeOf)).toEqual(new Array(20).fill('200 fine'));
    const after = await send('GET', url);
    // The last of either kind: neither was taken back by a patch of the other.
    expect(after.body).toMatchObject({ version: 21 });
    expect((after.body as { resolveAfter: number }).resolveAfter).toBeGreaterThan(1);
    expect((after.body as { cooldownMs: number }).cooldownMs).toBeGreaterThan(0);
  });

  it('patches with nonsense change nothing', async () => {
    const made = await make(draft());
    const url = `/v1/monitors/${(made.body as { monitorId: string }).monitorId}`;
    for (const [patch, expected] of [
      [{ persistence: { violations: 5, windows: 3 } }, '400 invalid_request'],
      [{ budget: null }, '400 invalid_request'],
      [{ checks: null }, '400 invalid_request'],
      [{ name: null }, '400 invalid_request'],
      [{ cadence: '1d' }, '409 monitor_scope_fixed'],
      [{ segmentsOf: 'country' }, '409 monitor_scope_fixed'],
      [{ monitorId: 'x' }, '400 invalid_request'],
    ] as const) {
      expect(`${JSON.stringify(patch)} ${codeOf(await send('PATCH', url, patch))}`).toBe(
        `${JSON.stringify(patch)} ${expected}`,
      );
    }
    expect((await send('GET', url)).body).toMatchObject({ version: 1 });
  });

  it('a monitor that is removed while it is evaluated leaves nothing behind', async () => {
    const made = await make(draft({ name: 'removed', noData: 'alert' }));
    const { monitorId } = made.body as { monitorId: string };
    const loop = rig.newLoop();
    loop.start();
    const answers = await Promise.all([
      send('DELETE', `/v1/monitors/${monitorId}`),
      send('PATCH', `/v1/monitors/${monitorId}`, { resolveAfter: 3 }),
      send('DELETE', `/v1/monitors/${monitorId}`),
    ]);
    await loop.stop();
    for (const answer of answers) {
      expect(['200 fine', '204 fine', '404 monitor_not_found']).toContain(codeOf(answer));
    }
    const open = await rig.alerts.list(model.projectId, {
      modelId: model.modelId,
      open: true,
      limit: 9,
    });
    expect(open.filter((alert) => alert.monitorId === monitorId)).toEqual([]);
  });
});

const features = (row: number) => ({ amount: row % 100, country: row % 2 === 0 ? 'DE' : 'FR' });

function baselineRows(): BaselineRow[] {
  return Array.from({ length: 3_000 }, (_, row) => ({
    eventTimeMs: T0 - (row + 1) * 60_000,
    version: '',
    features: features(row),
    outputs: [{ name: 'default', score: (row % 10) / 10, decision: 'yes', value: null }],
    labels: [],
    latencyMs: null,
    weight: 1,
  }));
}

function predictions(): object[] {
  return Array.from({ length: 240 }, (_, row) => ({
    predictionId: `p${row}`,
    time: T0 + row * 360_000,
    features: features(row),
    score: (row % 10) / 10,
    decision: 'yes',
  }));
}
