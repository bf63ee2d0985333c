import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { createAlertStore } from '../../adapters/storage/postgres/alert-store.ts';
import { createBaselineStore } from '../../adapters/storage/postgres/baseline-store.ts';
import { createKeyStore } from '../../adapters/storage/postgres/key-store.ts';
import { createModelStore } from '../../adapters/storage/postgres/model-store.ts';
import { createMonitorStore } from '../../adapters/storage/postgres/monitor-store.ts';
import type { SilenceBody, SilencePreviewBody } from '../../contract/silence.ts';
import { freshPostgres } from '../../testing/engines.ts';
import { createTestModel } from '../../testing/ingest-rig.ts';
import { insertControlStories, storyAlertId } from '../../testing/model-story.ts';
import { createTestApp } from '../../testing/test-app.ts';
import { openQuiet } from '../quiet/open-quiet.ts';
import { alertRoutes } from './alerts.ts';

const NOW_MS = Date.parse('2026-06-15T00:00:00Z');
const DAY_MS = 86_400_000;
const STORY = {
  name: 'churn',
  timeZone: 'Europe/Berlin',
  windows: 30,
  endMs: NOW_MS,
  alerts: [
    { feature: 'distance', severity: 'critical', state: 'firing', opened: 28, last: 29 },
    { feature: 'hour', severity: 'warning', state: 'resolved', opened: 25, last: 26 },
    { feature: 'origin', severity: 'warning', state: 'resolved', opened: 2, last: 3 },
  ],
} as const;
const OPEN_ALERT = storyAlertId(STORY, 0);

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let app: FastifyInstance;
let nowMs = NOW_MS;
let quiet: ReturnType<typeof openQuiet>;

beforeAll(async () => {
  postgres = await freshPostgres({ migrated: true });
  const { pool } = postgres;
  const keys = createKeyStore(pool);
  const subjects = {
    models: createModelStore(pool),
    monitors: createMonitorStore(pool),
    baselines: createBaselineStore(pool),
  };
  const now = () => nowMs;
  const logger = pino({ level: 'silent' });
  quiet = openQuiet({ postgres: pool, subjects, keys, publicUrl: null, logger, now });
  app = await createTestApp({
    routes: [
      quiet.routes,
      alertRoutes({
        alerts: createAlertStore(pool),
        models: subjects.models,
        keys,
        mutes: quiet.mutes,
      }),
    ],
  });
  await insertControlStories(pool, [STORY]);
  await createTestModel(pool, { name: 'other' });
});
afterAll(async () => {
  await quiet.loop.stop();
  await app.close();
  await postgres.drop();
});

async function call<Body = Record<string, unknown>>(
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  body?: object,
) {
  const payload = body === undefined ? {} : { payload: body };
  const response = await app.inject({ method, url, ...payload });
  return { status: response.statusCode, body: response.json() as Body };
}

const draft = (change: object = {}) => ({
  matchers: ['model=churn', 'severity=critical'],
  endsAt: new Date(nowMs + DAY_MS).toISOString(),
  comment: 'a migration',
  ...change,
});
const create = async (change: object = {}) =>
  (await call<SilenceBody>('POST', '/v1/silences', draft(change))).body;
const silencedBy = async () =>
  (await call<{ silencedBy: unknown[] }>('GET', `/v1/alerts/${OPEN_ALERT}`)).body.silencedBy;

