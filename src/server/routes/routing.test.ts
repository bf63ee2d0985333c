import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { newWebhookSecret } from '../../adapters/channels/webhook/sign.ts';
import { re2Patterns } from '../../adapters/silence/re2-patterns.ts';
import { createAlertStore } from '../../adapters/storage/postgres/alert-store.ts';
import { createChannelStore } from '../../adapters/storage/postgres/channel-store.ts';
import { readPlan } from '../../adapters/storage/postgres/routes/route-rows.ts';
import { createRouteStore } from '../../adapters/storage/postgres/routes/route-store.ts';
import { createSelfWatchReadModel } from '../../adapters/storage/postgres/self-watch-read-model.ts';
import { inTransaction } from '../../adapters/storage/postgres/transaction.ts';
import type { RouteDraft } from '../../monitoring/ports.ts';
import { parseMatcher } from '../../monitoring/silence/matcher.ts';
import { freshPostgres } from '../../testing/engines.ts';
import { createNoticeRig } from '../../testing/notice-rig.ts';
import { startReceiver, status } from '../../testing/webhook-receiver.ts';
import type { Loop } from '../jobs/loop.ts';

vi.setConfig({ testTimeout: 120_000 });

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let rig: Awaited<ReturnType<typeof createNoticeRig>>;
let loop: Loop | null = null;

beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.stop());
beforeEach(async () => {
  postgres = await freshPostgres({ migrated: true });
  rig = await createNoticeRig(postgres.pool);
});
afterEach(async () => {
  await loop?.stop();
  loop = null;
  await postgres.drop();
});

const hook = (url = receiver.url) =>
  rig.channel({ kind: 'webhook', config: { url, secret: newWebhookSecret() } });

async function route(name: string, change: Partial<RouteDraft> & { match?: string }) {
  const { match, ...rest } = change;
  const matcher = match === undefined ? null : parseMatcher(match, re2Patterns);
  if (matcher !== null && 'fault' in matcher) throw new Error(matcher.fault);
  const draft = {
    name,
    matchers: matcher === null ? [] : [matcher],
    minSeverity: 'warning',
    channelIds: [],
    delivery: { kind: 'immediately' },
    enabled: true,
    ...rest,
  } as const;
  const made = await createRouteStore(postgres.pool).create('default', draft, Date.now());
  if (made === 'name_taken') throw new Error(made);
  return made;
}

const said = async (channelId: string) =>
  (await rig.states(channelId)).map((text) => text.split(' ')[0]);
async function isAnybodyWaiting(): Promise<boolean> {
  const { rowCount } = await postgres.pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rowCount !== 0;
}
const alerts = () => createAlertStore(postgres.pool).list('default', { limit: 100 });

it('an alert that gets worse goes to the routes of now too, and its end to all who were told', async () => {
  const [team, pager] = [await hook(), await hook()];
  await route('warnings', { channelIds: [team], match: 'severity=warning' });
  await route('critical', { channelIds: [pager], minSeverity: 'critical' });
  await rig.judge(1, ['warning']);
  expect([await said(team), await said(pager)]).toEqual([['alert.opened'], []]);
  await rig.judge(2, ['critical']);
  await rig.judge(3, ['ok']);
  expect(await said(team)).toEqual(['alert.opened', 'alert.escalated', 'alert.resolved']);
  expect(await said(pager)).toEqual(['alert.escalated', 'alert.resolved']);
});

it('who was told hears of the end, although the route is gone by then', async () => {
  const [first, second] = [await hook(), await hook()];
  const { routeId } = await route('first', { channelIds: [first] });
  await rig.judge(1, ['critical']);
  await createRouteStore(postgres.pool).remove('default', routeId);
  await route('second', { channelIds: [second] });
  await rig.judge(2, ['ok']);
  expect([await said(first), await said(second)]).toEqual([['alert.opened', 'alert.resolved'], []]);
});

