import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAlertStore } from '../../adapters/storage/postgres/alert-store.ts';
import { createKeyStore } from '../../adapters/storage/postgres/key-store.ts';
import { createModelStore } from '../../adapters/storage/postgres/model-store.ts';
import type { AlertBody } from '../../contract/alert.ts';
import type { AlertDetailsBody } from '../../contract/alert-details.ts';
import { freshPostgres } from '../../testing/engines.ts';
import {
  insertControlStories,
  type ModelStory,
  type StoryAlert,
  storyAlertId,
} from '../../testing/model-story.ts';
import { createTestApp } from '../../testing/test-app.ts';
import { alertRoutes } from './alerts.ts';

const NAME = 'loans';
const COUNT = 60;

/** Every mix of state, severity and urgency, many of them opened in the same window. */
const ALERTS = Array.from(
  { length: COUNT },
  (_, at): StoryAlert => ({
    feature: at % 2 === 0 ? 'amount' : 'income',
    segment: `country=${'DE FR IT ES'.split(' ')[at % 4]}`,
    severity: at % 3 === 0 ? 'critical' : 'warning',
    state: (['firing', 'acknowledged', 'resolved'] as const)[at % 5 === 0 ? 2 : at % 2] ?? 'firing',
    opened: at % 4,
    last: 5,
    urgentWith: at % 7 === 0 ? [storyAlertId({ name: NAME }, at === 0 ? 7 : 0)] : [],
  }),
);
const STORY: ModelStory = {
  name: NAME,
  windows: 8,
  endMs: Date.UTC(2026, 5, 15),
  features: ['amount', 'income'],
  segments: { dimension: 'country', values: ['DE', 'FR', 'IT', 'ES'] },
  alerts: ALERTS,
};

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let app: FastifyInstance;

beforeAll(async () => {
  postgres = await freshPostgres({ migrated: true });
  await insertControlStories(postgres.pool, [STORY]);
  app = await createTestApp({
    routes: [
      alertRoutes({
        alerts: createAlertStore(postgres.pool),
        models: createModelStore(postgres.pool),
        keys: createKeyStore(postgres.pool),
        mutes: async () => new Map(),
      }),
    ],
  });
});

afterAll(async () => {
  await app?.close();
  await postgres?.drop();
});

interface Page {
  readonly alerts: readonly AlertBody[];
  readonly nextCursor: string | null;
}

const read = async (query: string) => (await app.inject(`/v1/alerts?${query}`)).json() as Page;

async function follow(query: string): Promise<AlertBody[]> {
  const found: AlertBody[] = [];
  let cursor: string | null = null;
  do {
    const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await read(`${query}${after}`);
    found.push(...page.alerts);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

const ids = (alerts: readonly AlertBody[]) => alerts.map(({ alertId }) => alertId);

/** What the documentation promises: open before resolved, urgent first, then by severity. */
const placeOf = (alert: AlertBody): number[] => [
  alert.state === 'resolved' ? 1 : 0,
  alert.priority === 'urgent' ? 0 : 1,
  alert.severity === 'critical' ? 0 : 1,
  -Date.parse(alert.openedWindow),
];

it.each([1, 7, 20, COUNT])('the worst first, %i a page: each of them once', async (limit) => {
  const whole = await read('order=worst&limit=500');
  expect(whole.nextCursor).toBeNull();
  expect(whole.alerts).toHaveLength(COUNT);
  expect(ids(await follow(`order=worst&limit=${limit}`))).toEqual(ids(whole.alerts));
});

it('the worst first is open before resolved, urgent first, then by severity and age', async () => {
  const places = (await follow('order=worst&limit=7')).map(placeOf);
  const sorted = [...places].sort((a, b) => {
    const at = a.findIndex((part, index) => part !== b[index]);
    return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
  });
  expect(places).toEqual(sorted);
  expect(new Set(places.map((place) => place.slice(0, 3).join())).size).toBe(8);
});

it.each(['column=income', 'open=true', 'severity=warning', 'state=acknowledged'])(
  'the worst first of those with %s, page by page',
  async (filter) => {
    const query = `model=${NAME}&order=worst&${filter}`;
    const whole = await read(`${query}&limit=500`);
    expect(whole.alerts.length).toBeGreaterThan(10);
    expect(whole.alerts.length).toBeLessThan(COUNT);
    expect(ids(await follow(`${query}&limit=4`))).toEqual(ids(whole.alerts));
  },
);

it('a page of the one order leads to none of the other', async () => {
  const { nextCursor } = await read('order=worst&limit=5');
  const response = await app.inject(
    `/v1/alerts?order=latest&limit=5&cursor=${encodeURIComponent(nextCursor ?? '')}`,
  );
  expect(response.statusCode).toBe(400);
  expect(response.json()).toMatchObject({ error: { code: 'bad_cursor' } });
});

it('one alert says what those are about that make it urgent', async () => {
  const other = storyAlertId({ name: NAME }, 7);
  const response = await app.inject(`/v1/alerts/${storyAlertId({ name: NAME }, 0)}`);
  const alert = response.json() as AlertDetailsBody;
  expect(alert.urgentWith).toEqual([other]);
  const { alertId, metric, check, column, segment } = (
    await app.inject(`/v1/alerts/${other}`)
  ).json() as AlertDetailsBody;
  expect(column).toBe('income');
  expect(alert.urgentAlerts).toEqual([{ alertId, metric, check, column, segment }]);
  const calm = await app.inject(`/v1/alerts/${storyAlertId({ name: NAME }, 1)}`);
  expect(calm.json()).toMatchObject({ urgentWith: [], urgentAlerts: [] });
});
