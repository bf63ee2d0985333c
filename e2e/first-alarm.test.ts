import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { AlertBody } from '../src/contract/alert.ts';
import type { ModelOverviewWire } from '../src/contract/model-overview.ts';
import { pointsOf } from '../src/contract/series-points.ts';
import { testDirectory } from '../src/testing/engines.ts';
import { startReceiver } from '../src/testing/webhook-receiver.ts';
import { type ServerProcess, startServer } from './faults/server-process.ts';

const DAY_MS = 86_400_000;
const ROWS_A_DAY = 1_200;
const MARCH_1_MS = Date.UTC(2026, 2, 1);
const MODEL = 'churn "2" / <b>';
const path = (rest = '') => `/v1/models/${encodeURIComponent(MODEL)}${rest}`;
const iso = (ms: number) => new Date(ms).toISOString();

/** Evenly spread over [0, 1) in any run of rows. */
const spread = (row: number, step = 0.618033988749895) => (row * step) % 1;
const decisionOf = (row: number) => (spread(row, 0.7548776662466927) >= 0.5 ? 'leave' : 'stay');
const otherThan = (decision: string) => (decision === 'leave' ? 'stay' : 'leave');

function baselineCsv(): string {
  const lines = ['id,scored_at,age,city,p,said,truth'];
  for (let row = 0; row < 4_000; row += 1) {
    const said = decisionOf(row);
    const truth = row % 10 === 0 ? otherThan(said) : said;
    const at = iso(MARCH_1_MS - 30 * DAY_MS + row * 60_000);
    const city = ['Bonn', 'Ulm', 'Kiel'][row % 3];
    const score = spread(row, 0.7548776662466927).toFixed(6);
    lines.push(
      `b${row},${at},${(20 + 50 * spread(row)).toFixed(4)},${city},${score},${said},${truth}`,
    );
  }
  return lines.join('\n');
}

const predictionsOf = (day: number, older: number) =>
  Array.from({ length: ROWS_A_DAY }, (_, row) => ({
    predictionId: `d${day}-${row}`,
    time: MARCH_1_MS + day * DAY_MS + row * 60_000,
    features: { age: 20 + 50 * spread(row) + older, city: ['Bonn', 'Ulm', 'Kiel'][row % 3] },
    score: spread(row, 0.7548776662466927),
    decision: decisionOf(row),
  }));

/** Labels of a range of a day's rows; every so many are not what the model said. */
const labelsOf = (day: number, from: number, to: number, wrongEvery: number) =>
  Array.from({ length: to - from }, (_, index) => {
    const row = from + index;
    const said = decisionOf(row);
    const label = row % wrongEvery === 0 ? otherThan(said) : said;
    return { predictionId: `d${day}-${row}`, label };
  });

// Generous: what is tested is that it happens, on however busy a machine.
vi.setConfig({ testTimeout: 120_000 });

let root: string;
let server: ServerProcess;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let webhook: Webhook;

beforeAll(async () => {
  root = await testDirectory();
  receiver = await startReceiver();
  server = await startServer(join(root, 'data'));
});
afterAll(async () => {
  await server?.kill();
  await receiver?.stop();
  await rm(root, { recursive: true, force: true });
});

async function call<Body>(
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  body?: unknown,
  type = 'application/json',
): Promise<Body> {
  const answer = await fetch(`${server.url}${url}`, {
    method,
    ...(body === undefined
      ? {}
      : {
          headers: { 'content-type': type },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
  return JSON.parse(text) as Body;
}

async function eventually<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 2_000; attempt += 1) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await sleep(50);
  }
  throw new Error(`it never came to this: ${what}`);
}

const moveClock = (ms: number) => call('POST', path('/clock'), { watermark: iso(ms) });

async function accuracyOf(day: number) {
  const from = iso(MARCH_1_MS);
  const overview = await call<ModelOverviewWire>('GET', path(`/overview?from=${from}`));
  const series = overview.series.find((one) => one.metric === 'accuracy');
  const startMs = MARCH_1_MS + day * DAY_MS;
  return series && pointsOf(series.points).find((point) => point.startMs === startMs);
}

/** What the receiver was sent, each message checked against its signature. */
const messages = () =>
  receiver.received.map(({ headers, body }) => {
    const verified = webhook.verify(body, headers as Record<string, string>);
    return verified as { type: string; data: Record<string, unknown> };
  });

test('a model, a baseline, a monitor and a channel are set up over HTTP', async () => {
  await call('PUT', path(), {
    clock: 'replay',
    latenessMs: 0,
    outputs: [{ task: 'binary', classes: ['stay', 'leave'], positiveClass: 'leave' }],
  });
  const columns = 'time=scored_at&predictionId=id&score=p&decision=said&label=truth';
  const { features } = await call<{ features: { name: string; kind: string }[] }>(
    'POST',
    path(`/baselines?${columns}`),
    baselineCsv(),
    'text/csv',
  );
  expect(features.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    'age numeric',
    'city categorical',
  ]);
  const { secret } = await call<{ secret: string }>('POST', '/v1/channels', {
    name: 'hook',
    kind: 'webhook',
    config: { url: receiver.url },
  });
  webhook = new Webhook(secret);
  await moveClock(MARCH_1_MS);
  await call('POST', path('/monitors'), {
    name: 'daily',
    cadence: '1d',
    checks: [
      {
        metric: 'population_stability_index',
        column: 'age',
        threshold: { warning: 0.1, critical: 0.25 },
      },
      {
        metric: 'population_stability_index',
        column: 'city',
        threshold: { warning: 0.1, critical: 0.25 },
      },
      { metric: 'accuracy', threshold: { critical: 0.5 } },
    ],
  });
});

