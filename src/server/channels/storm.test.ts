import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { newWebhookSecret } from '../../adapters/channels/webhook/sign.ts';
import { freshPostgres } from '../../testing/engines.ts';
import { createNoticeRig } from '../../testing/notice-rig.ts';
import { refuse, startSlack } from '../../testing/slack-receiver.ts';
import { startMailServer } from '../../testing/smtp-receiver.ts';
import { startReceiver } from '../../testing/webhook-receiver.ts';
import type { Loop } from '../jobs/loop.ts';

// Hundreds of alerts are written one by one, on whatever machine this is.
vi.setConfig({ testTimeout: 180_000 });

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let slack: Awaited<ReturnType<typeof startSlack>>;
let mail: Awaited<ReturnType<typeof startMailServer>>;
let loops: Loop[] = [];
let ahead = 0;
let rig: Awaited<ReturnType<typeof createNoticeRig>>;

beforeAll(async () => {
  slack = await startSlack();
  mail = await startMailServer();
});
afterAll(async () => {
  await slack.stop();
  await mail.stop();
});
beforeEach(async () => {
  postgres = await freshPostgres({ migrated: true });
  rig = await createNoticeRig(postgres.pool);
  slack.calls.length = 0;
  mail.received.length = 0;
  slack.answerWith(slack.accept);
  ahead = 0;
});
afterEach(async () => {
  await Promise.all(loops.map((loop) => loop.stop()));
  loops = [];
  await postgres.drop();
});

const startLoop = () => loops.push(rig.startLoop(() => Date.now() + ahead));
const eventually = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000 });
const toSlack = () =>
  rig.channel({
    kind: 'slack',
    config: { token: 'xoxb-1', channel: '#alerts', apiUrl: slack.apiUrl, runbookUrl: null },
  });
const toMail = () =>
  rig.channel({
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
const all = (count: number, verdict: 'ok' | 'critical') =>
  Array.from({ length: count }, () => verdict);
const textOf = (i: number) => String(slack.calls[i]?.body['text']);

it('a storm of 400 alerts is one message to people, and its end another', async () => {
  const slackId = await toSlack();
  const mailId = await toMail();
  startLoop();
  await rig.judge(1, all(400, 'critical'));
  await eventually(() => expect([slack.calls.length, mail.received.length]).toEqual([1, 1]));
  expect(textOf(0)).toMatch(/^Critical: 400 alerts of drift: 400 opened\. The worst: Population/);
  expect(mail.received[0]?.text).toContain('and 390 more');

  await rig.judge(2, ['ok', ...all(399, 'critical')]);
  await eventually(() => expect([slack.calls.length, mail.received.length]).toEqual([2, 2]));
  const root = mail.received[0]?.headers['message-id'];
  const ts = slack.calls[1]?.body['thread_ts'];
  expect(ts).toMatch(/^1700000000\./);
  expect(mail.received[1]?.headers).toMatchObject({ 'in-reply-to': root });

  await rig.judge(3, all(400, 'ok'));
  await eventually(() => expect([slack.calls.length, mail.received.length]).toEqual([4, 3]));
  expect(slack.calls.slice(2)).toMatchObject([
    { method: 'chat.update', body: { ts, text: expect.stringContaining('All 400 alerts') } },
    { method: 'chat.postMessage', body: { thread_ts: ts } },
  ]);
  expect(mail.received[2]?.headers).toMatchObject({ 'in-reply-to': root });
  for (const channelId of [slackId, mailId]) {
    await eventually(async () =>
      expect(await rig.states(channelId)).toEqual([
        'alerts.changed 400 delivered',
        'alert.resolved 1 delivered',
        'alerts.changed 399 delivered',
      ]),
    );
  }
});

it('programs are told of every alert by itself', async () => {
  const receiver = await startReceiver();
  const config = { url: receiver.url, secret: newWebhookSecret() };
  const channelId = await rig.channel({ kind: 'webhook', config });
  await rig.judge(1, all(20, 'critical'));
  startLoop();
  await eventually(async () =>
    expect(await rig.states(channelId)).toEqual(Array(20).fill('alert.opened 1 delivered')),
  );
  await receiver.stop();
});

it('what is over does not overtake what began, one in a group and one alone', async () => {
  await toSlack();
  slack.answerWith(refuse('internal_error'));
  await rig.judge(1, all(3, 'critical'));
  startLoop();
  startLoop();
  await eventually(() => expect(slack.calls.length).toBeGreaterThanOrEqual(1));
  await rig.judge(2, ['ok', 'critical', 'critical']);
  await rig.judge(3, all(3, 'ok'));
  slack.answerWith(slack.accept);
  const begun = slack.calls.length;
  ahead += 3_600_000;
  const posts = () =>
    slack.calls
      .slice(begun)
      .filter(({ method }) => method === 'chat.postMessage')
      .map(({ body }) => String(body['text']).split(':')[0]);
  await eventually(() => expect(posts()).toEqual(['Critical', 'Resolved', 'Resolved']));
});

it('a monitor that is deleted says so once', async () => {
  await toSlack();
  await rig.judge(1, all(30, 'critical'));
  startLoop();
  await eventually(() => expect(slack.calls.length).toBe(1));
  await rig.remove();
  await eventually(() => expect(slack.calls.length).toBe(3));
  expect(textOf(1)).toMatch(/^Resolved: 30 alerts of drift: 30 resolved/);
});