it('the end of an alert waits behind its beginning where the receiver is down', async () => {
  const answers = [500, 200, 200];
  const slow = await startReceiver((response, received) =>
    status(answers.shift() ?? 200)(response, received),
  );
  let ahead = 0;
  const channelId = await hook(slow.url);
  await route('all', { channelIds: [channelId] });
  await rig.judge(1, ['critical']);
  loop = rig.startLoop(() => Date.now() + ahead);
  await expect.poll(() => slow.received.length).toBe(1);
  await rig.judge(2, ['ok']);
  ahead = 3_600_000;
  await expect.poll(() => slow.received.length, { timeout: 60_000 }).toBe(3);
  expect(slow.received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual([
    'alert.opened',
    'alert.opened',
    'alert.resolved',
  ]);
  await slow.stop();
});

it('of one storm each channel is told its own part', async () => {
  const [germany, rest] = [await hook(), await hook()];
  await route('one', { channelIds: [germany], match: 'segment="country=1"' });
  await createRouteStore(postgres.pool).setDefaultChannels('default', [rest]);
  await rig.judge(1, ['critical', 'critical', 'critical']);
  expect([(await said(germany)).length, (await said(rest)).length]).toEqual([1, 2]);
});

it('an alert that leads nowhere says so, and is told once there is a way', async () => {
  const channelId = await hook();
  const store = createRouteStore(postgres.pool);
  await store.setDefaultChannels('default', []);
  await rig.judge(1, ['critical']);
  await rig.judge(2, ['critical']);
  const [alert] = await alerts();
  expect(alert).toMatchObject({ state: 'firing', unrouted: true });
  const steps = await createAlertStore(postgres.pool).steps(alert?.alertId ?? '');
  expect(steps).toMatchObject([{ kind: 'opened', notify: false, dropped: 'no_route' }]);
  const work = () => createSelfWatchReadModel(postgres.pool).work('default', Date.now());
  expect((await work()).unroutedAlerts).toBe(1);

  await store.setDefaultChannels('default', 'all');
  await rig.judge(3, ['critical']);
  expect(await said(channelId)).toEqual(['alert.opened']);
  expect((await alerts())[0]?.unrouted).toBe(false);
  expect((await work()).unroutedAlerts).toBe(0);
  await rig.judge(4, ['ok']);
  expect(await said(channelId)).toEqual(['alert.opened', 'alert.resolved']);
});

it('what gets worse and fits no route any more is told to whom it was told before', async () => {
  const channelId = await hook();
  await route('warnings', { channelIds: [channelId], match: 'severity=warning' });
  await createRouteStore(postgres.pool).setDefaultChannels('default', []);
  await rig.judge(1, ['warning']);
  await rig.judge(2, ['critical']);
  expect(await said(channelId)).toEqual(['alert.opened', 'alert.escalated']);
});

it('what gets worse after its only channel was deleted goes nowhere, and is told once there is a way', async () => {
  const gone = await hook();
  const { routeId } = await route('all', { channelIds: [gone] });
  await rig.judge(1, ['warning']);
  await createChannelStore(postgres.pool).remove('default', gone);
  const store = createRouteStore(postgres.pool);
  expect(await store.get('default', routeId)).toMatchObject({ channelIds: [] });
  await rig.judge(2, ['critical']);
  expect((await alerts())[0]).toMatchObject({ severity: 'critical', unrouted: true });
  await store.remove('default', routeId);
  const next = await hook();
  await rig.judge(3, ['critical']);
  expect(await said(next)).toEqual(['alert.opened']);
});

it('a route that is switched off takes nothing, and the default has what it took', async () => {
  const [mine, all] = [await hook(), await hook()];
  await route('off', { channelIds: [mine], enabled: false });
  await createRouteStore(postgres.pool).setDefaultChannels('default', [all]);
  await rig.judge(1, ['critical']);
  expect([await said(mine), await said(all)]).toEqual([[], ['alert.opened']]);
});

it('what is left to a digest while its last channel is removed is not lost with it', async () => {
  const { pool } = postgres;
  const routes = createRouteStore(pool);
  await routes.setDefaultChannels('default', []);
  const channelId = await hook();
  await rig.judge(1, ['warning']);
  const { routeId } = await route('morning', {
    channelIds: [channelId],
    delivery: {
      kind: 'digest',
      cron: '0 9 * * *',
      timeZone: 'UTC',
      critical: 'digest',
      whenQuiet: 'nothing',
    },
  });
  let isRemoved = false;
  let removing: Promise<unknown> = Promise.resolve();
  await inTransaction(pool, async (client) => {
    // As an evaluation does.
    await readPlan(client, 'default');
    await client.query(
      `UPDATE alerts SET told = 'firing', digest_routes = ARRAY[$1], unrouted = false`,
      [routeId],
    );
    removing = createChannelStore(pool)
      .remove('default', channelId)
      .then(() => {
        isRemoved = true;
      });
    await expect.poll(async () => isRemoved || (await isAnybodyWaiting())).toBe(true);
  });
  await removing;
  expect((await alerts()).map((one) => one.unrouted)).toEqual([true]);
});

it('a route can be edited while the monitor is removed whose alerts go by it', async () => {
  const { routeId } = await route('all', { channelIds: [await hook()] });
  await rig.judge(1, ['critical']);
  let removing: Promise<unknown> = Promise.resolve();
  await inTransaction(postgres.pool, async (client) => {
    await client.query('SELECT FROM routes WHERE route_id = $1 FOR UPDATE', [routeId]);
    removing = rig.remove();
    removing.catch(() => {});
    await expect.poll(isAnybodyWaiting).toBe(true);
    await client.query('SELECT FROM alerts FOR UPDATE');
  });
  await removing;
  expect((await alerts()).map((one) => one.state)).toEqual(['resolved']);
});