test('a day like the baseline alarms nobody; a shifted one alarms on the right column', async () => {
  expect(await call('POST', path('/predictions'), predictionsOf(0, 0))).toMatchObject({
    accepted: ROWS_A_DAY,
    refusedCount: 0,
  });
  await moveClock(MARCH_1_MS + DAY_MS);
  await call('POST', path('/predictions'), predictionsOf(1, 30));
  await moveClock(MARCH_1_MS + 2 * DAY_MS);

  await eventually('a webhook', async () => receiver.received[0]);
  await sleep(500);
  const told = messages();
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({
    type: 'alert.opened',
    data: {
      model: MODEL,
      column: 'age',
      severity: 'critical',
      reason: 'above_critical',
      window: { start: iso(MARCH_1_MS + DAY_MS), end: iso(MARCH_1_MS + 2 * DAY_MS) },
      n: ROWS_A_DAY,
      m: 4_000,
    },
  });
  expect(told[0]?.data['value']).toBeGreaterThan(0.25);
});

test('the server is stopped and started again, and knows what it knew', async () => {
  expect(await server.stop()).toBe(true);
  server = await startServer(join(root, 'data'));
  const { alerts } = await call<{ alerts: AlertBody[] }>('GET', '/v1/alerts');
  expect(alerts).toMatchObject([{ model: MODEL, column: 'age', state: 'firing' }]);
  expect(await accuracyOf(0)).toMatchObject({ value: null, verdict: 'no_data' });
});

test('labels that follow later measure performance, and further ones revise it', async () => {
  await call('POST', path('/labels'), labelsOf(0, 0, 600, 10));
  const first = await eventually('accuracy of half the labels', async () => {
    const point = await accuracyOf(0);
    return point?.value === null ? undefined : point;
  });
  expect(first).toMatchObject({ value: 0.9, n: 600, labelCoverage: 0.5, verdict: 'ok' });

  await call('POST', path('/labels'), labelsOf(0, 600, 1_200, 2));
  const second = await eventually('accuracy of all labels', async () => {
    const point = await accuracyOf(0);
    return point?.labelCoverage === 1 ? point : undefined;
  });
  expect(second.value).toBeCloseTo(0.7, 10);
});

test('back within bounds the alert is resolved, in order and only once told', async () => {
  await call('POST', path('/predictions'), predictionsOf(2, 0));
  await moveClock(MARCH_1_MS + 3 * DAY_MS);
  await eventually('a second message', async () => receiver.received[1]);
  await sleep(500);
  const told = messages().map(({ type, data }) => `${type} ${data['column']}`);
  expect(told).toEqual(['alert.opened age', 'alert.resolved age']);
  const keys = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(new Set(keys).size).toBe(2);
});

test('every row is accounted for, and sending it again changes nothing', async () => {
  await call('POST', path('/predictions'), predictionsOf(2, 0));
  const counts = await eventually('every row stored', async () => {
    const { predictions } = await call<{
      predictions: { accepted: number; stored: number; distinct: number; conflicts: number };
    }>('GET', path('/accounting'));
    return predictions.stored === 4 * ROWS_A_DAY ? predictions : undefined;
  });
  expect(counts).toMatchObject({
    accepted: 4 * ROWS_A_DAY,
    refused: 0,
    distinct: 3 * ROWS_A_DAY,
    conflicts: 0,
  });
});

test('SIGTERM ends it cleanly', async () => {
  expect(await server.stop()).toBe(true);
});
