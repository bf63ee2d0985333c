import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAlertStore } from '../../adapters/storage/postgres/alert-store.ts';
import { createKeyStore } from '../../adapters/storage/postgres/key-store.ts';
import type { ChannelBody } from '../../contract/channel.ts';
import type { RouteBody, RouteListBody, RoutePreviewBody } from '../../contract/route.ts';
import { freshPostgres } from '../../testing/engines.ts';
import { testLogger } from '../../testing/ingest-rig.ts';
import { insertControlStories } from '../../testing/model-story.ts';
import { createTestApp } from '../../testing/test-app.ts';
import { openChannels } from '../channels/open-channels.ts';

const NOW_MS = Date.parse('2026-06-15T00:00:00Z');
const story = (name: string) =>
  ({
    name,
    timeZone: 'Europe/Berlin',
    windows: 30,
    endMs: NOW_MS,
    alerts: [
      { feature: 'distance', severity: 'critical', state: 'firing', opened: 28, last: 29 },
      { feature: 'hour', severity: 'warning', state: 'resolved', opened: 25, last: 26 },
    ],
  }) as const;

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let app: FastifyInstance;
let channelId: string;

beforeAll(async () => {
  postgres = await freshPostgres({ migrated: true });
  const { pool } = postgres;
  app = await createTestApp({
    routes: openChannels({
      postgres: pool,
      alerts: createAlertStore(pool),
      keys: createKeyStore(pool),
      logger: testLogger,
      now: () => NOW_MS,
    }).routes,
  });
  await insertControlStories(pool, [story('pay-in'), story('churn')]);
  const { body } = await call<ChannelBody>('POST', '/v1/channels', {
    name: 'pager',
    kind: 'webhook',
    config: { url: 'http://127.0.0.1:9/' },
  });
  channelId = body.channelId;
});
afterAll(async () => {
  await app.close();
  await postgres.drop();
});

async function call<Body = Record<string, unknown>>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  body?: object,
) {
  const response = await app.inject({ method, url, ...(body === undefined ? {} : { body }) });
  const text = response.body;
  return { status: response.statusCode, body: (text === '' ? {} : JSON.parse(text)) as Body };
}

it('without any, all alerts go to all channels', async () => {
  expect((await call<RouteListBody>('GET', '/v1/routes')).body).toEqual({
    routes: [],
    default: { channels: null },
  });
});

it('are made, read, edited and deleted', async () => {
  const draft = { name: 'payments', matchers: ['model=~"pay-.*"'], channels: [channelId] };
  const { status, body } = await call<RouteBody>('POST', '/v1/routes', draft);
  expect(status).toBe(201);
  expect(body).toMatchObject({ ...draft, minSeverity: 'warning', enabled: true });
  const path = `/v1/routes/${body.routeId}`;
  expect((await call('POST', '/v1/routes', draft)).body).toMatchObject({
    error: { code: 'name_taken' },
  });
  const edited = { ...draft, minSeverity: 'critical', enabled: false };
  expect((await call('PUT', path, edited)).body).toEqual({ ...body, ...edited });
  expect((await call('GET', path)).body).toEqual({ ...body, ...edited });
  expect((await call('DELETE', path)).status).toBe(204);
  for (const method of ['GET', 'DELETE'] as const) {
    expect((await call(method, path)).body).toMatchObject({ error: { code: 'route_not_found' } });
  }
  expect((await call('PUT', path, edited)).status).toBe(404);
});

it.each([
  [{ channels: ['chn_none'] }, 'invalid_route', 'body/channels/0'],
  [{ channels: [] }, 'invalid_request', undefined],
  [{ matchers: ['colour=red'] }, 'invalid_matcher', 'body/matchers/0'],
  [{ matchers: ['model=~"("'] }, 'invalid_matcher', 'body/matchers/0'],
  [{ minSeverity: 'loud' }, 'invalid_request', undefined],
])('%j is refused as %s', async (change, code, where) => {
  const draft = { name: 'bad', channels: [channelId], ...change };
  const { status, body } = await call<{ error: object }>('POST', '/v1/routes', draft);
  expect(status).toBe(400);
  expect(body.error).toMatchObject(where === undefined ? { code } : { code, where });
});

it('the default leads to all, to some or to nobody', async () => {
  for (const channels of [[channelId], [], null]) {
    expect((await call('PUT', '/v1/routes/default', { channels })).body).toEqual({ channels });
    expect((await call<RouteListBody>('GET', '/v1/routes')).body.default).toEqual({ channels });
  }
  expect((await call('PUT', '/v1/routes/default', { channels: ['x'] })).body).toMatchObject({
    error: { code: 'invalid_route' },
  });
});

it('the preview names the alerts of 30 days and the models of today', async () => {
  const preview = async (question: object) =>
    (await call<RoutePreviewBody>('POST', '/v1/routes/preview', question)).body;
  expect(await preview({})).toMatchObject({
    openCount: 2,
    recentCount: 2,
    models: ['churn', 'pay-in'],
  });
  const paid = await preview({ matchers: ['model=~"pay-.*"'], minSeverity: 'critical' });
  expect(paid).toMatchObject({ openCount: 1, recentCount: 0, modelCount: 1, models: ['pay-in'] });
  expect(paid.alerts).toMatchObject([{ open: true, labels: { column: 'distance' } }]);
  expect(await preview({ matchers: ['model=none'] })).toMatchObject({
    openCount: 0,
    recentCount: 0,
    modelCount: 0,
  });
});