describe('silences over HTTP', () => {
  it('are made, read, listed, shown on the alert, and ended', async () => {
    const created = await call<SilenceBody>('POST', '/v1/silences', draft());
    expect(created).toEqual({
      status: 201,
      body: {
        silenceId: expect.stringMatching(/^sil_/),
        matchers: ['model="churn"', 'severity="critical"'],
        state: 'active',
        startsAt: '2026-06-15T00:00:00.000Z',
        endsAt: '2026-06-16T00:00:00.000Z',
        repeat: null,
        inForceUntil: '2026-06-16T00:00:00.000Z',
        nextInForce: null,
        author: 'operator',
        comment: 'a migration',
        createdAt: '2026-06-15T00:00:00.000Z',
        replaces: null,
      },
    });
    const { silenceId } = created.body;
    expect(await call('GET', `/v1/silences/${silenceId}`)).toEqual({
      status: 200,
      body: created.body,
    });
    const listed = await call<{ silences: SilenceBody[] }>('GET', '/v1/silences?state=active');
    expect(listed.body.silences).toEqual([created.body]);
    expect(await silencedBy()).toEqual([
      {
        silenceId,
        reason: 'silenced',
        comment: 'a migration',
        author: 'operator',
        until: '2026-06-16T00:00:00.000Z',
      },
    ]);
    const expired = await call('POST', `/v1/silences/${silenceId}/expire`);
    expect(expired).toMatchObject({ status: 200, body: { state: 'expired', inForceUntil: null } });
    expect(await silencedBy()).toEqual([]);
    expect(await call('POST', `/v1/silences/${silenceId}/expire`)).toMatchObject({
      status: 409,
      body: { error: { code: 'silence_expired' } },
    });
  });

  it('are edited by putting another in their place', async () => {
    const before = await create({ author: 'ann' });
    const url = `/v1/silences/${before.silenceId}`;
    const { body: after } = await call<SilenceBody>('PUT', url, draft({ comment: 'longer' }));
    expect(after).toMatchObject({ state: 'active', comment: 'longer', replaces: before.silenceId });
    expect((await call('GET', url)).body).toMatchObject({ state: 'expired', author: 'ann' });
    expect(await call('PUT', url, draft())).toMatchObject({ status: 409 });
    await call('POST', `/v1/silences/${after.silenceId}/expire`);
  });

  it('begin later, and never if they are ended before', async () => {
    const startsAt = nowMs + 3_600_000;
    const { silenceId, ...pending } = await create({ startsAt, matchers: ['model=other'] });
    expect(pending).toMatchObject({ state: 'pending', nextInForce: '2026-06-15T01:00:00.000Z' });
    const { body } = await call('POST', `/v1/silences/${silenceId}/expire`);
    expect(body).toMatchObject({ state: 'expired', startsAt: '2026-06-15T00:00:00.000Z' });
  });

  it('repeat in the time zone of the model that they name', async () => {
    const repeat = { cron: '30 4 * * *', durationMinutes: 90 };
    const endsAt = '2030-01-01T00:00:00Z';
    const window = await create({ repeat, endsAt });
    expect(window).toMatchObject({
      state: 'pending',
      repeat: { ...repeat, timeZone: 'Europe/Berlin' },
      nextInForce: '2026-06-15T02:30:00.000Z',
    });
    expect(await silencedBy()).toEqual([]);
    nowMs = Date.parse('2026-06-16T03:59:00Z');
    expect(await silencedBy()).toMatchObject([
      { reason: 'maintenance', until: '2026-06-16T04:00:00.000Z' },
    ]);
    nowMs = NOW_MS;
    await call('POST', `/v1/silences/${window.silenceId}/expire`);
    const other = await create({ repeat, endsAt, matchers: ['model=~".+"'] });
    expect(other.repeat?.timeZone).toBe('UTC');
    await call('POST', `/v1/silences/${other.silenceId}/expire`);
  });

  test.each<[string, object, string, RegExp]>([
    ['an unknown label', { matchers: ['owner=ann'] }, 'invalid_matcher', /no label owner/],
    ['a bad expression', { matchers: ['model=~"("'] }, 'invalid_matcher', /cannot be read/],
    ['matchers that mute all', { matchers: ['severity!=none'] }, 'invalid_silence', /everything/],
    ['no matcher', { matchers: [] }, 'invalid_request', /fewer than 1/],
    ['an end in the past', { endsAt: NOW_MS - 1 }, 'invalid_silence', /over already/],
    ['an end before the start', { startsAt: NOW_MS + 2 * DAY_MS }, 'invalid_silence', /before it/],
    ['a time that is none', { endsAt: 'soon' }, 'invalid_request', /ISO 8601/],
    ['no end', { endsAt: undefined }, 'invalid_request', /endsAt/],
    ['no comment', { comment: ' ' }, 'invalid_silence', /why/],
    [
      'a pattern that is none',
      { repeat: { cron: '99 * * * *', durationMinutes: 1 } },
      'invalid_silence',
      /cannot be read/,
    ],
    [
      'a pattern that never happens',
      { repeat: { cron: '0 0 30 2 *', durationMinutes: 1 } },
      'invalid_silence',
      /never happens/,
    ],
    [
      'a zone that is none',
      { repeat: { cron: '0 0 * * *', durationMinutes: 1, timeZone: 'Mars' } },
      'unknown_time_zone',
      /./,
    ],
  ])('%s is refused', async (_, change, code, detail) => {
    const { status, body } = await call('POST', '/v1/silences', draft(change));
    expect(status).toBe(400);
    expect(body['error']).toMatchObject({ code });
    expect(JSON.stringify(body)).toMatch(detail);
  });

  it('that are not there are not found', async () => {
    for (const [method, url] of [
      ['GET', '/v1/silences/sil_none'],
      ['POST', '/v1/silences/sil_none/expire'],
    ] as const) {
      expect(await call(method, url)).toMatchObject({
        status: 404,
        body: { error: { code: 'silence_not_found' } },
      });
    }
    expect(await call('PUT', '/v1/silences/sil_none', draft())).toMatchObject({ status: 404 });
  });
});

