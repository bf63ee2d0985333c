import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMeasurementReadModel } from '../../adapters/storage/clickhouse/measurement-read-model.ts';
import { createVolumeReadModel } from '../../adapters/storage/clickhouse/volume-read-model.ts';
import { createFleetReadModel } from '../../adapters/storage/postgres/fleet-read-model.ts';
import { createOverviewReadModel } from '../../adapters/storage/postgres/overview-read-model.ts';
import type { FleetWire } from '../../contract/fleet.ts';
import type { ModelBreakdownWire } from '../../contract/model-breakdown.ts';
import type { ModelOverviewWire } from '../../contract/model-overview.ts';
import { lastPointOf, pointsOf } from '../../contract/series-points.ts';
import { freshClickHouse, freshPostgres } from '../../testing/engines.ts';
import { insertStories, type ModelStory } from '../../testing/model-story.ts';
import { controlAccess } from './access.ts';
import { answerErrors } from './error-handler.ts';
import { fleetRoutes } from './fleet.ts';
import { modelOverviewRoutes } from './model-overview.ts';
import { checkSchemas } from './schema-check.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 5, 15, 0, 30);
const TODAY_MS = Date.UTC(2026, 5, 15);
const drifting = (feature: string, window: number) =>
  feature === 'distance' && window >= 38 ? 1.43 : 0.03;

const STORIES: readonly ModelStory[] = [
  { name: 'well', windows: 40, endMs: TODAY_MS, auc: (window) => (window < 38 ? 0.8 : null) },
  {
    name: 'drifting',
    windows: 40,
    endMs: TODAY_MS,
    drift: drifting,
    segment: 'origin=ORD',
    version: (window) => (window < 35 ? 'v1' : 'v2'),
    alerts: [{ feature: 'distance', severity: 'critical', state: 'firing', opened: 38, last: 39 }],
  },
  { name: 'silent', windows: 10, endMs: TODAY_MS - 20 * DAY_MS },
  { name: 'unwatched', windows: 3, endMs: TODAY_MS, monitored: false, hasBaseline: false },
  {
    name: 'replayed',
    clock: 'replay',
    timeZone: 'America/Chicago',
    windows: 20,
    endMs: Date.UTC(2001, 3, 10, 5),
    auc: () => 0.6,
  },
  { name: '<b>bold</b> & "quoted"', windows: 1, endMs: TODAY_MS },
];

const app = Fastify();
const engines: { drop(): Promise<void> }[] = [];

beforeAll(async () => {
  const postgres = await freshPostgres({ migrated: true });
  const clickhouse = await freshClickHouse({ migrated: true });
  engines.push(postgres, clickhouse);
  await insertStories({ pool: postgres.pool, client: clickhouse.client }, STORIES);
  answerErrors(app);
  checkSchemas(app);
  controlAccess(app, {
    anyKeyExists: async () => false,
    find: async () => null,
    isOperator: () => false,
  });
  const deps = {
    fleet: createFleetReadModel(postgres.pool),
    volume: createVolumeReadModel(clickhouse.client),
    measurements: createMeasurementReadModel(clickhouse.client),
    overview: createOverviewReadModel(postgres.pool),
    now: () => NOW_MS,
  };
  await app.register(fleetRoutes(deps));
  await app.register(modelOverviewRoutes(deps));
});

afterAll(async () => {
  await app.close();
  for (const engine of engines) await engine.drop();
});

async function get<Body>(url: string): Promise<Body> {
  const answer = await app.inject({ url, headers: { host: '127.0.0.1' } });
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
  return answer.json();
}

const overviewOf = (model: string, query = '') =>
  get<ModelOverviewWire>(`/v1/models/${encodeURIComponent(model)}/overview${query}`);

const breakdownOf = (model: string, query = '') =>
  get<ModelBreakdownWire>(`/v1/models/${encodeURIComponent(model)}/breakdown${query}`);

test('the fleet comes worst first, and unknown is not well', async () => {
  const fleet = await get<FleetWire>('/v1/fleet');
  expect(fleet.headline).toBe('2 of 6 models need attention; 2 are not fully known.');
  expect(fleet.models.map(({ name, health }) => [name, health.worst])).toEqual([
    ['drifting', 'critical'],
    ['replayed', 'critical'],
    ['silent', 'no_data'],
    ['<b>bold</b> & "quoted"', 'ok'],
    ['well', 'ok'],
    ['unwatched', null],
  ]);
});

