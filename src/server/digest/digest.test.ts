import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { newWebhookSecret } from '../../adapters/channels/webhook/sign.ts';
import { re2Patterns } from '../../adapters/silence/re2-patterns.ts';
import { createAlertStore } from '../../adapters/storage/postgres/alert-store.ts';
import { createDigestStore } from '../../adapters/storage/postgres/routes/digest-store.ts';
import { createRouteStore } from '../../adapters/storage/postgres/routes/route-store.ts';
import { createSilenceStore } from '../../adapters/storage/postgres/silences/silence-store.ts';
import { DIGEST_MESSAGE_SCHEMA } from '../../contract/digest-message.ts';
import type { DigestMessage } from '../../monitoring/digest/digest-message.ts';
import type { DigestDelivery } from '../../monitoring/route/route.ts';
import { parseMatcher } from '../../monitoring/silence/matcher.ts';
import { freshPostgres } from '../../testing/engines.ts';
import { createNoticeRig } from '../../testing/notice-rig.ts';
import { startSlack } from '../../testing/slack-receiver.ts';
import { startMailServer } from '../../testing/smtp-receiver.ts';
import { startReceiver, status } from '../../testing/webhook-receiver.ts';
import type { Loop } from '../jobs/loop.ts';
import { sendDigests } from './send-digests.ts';

vi.setConfig({ testTimeout: 180_000 });

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let slack: Awaited<ReturnType<typeof startSlack>>;
let mail: Awaited<ReturnType<typeof startMailServer>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let rig: Awaited<ReturnType<typeof createNoticeRig>>;
let loop: Loop | null = null;

beforeAll(async () => {
  [slack, mail, receiver] = await Promise.all([startSlack(), startMailServer(), startReceiver()]);
});
afterAll(() => Promise.all([slack.stop(), mail.stop(), receiver.stop()]));
beforeEach(async () => {
  postgres = await freshPostgres({ migrated: true });
  rig = await createNoticeRig(postgres.pool);
  slack.calls.length = 0;
  mail.received.length = 0;
  receiver.received.length = 0;
  receiver.answerWith(status(200));
});
afterEach(async () => {
  await loop?.stop();
  loop = null;
  await postgres.drop();
});

const hook = () =>
  rig.channel({ kind: 'webhook', config: { url: receiver.url, secret: newWebhookSecret() } });

async function route(
  channelIds: readonly string[],
  change: Partial<DigestDelivery> = {},
  name = 'morning',
) {
  const draft = {
    name,
    matchers: [],
    minSeverity: 'warning',
    channelIds,
    delivery: {
      kind: 'digest',
      cron: '* * * * *',
      timeZone: 'Europe/Berlin',
      critical: 'digest',
      whenQuiet: 'nothing',
      ...change,
    },
    enabled: true,
  } as const;
  // The test's own time is ahead of the clock, so that nothing has to be waited for.
  const made = await createRouteStore(postgres.pool).create('default', draft, Date.now() - 1_000);
  if (made === 'name_taken') throw new Error(made);
  return made;
}

const digest = (aheadMs: number) =>
  sendDigests({
    digests: createDigestStore(postgres.pool),
    publicUrl: 'https://leeway.example',
    now: () => Date.now() + aheadMs,
  });

async function bodies(channelId: string): Promise<readonly DigestMessage[]> {
  const { rows } = await postgres.pool.query<{ body: DigestMessage }>(
    'SELECT body FROM notifications WHERE channel_id = $1 ORDER BY sequence',
    [channelId],
  );
  return rows.map((row) => row.body);
}