describe('the preview', () => {
  const preview = async (...matchers: string[]) =>
    (await call<SilencePreviewBody>('POST', '/v1/silences/preview', { matchers })).body;

  it('counts open alerts and those of the last seven days, and no older ones', async () => {
    const { matchers, openCount, recentCount, alerts } = await preview('model=churn');
    expect({ matchers, openCount, recentCount }).toEqual({
      matchers: ['model="churn"'],
      openCount: 1,
      recentCount: 1,
    });
    expect(alerts.map(({ open, labels }) => [open, labels['column'], labels['severity']])).toEqual([
      [true, 'distance', 'critical'],
      [false, 'hour', 'warning'],
    ]);
  });

  it('finds nothing where nothing matches', async () => {
    expect(await preview('model=churn', 'column=~"d.*"', 'severity=warning')).toMatchObject({
      openCount: 0,
      recentCount: 0,
      alerts: [],
    });
  });
});

describe('an acknowledgement', () => {
  const act = (what: string, body: object) =>
    call<Record<string, unknown>>('POST', `/v1/alerts/${OPEN_ALERT}/${what}`, body);

  it('has an author and a comment, can be taken back, and stays on the timeline', async () => {
    expect(await act('unacknowledge', {})).toMatchObject({
      status: 409,
      body: { error: { code: 'alert_not_acknowledged' } },
    });
    expect(await act('acknowledge', { by: 'ann', comment: 'mine' })).toMatchObject({
      status: 200,
      body: { state: 'acknowledged', acknowledgedBy: 'ann' },
    });
    await act('acknowledge', { by: 'bob' });
    await act('acknowledge', { by: 'bob', comment: 'helping' });
    expect(await act('unacknowledge', { by: 'ann', comment: 'home now' })).toMatchObject({
      status: 200,
      body: { state: 'firing', acknowledgedBy: null, acknowledgedAt: null },
    });
    const { body } = await call<{ notes: Record<string, unknown>[] }>(
      'GET',
      `/v1/alerts/${OPEN_ALERT}`,
    );
    expect(body.notes.map((note) => [note['kind'], note['author'], note['comment']])).toEqual([
      ['acknowledged', 'ann', 'mine'],
      ['acknowledged', 'bob', 'helping'],
      ['unacknowledged', 'ann', 'home now'],
    ]);
  });
});

describe('the loop', () => {
  it('marks what a silence mutes, and notes when it is over', async () => {
    quiet.loop.start();
    const { silenceId } = await create();
    const notes = async () => {
      const { body } = await call<{ notes: Record<string, unknown>[] }>(
        'GET',
        `/v1/alerts/${OPEN_ALERT}`,
      );
      const told = body.notes.map((note) => `${note['kind']} ${note['notified']}`);
      return told.filter((one) => one.startsWith('silence'));
    };
    await vi.waitFor(async () => expect(await notes()).toEqual(['silenced false']), 10_000);
    await call('POST', `/v1/silences/${silenceId}/expire`);
    await vi.waitFor(
      async () => expect(await notes()).toEqual(['silenced false', 'silence_ended true']),
      10_000,
    );
  });
});
