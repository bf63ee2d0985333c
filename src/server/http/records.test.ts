import { parse } from 'csv-parse/sync';
import type { FastifyInstance } from 'fastify';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAlertStore } from '../../adapters/storage/postgres/alert-store.ts';
import { createKeyStore } from '../../adapters/storage/postgres/key-store.ts';
import { createSilenceMarks } from '../../adapters/storage/postgres/silences/silence-marks.ts';
import { createSilenceStore } from '../../adapters/storage/postgres/silences/silence-store.ts';
import type { BaselineRow } from '../../monitoring/baseline/baseline-row-store.ts';
import type { Model } from '../../monitoring/model/model.ts';
import { featureColumn } from '../../monitoring/profile/column-key.ts';
import { createRandom } from '../../stats/random.ts';
import { freshClickHouse, freshPostgres } from '../../testing/engines.ts';
import { waitUntil } from '../../testing/ingest-rig.ts';
import { createTestApp } from '../../testing/test-app.ts';
import { PATIENCE_MS, startWatchRig, type WatchRig } from '../../testing/watch-rig.ts';
import { createReadMutes } from '../quiet/read-mutes.ts';
import { openReadApi } from '../read-api/open-read-api.ts';
import { alertRoutes } from './alerts.ts';

type Row = Record<string, unknown>;
interface Body {
  readonly nextCursor: string | null;
  readonly error: { readonly code: string; readonly where?: string };
  readonly [name: string]: unknown;
}

const HOUR_MS = 3_600_000;
const T0 = Date.parse('2024-03-10T00:00Z');
const HOURS = 4;
const MODEL = '/v1/models/loans';

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
let rig: WatchRig;
let app: FastifyInstance;

beforeAll(async () => {
  [postgres, clickhouse] = await Promise.all([
    freshPostgres({ migrated: true }),
    freshClickHouse({ migrated: true }),
  ]);
  const engines = { postgres: postgres.pool, clickhouse: clickhouse.client };
  rig = await startWatchRig(engines);
  app = await createTestApp({
    routes: [
      alertRoutes({
        alerts: createAlertStore(postgres.pool),
        models: rig.models,
        keys: createKeyStore(postgres.pool),
        mutes: createReadMutes({
          silences: createSilenceStore(postgres.pool),
          marks: createSilenceMarks(postgres.pool),
          now: Date.now,
        }),
      }),
      ...openReadApi({ ...engines, models: rig.models, baselines: rig.baselines }),
    ],
  });
  await live();
}, 2 * PATIENCE_MS);

afterAll(async () => {
  await app?.close();
  await rig?.stop();
  await Promise.all([postgres?.drop(), clickhouse?.drop()]);
});

/** Four hours of a model whose amounts shift in the last two, watched by two checks. */
async function live(): Promise<void> {
  const model = await rig.newModel({ name: 'loans', clock: 'replay', segmentBy: ['country'] });
  const random = createRandom(7);
  const rows: BaselineRow[] = Array.from({ length: 1000 }, (_, at) => ({
    eventTimeMs: T0 - 24 * HOUR_MS,
    version: '',
    features: { amount: random.normal(), age: 40, country: at % 2 ? '=DE' : 'FR', member: true },
    outputs: [{ name: 'default', score: random.uniform(), decision: 'yes', value: null }],
    labels: [],
    latencyMs: null,
    weight: 1,
  }));
  await rig.newBaseline(model, rows);
  await rig.models.advanceWatermark(model.modelId, T0);
  const check = (feature: string, metric: string) => ({
    checkId: `${metric}(${feature})`,
    metric,
    column: featureColumn(idOf(model, feature)),
    parameters: {},
    threshold: { strategy: 'fixed', warning: 0.5, critical: 1, side: 'above' } as const,
    weight: 1,
  });
  const monitor = await rig.newMonitor(model, {
    name: 'hourly',
    cadence: '1h',
    checks: [check('amount', 'population_stability_index'), check('age', 'missing_ratio')],
  });
  for (let hour = 0; hour < HOURS; hour += 1) await predict(model, hour, 0, hour >= 2 ? 3 : 0);
  const loop = rig.newLoop();
  loop.start();
  try {
    await rig.models.advanceWatermark(model.modelId, T0 + HOURS * HOUR_MS);
    await rig.evaluated(monitor, T0 + HOURS * HOUR_MS);
    // Late rows: the first hour is said once more.
    await predict(model, 0, 1_000, 0);
    await waitUntil(
      async () => (await list('measurements?column=age')).some((row) => row['n'] === 400),
      PATIENCE_MS,
    );
  } finally {
    await loop.stop();
  }
}

const idOf = (model: Model, name: string) =>
  model.features.find((one) => one.name === name)?.featureId ?? 0;

async function predict(model: Model, hour: number, offset: number, shift: number): Promise<void> {
  const random = createRandom(hour * 10 + offset);
  await rig.post(
    model,
    'predictions',
    Array.from({ length: 200 }, (_, at) => ({
      predictionId: `${hour}-${offset + at}`,
      time: T0 + hour * HOUR_MS + at * 1000,
      features: {
        amount: random.normal() + shift,
        age: 40,
        country: at % 2 ? '=DE' : 'FR',
        member: true,
      },
      score: 0.9,
      decision: 'yes',
    })),
  );
}