it('sums up what opened, is open and ended, once a slot, for programs and for people', async () => {
  const toHook = await hook();
  const toSlack = await rig.channel({
    kind: 'slack',
    config: { token: 'xoxb-1', channel: '#alerts', apiUrl: slack.apiUrl, runbookUrl: null },
  });
  const toMail = await rig.channel({
    kind: 'email',
    config: {
      host: '127.0.0.1',
      port: mail.port,
      security: 'none',
      auth: null,
      from: 'leeway@example.com',
      to: ['ada@example.com'],
      runbookUrl: null,
    },
  });
  await route([toHook, toSlack, toMail]);
  await rig.judge(1, ['critical', 'warning', 'critical']);
  expect(await bodies(toHook)).toEqual([]);

  // Four servers at once.
  await Promise.all([1, 2, 3, 4].map(() => digest(2 * MINUTE_MS)));
  await digest(2 * MINUTE_MS);
  const [first, ...others] = await bodies(toHook);
  expect(others).toEqual([]);
  const ajv = new Ajv2020({ strict: true, formats: { 'date-time': true } });
  expect(ajv.validate(DIGEST_MESSAGE_SCHEMA, first), ajv.errorsText()).toBe(true);
  expect(first?.data).toMatchObject({
    route: { name: 'morning' },
    severity: 'critical',
    counts: { open: 3, opened: 3, resolved: 0, silenced: 0 },
    models: [{ open: 3, alerts: [{ isNew: true, severity: 'critical' }, {}, {}] }],
  });

  loop = rig.startLoop(() => Date.now() + 3 * MINUTE_MS);
  await expect
    .poll(() => [receiver.received.length, slack.calls.length, mail.received.length], {
      timeout: 60_000,
    })
    .toEqual([1, 1, 1]);
  expect(String(slack.calls[0]?.body['text'])).toMatch(
    /^Digest: 3 alerts are open, 2 of them critical\. 3 opened and 0 ended since /,
  );
  expect(JSON.stringify(slack.calls[0]?.body)).toContain('• Critical, new: Population stability');
  const letter = mail.received[0];
  expect(letter?.text).toContain('- Critical, new: Population stability');
  expect(letter?.text).toMatch(/ {2}https:\/\/leeway\.example\/alerts\/alt_/);
  expect(letter?.html).toContain('<a href="https://leeway.example/models/');

  await rig.judge(2, ['ok', 'warning', 'critical']);
  await postgres.pool.query('UPDATE routes SET digested_until = $1', [new Date(Date.now() - 1)]);
  await postgres.pool.query(
    `UPDATE alert_transitions SET occurred_at = occurred_at - interval '1 hour' WHERE kind = 'opened'`,
  );
  await postgres.pool.query(
    `UPDATE alert_transitions SET occurred_at = now() WHERE kind = 'resolved'`,
  );
  await digest(4 * MINUTE_MS);
  const second = (await bodies(toHook))[1];
  expect(second?.data.counts).toEqual({ open: 2, opened: 0, resolved: 1, silenced: 0 });
});

it('what only a digest tells of counts as told, its end too; what has no way does not', async () => {
  const told = async () =>
    (await postgres.pool.query('SELECT kind, notify FROM alert_transitions ORDER BY 1')).rows;
  const { routeId } = await route([await hook()]);
  await rig.judge(1, ['warning']);
  await rig.judge(2, ['ok']);
  expect(await told()).toEqual([
    { kind: 'opened', notify: true },
    { kind: 'resolved', notify: true },
  ]);
  const routes = createRouteStore(postgres.pool);
  await routes.remove('default', routeId);
  await routes.setDefaultChannels('default', []);
  await postgres.pool.query('DELETE FROM alert_transitions');
  await rig.judge(5, ['warning']);
  expect(await told()).toEqual([{ kind: 'opened', notify: false }]);
});

it('waits in the outbox and is tried again under its one key', async () => {
  const channelId = await hook();
  await route([channelId]);
  await rig.judge(1, ['warning']);
  await digest(2 * MINUTE_MS);
  const answers = [500, 503];
  receiver.answerWith((response, one) => status(answers.shift() ?? 200)(response, one));
  let ahead = 3 * MINUTE_MS;
  loop = rig.startLoop(() => {
    ahead += 10_000_000;
    return Date.now() + ahead;
  });
  await expect
    .poll(() => rig.states(channelId), { timeout: 60_000 })
    .toEqual(['alerts.digest 0 delivered']);
  const keys = new Set(receiver.received.map(({ headers }) => headers['webhook-id']));
  expect([receiver.received.length, keys.size]).toEqual([3, 1]);
});

it('what is critical does not wait where it need not, and is no part of it', async () => {
  const channelId = await hook();
  await route([channelId], { critical: 'immediately' });
  await rig.judge(1, ['critical', 'warning']);
  expect(await rig.states(channelId)).toEqual(['alert.opened 1 pending']);
  await digest(2 * MINUTE_MS);
  expect((await bodies(channelId))[1]?.data.counts).toMatchObject({ open: 1 });
  // What gets worse than a digest is told at once, and so is its end.
  await rig.judge(2, ['critical', 'critical']);
  await rig.judge(3, ['critical', 'ok']);
  expect((await rig.states(channelId)).map((text) => text.split(' ')[0])).toEqual([
    'alert.opened',
    'alerts.digest',
    'alert.escalated',
    'alert.resolved',
  ]);
});