test('only the worst of a fleet come where so many are asked for', async () => {
  const { headline, count, models } = await get<FleetWire>('/v1/fleet?limit=2');
  expect(headline).toBe('2 of 6 models need attention; 2 are not fully known.');
  expect(count).toBe(6);
  expect(models.map(({ name }) => name)).toEqual(['drifting', 'replayed']);
});

test('a headline states the finding with its numbers', async () => {
  const fleet = await get<FleetWire>('/v1/fleet');
  const headlines = Object.fromEntries(fleet.models.map((one) => [one.name, one.health.headline]));
  expect(headlines).toEqual({
    drifting:
      'Critical: population stability index of distance where origin=ORD is 1.43, bound 0.25, over 1,000 predictions, 14 Jun.',
    replayed: 'Critical: ROC AUC is 0.6, bound 0.65, over 900 labelled predictions, 9 Apr 2001.',
    silent: 'Nothing was judged since 25 May, although windows were due.',
    well: '8 checks passed, 14 Jun.',
    unwatched: 'Not watched yet: it has neither a baseline nor a monitor.',
    '<b>bold</b> & "quoted"': '7 checks passed, 14 Jun.',
  });
});

test('dimensions are judged apart, and performance where labels have come', async () => {
  const fleet = await get<FleetWire>('/v1/fleet');
  const of = (name: string) => fleet.models.find((one) => one.name === name)?.health;
  expect(of('drifting')?.dimensions).toEqual({
    data: { verdict: 'ok', checks: 3, failing: 0 },
    drift: { verdict: 'critical', checks: 3, failing: 1 },
    performance: { verdict: null, checks: 0, failing: 0 },
    service: { verdict: 'ok', checks: 1, failing: 0 },
    labels: { verdict: null, checks: 0, failing: 0 },
  });
  expect(of('well')?.dimensions.performance.verdict).toBe('ok');
  expect(of('well')?.labelCoverage).toBe(0.9);
  expect(of('silent')?.stale).toBe(true);
});

test('a sparkline ends with the last whole day, of a replay before its watermark', async () => {
  const fleet = await get<FleetWire>('/v1/fleet');
  const of = (name: string) => fleet.models.find((one) => one.name === name)?.volume;
  expect(of('well')?.lastDay).toBe('2026-06-14T00:00:00.000Z');
  expect(of('well')?.daily).toEqual(Array(30).fill(1000));
  expect(of('replayed')?.lastDay).toBe('2001-04-09T00:00:00.000Z');
  expect(of('replayed')?.daily.filter((rows) => rows > 0)).toHaveLength(20);
  expect(of('silent')?.daily.filter((rows) => rows > 0)).toHaveLength(10);
});

test('an overview shows volume, worst columns, alerts and versions', async () => {
  const overview = await overviewOf('drifting');
  expect(overview.range).toEqual({
    from: '2026-05-16T00:00:00.000Z',
    to: '2026-06-15T00:30:00.000Z',
    grain: '1d',
  });
  expect(overview.volume).toHaveLength(30);
  expect(overview.volume.at(-1)).toEqual({
    start: '2026-06-14T00:00:00.000Z',
    end: '2026-06-15T00:00:00.000Z',
    rows: 1000,
    erroneousRows: 0,
  });
  const [worst] = overview.series;
  expect(worst).toMatchObject({
    title: 'Population stability index',
    columnName: 'distance',
    segment: 'origin=ORD',
    worst: 'critical',
    monitorName: 'Daily watch',
  });
  if (worst === undefined) throw new Error('there is no series');
  const startMs = Date.UTC(2026, 5, 14);
  expect(pointsOf(worst.points)).toHaveLength(30);
  expect(lastPointOf(worst)).toEqual({
    startMs,
    endMs: startMs + DAY_MS,
    value: 1.43,
    warning: 0.1,
    critical: 0.25,
    n: 1000,
    m: 50_000,
    verdict: 'critical',
    labelCoverage: null,
    windows: 1,
    windowStartMs: startMs,
    windowEndMs: startMs + DAY_MS,
    seam: false,
  });
  expect(overview.alerts).toMatchObject([
    { severity: 'critical', state: 'firing', columnName: 'distance', segment: 'origin=ORD' },
  ]);
  expect(overview.marks).toMatchObject([
    { at: '2026-06-10T00:00:00.000Z', kind: 'version', text: 'version v2' },
  ]);
});