async function get(path: string, headers: Record<string, string> = {}) {
  const url = path.startsWith('/') ? path : `${MODEL}/${path}`;
  return app.inject({ method: 'GET', url, headers });
}

async function list(path: string): Promise<Row[]> {
  const response = await get(path);
  expect(response.statusCode, response.body).toBe(200);
  const name = path.split('?')[0]?.split('/').at(-1) ?? '';
  return response.json<Body>()[name] as Row[];
}

/** Every row, one page after the other, by the header alone. */
async function follow(path: string): Promise<Row[]> {
  const rows: Row[] = [];
  let next: string | undefined = path;
  const name = path.split('?')[0]?.split('/').at(-1) ?? '';
  while (next !== undefined) {
    const response = await get(next);
    rows.push(...(response.json<Body>()[name] as Row[]));
    next = /<([^>]+)>; rel="next"/.exec(String(response.headers['link'] ?? ''))?.[1];
  }
  return rows;
}

const refused = async (path: string) => {
  const response = await get(path);
  return [response.statusCode, response.json<Body>().error.code];
};

describe('measurements', () => {
  it('come oldest window first, the last revision of each, by the names that people know', async () => {
    const rows = await list(`measurements?from=${T0}`);
    expect(rows).toHaveLength(2 * HOURS);
    const starts = rows.map((row) => row['windowStart']);
    expect(starts).toEqual(starts.toSorted());
    expect(rows[0]).toMatchObject({
      monitor: 'hourly',
      check: 'missing_ratio(age)',
      metric: 'missing_ratio',
      column: 'age',
      segment: '',
      windowStart: '2024-03-10T00:00:00.000Z',
      windowEnd: '2024-03-10T01:00:00.000Z',
      value: 0,
      n: 400,
      verdict: 'ok',
    });
  });

  it('are the same rows under the same ids, whatever the size of a page', async () => {
    for (const revisions of ['latest', 'all']) {
      const whole = await list(`measurements?revisions=${revisions}`);
      const paged = await follow(`measurements?revisions=${revisions}&limit=3`);
      expect(paged).toEqual(whole);
      expect(new Set(paged.map((row) => row['measurementId'])).size).toBe(whole.length);
    }
  });

  it('are narrowed by range, column, metric, check, monitor, segment and verdict', async () => {
    const from = new Date(T0 + 2 * HOUR_MS).toISOString();
    const count = async (query: string) => (await list(`measurements?from=${T0}&${query}`)).length;
    expect(await list(`measurements?from=${from}`)).toHaveLength(4);
    expect(await count(`to=${T0 + 2 * HOUR_MS}`)).toBe(4);
    expect(await count('column=amount')).toBe(HOURS);
    expect(await count('metric=missing_ratio')).toBe(HOURS);
    expect(await count('check=missing_ratio(age)&monitor=hourly')).toBe(HOURS);
    expect(await count('segment=')).toBe(2 * HOURS);
    expect(await count('segment=country=FR')).toBe(0);
    const critical = await list('measurements?verdict=critical');
    expect(critical.map((row) => row['column'])).toEqual(['amount', 'amount']);
  });
});

describe('verdicts', () => {
  it('are those of the measurements, with cause and revision', async () => {
    const [verdicts, measurements] = [
      await list(`verdicts?from=${T0}`),
      await list(`measurements?from=${T0}`),
    ];
    const said = (row: Row) => [row['windowStart'], row['check'], row['revision'], row['verdict']];
    expect(verdicts.map(said)).toEqual(measurements.map(said));
    expect(verdicts[0]).toMatchObject({ cause: 'late_rows', historical: true, quiet: true });
  });

  it('are paged alike, every revision included', async () => {
    for (const revisions of ['latest', 'all']) {
      const whole = await list(`verdicts?revisions=${revisions}`);
      expect(await follow(`verdicts?revisions=${revisions}&limit=3`)).toEqual(whole);
    }
    expect(await list('verdicts?verdict=critical&column=amount')).toHaveLength(2);
  });
});

describe('profiles', () => {
  it('hold bins with their edges, or categories, of every cell', async () => {
    const [amount] = await list('profiles?column=amount&segment=');
    expect(amount).toMatchObject({
      column: 'amount',
      cellStart: '2024-03-10T00:00:00.000Z',
      cellEnd: '2024-03-10T01:00:00.000Z',
      rows: 400,
      valueWeight: 400,
    });
    const bins = amount?.['bins'] as { from: number | null; to: number | null; weight: number }[];
    expect(bins.reduce((sum, bin) => sum + bin.weight, 0)).toBe(400);
    for (const { from, to } of bins) {
      if (from !== null && to !== null) expect(from).toBeLessThan(to);
    }
    expect(Math.abs(Number(amount?.['standardDeviation']) - 1)).toBeLessThan(0.3);
    const [country] = await list('profiles?column=country&segment=');
    const categories = country?.['categories'] as { value: string; weight: number }[];
    expect(categories).toHaveLength(2);
    expect(categories).toContainEqual({ value: 'FR', weight: 200 });
  });

  it('are paged and cut by range and segment', async () => {
    const whole = await list('profiles?limit=1000');
    expect(await follow('profiles?limit=7')).toEqual(whole);
    expect(new Set(whole.map((row) => row['profileId'])).size).toBe(whole.length);
    const german = await list(
      `profiles?column=amount&segment=${encodeURIComponent('country==DE')}`,
    );
    expect(german.map((row) => row['rows'])).toEqual([200, 100, 100, 100]);
    expect(await list(`profiles?column=amount&segment=&from=${T0 + 3 * HOUR_MS}`)).toHaveLength(1);
  });
});