it('what is silenced is left out and counted; nothing to say is not said', async () => {
  const channelId = await hook();
  await route([channelId]);
  await digest(2 * MINUTE_MS);
  expect(await bodies(channelId)).toEqual([]);
  await rig.judge(1, ['warning', 'warning']);
  const matcher = parseMatcher('segment="country=1"', re2Patterns);
  if ('fault' in matcher) throw new Error(matcher.fault);
  await createSilenceStore(postgres.pool).create(
    'default',
    {
      matchers: [matcher],
      startMs: Date.now(),
      endMs: Date.now() + DAY_MS,
      repeat: null,
      author: 'ada',
      comment: 'known',
    },
    Date.now(),
  );
  await digest(4 * MINUTE_MS);
  expect((await bodies(channelId))[0]?.data.counts).toMatchObject({ open: 1, silenced: 1 });
});

it('says once a week that all is quiet, where it is asked to', async () => {
  const channelId = await hook();
  await route([channelId], { whenQuiet: 'weekly' });
  for (const days of [1, 6, 7, 8, 13, 14]) await digest(days * DAY_MS + MINUTE_MS);
  const said = await bodies(channelId);
  expect(said.map(({ data }) => data.sentence.slice(0, 10))).toEqual(['All quiet:', 'All quiet:']);
});

it('what a digest was to tell of goes another way where its route is deleted before', async () => {
  const [byDigest, atOnce] = [await hook(), await hook()];
  const { routeId } = await route([byDigest]);
  const routes = createRouteStore(postgres.pool);
  await routes.setDefaultChannels('default', [atOnce]);
  await rig.judge(1, ['critical']);
  expect([await bodies(byDigest), await bodies(atOnce)]).toEqual([[], []]);
  await routes.remove('default', routeId);
  const [alert] = await createAlertStore(postgres.pool).list('default', { limit: 10 });
  expect(alert?.unrouted).toBe(true);
  await rig.judge(2, ['critical']);
  await rig.judge(3, ['ok']);
  expect(await rig.states(atOnce)).toEqual(['alert.opened 1 pending', 'alert.resolved 1 pending']);
});

it('what ends after the time of a late digest is told by the next one, and once', async () => {
  const channelId = await hook();
  await route([channelId], { cron: '0 * * * *' });
  await rig.judge(1, ['warning', 'warning', 'warning']);
  await rig.judge(2, ['ok', 'warning', 'warning']);
  const { pool } = postgres;
  // As if a server had been away: the slot is long ago when it is dealt with.
  const hour = Date.parse('2026-03-02T09:00:00Z');
  await pool.query('UPDATE routes SET digested_until = $1', [new Date(hour - DAY_MS)]);
  const happened = (kind: string, ms: number) =>
    pool.query('UPDATE alert_transitions SET occurred_at = $2 WHERE kind = $1', [
      kind,
      new Date(ms),
    ]);
  await happened('opened', hour - MINUTE_MS);
  await happened('resolved', hour + 20 * MINUTE_MS);
  const at = (ms: number) =>
    sendDigests({ digests: createDigestStore(pool), publicUrl: null, now: () => ms });
  await at(hour + 30 * MINUTE_MS);
  await at(hour + 61 * MINUTE_MS);
  await at(hour + 121 * MINUTE_MS);
  expect((await bodies(channelId)).map(({ data }) => data.counts)).toEqual([
    { open: 2, opened: 2, resolved: 0, silenced: 0 },
    { open: 2, opened: 0, resolved: 1, silenced: 0 },
    { open: 2, opened: 0, resolved: 0, silenced: 0 },
  ]);
});

it('a digest that cannot be made keeps no other one back, and is not passed over in silence', async () => {
  const channelId = await hook();
  const made = [await route([channelId]), await route([channelId], {}, 'evening')];
  const [first] = made.map(({ routeId }) => routeId).sort();
  await postgres.pool.query(
    `UPDATE routes SET delivery = delivery || '{"timeZone": "Mars/Olympus"}' WHERE route_id = $1`,
    [first],
  );
  await rig.judge(1, ['warning']);
  await expect(digest(2 * MINUTE_MS)).rejects.toThrow(`the digest of route ${first} failed`);
  const told = (await bodies(channelId)).map(({ data }) => data.route.id);
  expect(told).toEqual(made.map(({ routeId }) => routeId).filter((id) => id !== first));
});