test('the heat map puts the worst column first and every window under its own day', async () => {
  const { heatMap } = await breakdownOf('drifting');
  expect(heatMap.rows.map((row) => [row.columnName, row.worst])).toEqual([
    ['distance', 'critical'],
    ['hour', 'ok'],
    ['origin', 'ok'],
  ]);
  const { span = [], startMs = [], verdict = [], check = [] } = heatMap.rows[0]?.cells ?? {};
  expect(span).toHaveLength(30);
  expect(span.map((at) => Date.parse(heatMap.spans[at]?.start ?? ''))).toEqual(startMs);
  expect(verdict.filter((one) => one === 'critical')).toHaveLength(2);
  expect(check.map((at) => heatMap.checks[at])).toContainEqual({
    title: 'Population stability index',
    unit: 'nats',
    segment: 'origin=ORD',
  });
});

test('local days around summer time are one bar and one heat map column each', async () => {
  const story: ModelStory = {
    name: 'chicago',
    clock: 'replay',
    timeZone: 'America/Chicago',
    cadence: '1h',
    windows: 24 * 20,
    endMs: Date.UTC(2001, 3, 11, 5),
    rows: () => 10,
  };
  const [postgres, clickhouse] = engines as [
    Awaited<ReturnType<typeof freshPostgres>>,
    Awaited<ReturnType<typeof freshClickHouse>>,
  ];
  await insertStories({ pool: postgres.pool, client: clickhouse.client }, [story]);
  const { volume } = await overviewOf('chicago');
  const { heatMap } = await breakdownOf('chicago');
  const day = volume.find((bar) => bar.start === '2001-04-01T06:00:00.000Z');
  expect(day).toMatchObject({ end: '2001-04-02T05:00:00.000Z', rows: 230 });
  const { span: spans = [], startMs = [], endMs = [] } = heatMap.rows[0]?.cells ?? {};
  expect(spans.length).toBeGreaterThan(15);
  for (const [at, place] of spans.entries()) {
    const span = heatMap.spans[place];
    expect(startMs[at]).toBeGreaterThanOrEqual(Date.parse(span?.start ?? ''));
    expect(endMs[at]).toBeLessThanOrEqual(Date.parse(span?.end ?? ''));
  }
});

test('a long range is thinned out to the worst window of each stretch', async () => {
  const { series } = await overviewOf('chicago', '?from=2001-03-22T05:00:00Z&to=2005-01-01');
  const points = series.flatMap((one) => pointsOf(one.points));
  expect(Math.max(...points.map((point) => point.windows))).toBeGreaterThan(30);
  for (const { startMs, endMs, windowStartMs, windowEndMs } of points) {
    expect(windowStartMs >= startMs && windowEndMs <= endMs).toBe(true);
  }
});

test('the last revision of a window is the one that counts', async () => {
  const clickhouse = engines[1] as Awaited<ReturnType<typeof freshClickHouse>>;
  await clickhouse.client.command({
    query: `INSERT INTO measurements SELECT * REPLACE (2 AS revision, 0.04 AS value,
      'ok' AS verdict, measured_at + 5 AS measured_at) FROM measurements
      WHERE model_id = {model:String} AND check_id = 'psi_distance'
        AND window_start = '2026-06-13 00:00:00'`,
    query_params: { model: 'mdl_6472696674696e67' },
  });
  const { series } = await overviewOf('drifting');
  expect(series[0]?.points.value.slice(-2)).toEqual([0.04, 1.43]);
});

test.each([
  ['an unknown model is not found', '/v1/models/nobody/overview', 404, 'model_not_found'],
  [
    'a range that ends before it begins is refused',
    '/v1/models/well/overview?from=2026-06-02&to=2026-06-01',
    400,
    'invalid_request',
  ],
  [
    'a time before every calendar is refused',
    '/v1/models/well/overview?from=-8000000000000000',
    400,
    'invalid_request',
  ],
  ['a time that is none is refused', '/v1/models/well/overview?from=soon', 400, 'invalid_request'],
  ['nor has it a breakdown', '/v1/models/nobody/breakdown', 404, 'model_not_found'],
  [
    'a breakdown of a range that ends before it begins is refused',
    '/v1/models/well/breakdown?from=2026-06-02&to=2026-06-01',
    400,
    'invalid_request',
  ],
  ['an unknown range is refused', '/v1/models/well/overview?range=2d', 400, 'invalid_request'],
])('%s', async (_, url, status, code) => {
  const answer = await app.inject({ url, headers: { host: '127.0.0.1' } });
  expect([answer.statusCode, answer.json().error.code]).toEqual([status, code]);
});