describe('alerts', () => {
  it('are paged, latest first, and narrowed', async () => {
    const alerts = await list('/v1/alerts?model=loans&column=amount&severity=critical');
    expect(alerts).toHaveLength(1);
    expect(await list('/v1/alerts?model=loans&column=age')).toEqual([]);
    expect(await follow('/v1/alerts?limit=1')).toEqual(await list('/v1/alerts'));
    expect(await list(`/v1/alerts?to=${T0}`)).toEqual([]);
  });

  it('can be had as CSV', async () => {
    const response = await get('/v1/alerts?format=csv');
    const rows = parse(response.body, { columns: true }) as Row[];
    expect(rows).toMatchObject([{ model: 'loans', column: 'amount', severity: 'critical' }]);
  });
});

describe('formats', () => {
  it.each(['measurements', 'verdicts', 'profiles'])(
    '%s are the same in all three',
    async (name) => {
      const json = await list(`${name}?limit=50`);
      const csv = await get(`${name}?limit=50&format=csv`);
      expect(csv.headers['content-type']).toContain('text/csv');
      const rows = parse(csv.body, { columns: true }) as Row[];
      expect(rows).toHaveLength(json.length);
      expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(json[0] ?? {}));
      const file = (await get(`${name}?limit=50`, { accept: 'application/vnd.apache.parquet' }))
        .rawPayload;
      const read = await parquetReadObjects({
        file: file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer,
      });
      const plain = JSON.parse(
        JSON.stringify(read, (_, value) => (typeof value === 'bigint' ? Number(value) : value)),
      );
      expect(plain).toEqual(json);
    },
  );

  it('a page of CSV leads to the next like any other', async () => {
    const first = await get('measurements?limit=1&format=csv');
    const next = /<([^>]+)>; rel="next"/.exec(String(first.headers['link']))?.[1] ?? '';
    const second = await get(next);
    expect(second.headers['content-type']).toContain('text/csv');
    expect(second.body).not.toBe(first.body);
  });

  it('a segment that begins like a formula is not calculated by a spreadsheet', async () => {
    const { body } = await get('profiles?column=country&segment=&format=csv');
    expect(body).toContain('=DE');
    expect(body).not.toMatch(/(^|,)=/m);
  });
});

describe('bad questions', () => {
  it.each([
    ['measurements?cursor=nonsense', 400, 'bad_cursor'],
    ['measurements?cursor=WzFd', 400, 'bad_cursor'],
    ['verdicts?cursor=%00', 400, 'invalid_request'],
    ['measurements?from=2024-03-11&to=2024-03-10', 400, 'bad_range'],
    ['measurements?from=yesterday', 400, 'invalid_request'],
    ['measurements?limit=0', 400, 'invalid_request'],
    ['measurements?limit=1000000', 400, 'invalid_request'],
    ['measurements?format=xml', 400, 'invalid_request'],
    ['measurements?colour=red', 400, 'invalid_request'],
    ['measurements?column=height', 400, 'unknown_model_column'],
    ['measurements?monitor=nobody', 404, 'monitor_not_found'],
    ['profiles?baseline=nothing', 404, 'baseline_not_found'],
    ['/v1/models/nobody/verdicts', 404, 'model_not_found'],
    ['/v1/alerts?column=amount', 400, 'invalid_request'],
    ['/v1/alerts?cursor=WyJhIl0', 400, 'bad_cursor'],
  ])('%s is refused', async (path, status, code) => {
    expect(await refused(path)).toEqual([status, code]);
  });

  it('a cursor of other filters is refused, and says so', async () => {
    const { nextCursor } = (await get('measurements?limit=1')).json<Body>();
    const answer = (
      await get(`measurements?limit=1&column=amount&cursor=${nextCursor}`)
    ).json<Body>();
    expect(answer.error).toMatchObject({
      code: 'bad_cursor',
      detail: 'belongs to a question with other filters',
    });
  });

  it('an Accept header that nothing satisfies is 406', async () => {
    const response = await get('measurements', { accept: 'image/png' });
    expect([response.statusCode, response.json<Body>().error.code]).toEqual([
      406,
      'not_acceptable',
    ]);
    expect((await get('measurements', { accept: 'text/html, */*;q=0.8' })).statusCode).toBe(200);
  });
});
