import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type {
  Channel,
  SlackConfig,
  Thread,
} from '../../../monitoring/notification/notification.ts';
import {
  HOSTILE,
  messageAbout,
  messageOf,
  notificationOf,
  stormOf,
} from '../../../testing/channel-messages.ts';
import { channelSuite } from '../../../testing/channel-suite.ts';
import { faultsOfSlackMessage } from '../../../testing/slack-limits.ts';
import { refuse, type SlackCall, sayJson, startSlack } from '../../../testing/slack-receiver.ts';
import { status } from '../../../testing/webhook-receiver.ts';
import { viewMessage } from '../message-view.ts';
import { slackMessage, slackText } from './slack-message.ts';
import { createSlackSender } from './slack-sender.ts';

const TOKEN = 'xoxb-a-secret-token';
let slack: Awaited<ReturnType<typeof startSlack>>;
beforeAll(async () => {
  slack = await startSlack();
});
afterAll(() => slack.stop());

const channelBy = (config: SlackConfig): Channel => ({
  channelId: 'chn_1',
  projectId: 'default',
  name: 'on call',
  kind: 'slack',
  config,
  enabled: true,
});
const runbookUrl = 'https://wiki.example/runbook';
const bot = (apiUrl = slack.apiUrl) =>
  channelBy({ token: TOKEN, channel: '#alerts', apiUrl, runbookUrl });
const hook = (webhookUrl = slack.hookUrl) => channelBy({ webhookUrl, runbookUrl });
const sender = createSlackSender({ timeoutMs: 3_000 });
const answer =
  (code: number, headers = {}) =>
  (_: SlackCall, response: never) =>
    status(code, headers)(response, { headers: {}, body: '', path: '' });

const moods = () => ({
  accepts: slack.accept,
  'is busy': answer(429, { 'retry-after': '7' }),
  fails: answer(500),
  refuses: answer(404),
  hangs: () => {},
});
const rigOf = (channel: Channel, nowhere: Channel, secret: string) => ({
  channel,
  nowhere,
  sender,
  behave: (how: keyof ReturnType<typeof moods>) => slack.answerWith(moods()[how] as never),
  taken: () => slack.calls.length,
  retryAfterMs: 7_000,
  statuses: { accepts: 200, 'is busy': 429, fails: 500, refuses: 404 },
  secrets: [secret],
});

interface Attachment {
  readonly color: string;
  readonly blocks: readonly object[];
}

function attachmentOf(call: SlackCall | undefined): Attachment {
  const [attachment] = (call?.body['attachments'] ?? []) as readonly Attachment[];
  if (attachment === undefined) throw new Error('no attachment was sent');
  return attachment;
}

describe('Slack by a bot as a channel', () => {
  channelSuite(() => rigOf(bot(), bot('http://127.0.0.1:1'), TOKEN));
});

describe('Slack by an incoming webhook as a channel', () => {
  channelSuite(() => rigOf(hook(), hook('http://127.0.0.1:1/hook-secret'), 'hook-secret'));
});

describe('Slack', () => {
  beforeEach(() => {
    slack.calls.length = 0;
    slack.answerWith(slack.accept);
  });
  const send = (body: object, threads: readonly Thread[] = [], alertIds = ['alt_1']) =>
    sender.send(bot(), notificationOf(body, { threads, alertIds }), Date.now());
  const thread = (alerts = 1, open = 0): Thread => ({
    receipt: { ts: '1699.1', channel: 'C0FFEE' },
    alerts,
    shared: 1,
    open,
  });
  const methods = () => slack.calls.map((call) => call.method);

  it('puts the finding first, then how far, where, on how many rows, why, and where to look', async () => {
    const sentence = 'Half of the rows of country=DE lack amount.';
    const diagnosis = { sentence, cause: null } as never;
    expect(await send(messageAbout('alert.opened', { diagnosis }))).toMatchObject({
      receipt: { ts: expect.stringMatching(/^1700000000\./), channel: 'C0FFEE' },
    });
    const [call] = slack.calls;
    expect(call).toMatchObject({
      method: 'chat.postMessage',
      token: `Bearer ${TOKEN}`,
      body: {
        channel: '#alerts',
        text: 'Critical: Population stability index of amount for country=DE was 0.412 on 1 Jan.',
        mrkdwn: false,
        metadata: { event_payload: { idempotency_key: 'alt_1:1:1:opened' } },
      },
    });
    const { color, blocks } = attachmentOf(call);
    expect(color).toBe('#D92D20');
    expect(blocks).toMatchObject([
      {
        fields: [
          { text: 'Value\n0.412, bound 0.25' },
          { text: 'Rows\n12,345 against 50,000' },
          { text: 'Where\ncountry=DE' },
          { text: 'Model\nfraud v7' },
          { text: 'Monitor\ninputs, daily' },
          { text: 'Window\n2030-01-01 00:00Z to 2030-01-02 00:00Z' },
        ],
      },
      { text: { text: sentence } },
      {
        elements: [
          { text: { text: 'Open' }, url: 'https://leeway.example/alerts/alt_1' },
          { text: { text: 'Runbook' }, url: runbookUrl },
        ],
      },
    ]);
  });

  it('answers in the thread of the first message, and edits it when the alert is over', async () => {
    await send(messageAbout('alert.escalated'), [thread()]);
    await send(messageAbout('alert.resolved'), [thread()]);
    expect(slack.calls).toMatchObject([
      { method: 'chat.postMessage', body: { thread_ts: '1699.1', reply_broadcast: true } },
      { method: 'chat.update', body: { ts: '1699.1', channel: 'C0FFEE' } },
      { method: 'chat.postMessage', body: { thread_ts: '1699.1', reply_broadcast: false } },
    ]);
    expect(slack.calls[1]?.body['text']).toMatch(/^Resolved: /);
    expect(slack.calls[1]?.body).toMatchObject({ attachments: [{ color: '#12B76A' }] });
  });

  it('does not post before the edit is done, since only that may be repeated', async () => {
    slack.answerWith(refuse('ratelimited'));
    expect(await send(messageAbout('alert.resolved'), [thread()])).toMatchObject({
      outcome: 'retry',
    });
    expect(methods()).toEqual(['chat.update']);
  });

  it('tells it anew where the first message is gone', async () => {
    slack.answerWith((call, response) => {
      const isFresh = call.method === 'chat.postMessage' && call.body['thread_ts'] === undefined;
      (isFresh ? slack.accept : refuse('message_not_found'))(call, response);
    });
    const delivery = await send(messageAbout('alert.resolved'), [thread()]);
    expect(delivery.outcome).toBe('delivered');
    expect(methods()).toEqual(['chat.update', 'chat.postMessage', 'chat.postMessage']);
    expect(slack.calls[2]?.body).toMatchObject({ channel: '#alerts' });
  });

  it('says that one of many is over in their thread, without calling all of them over', async () => {
    await send(messageAbout('alert.resolved'), [thread(12, 3)]);
    expect(methods()).toEqual(['chat.postMessage']);
    expect(slack.calls[0]?.body['thread_ts']).toBe('1699.1');
    await send(messageAbout('alert.resolved'), [thread(12, 0)]);
    expect(slack.calls[1]).toMatchObject({
      method: 'chat.update',
      body: { text: expect.stringMatching(/^Resolved: All 12 alerts are over\. The last: /) },
    });
  });

  it('hides nothing new in the thread of something else', async () => {
    await send(stormOf(2), [thread()], ['alt_1', 'alt_2']);
    expect(slack.calls[0]?.body['thread_ts']).toBeUndefined();
  });

  it('tells of a storm by the worst ten', async () => {
    await send(stormOf(400));
    const { blocks } = attachmentOf(slack.calls[0]);
    const texts = blocks.filter((block) => 'text' in block);
    expect(texts).toHaveLength(10);
    expect(blocks).toContainEqual({
      type: 'context',
      elements: [{ type: 'plain_text', text: 'and 390 more', emoji: false }],
    });
    expect(slack.calls[0]?.body['text']).toMatch(
      /^Critical: 400 alerts of inputs, daily: 400 opened\. The worst: Population stability/,
    );
  });

  it.each([
    ['ratelimited', 'retry'],
    ['internal_error', 'retry'],
    ['service_unavailable', 'retry'],
    ['channel_not_found', 'rejected'],
    ['not_in_channel', 'rejected'],
    ['is_archived', 'rejected'],
    ['invalid_auth', 'rejected'],
    ['token_revoked', 'rejected'],
    ['missing_scope', 'rejected'],
    ['msg_blocks_too_long', 'rejected'],
    ['an_error_of_next_year', 'rejected'],
  ] as const)('takes ok: false with %s as %s', async (error, outcome) => {
    slack.answerWith(refuse(error));
    const delivery = await send(messageAbout('alert.opened'));
    expect(delivery).toMatchObject({ outcome, reason: expect.stringContaining(error) });
    expect(delivery.response).toContain(error);
  });

  it('does not take what is no answer of Slack for success', async () => {
    slack.answerWith((_, response) => void response.end('<html>proxy</html>'));
    expect((await send(messageAbout('alert.opened'))).outcome).toBe('retry');
    slack.answerWith(sayJson([1]));
    expect((await send(messageAbout('alert.opened'))).outcome).toBe('retry');
  });

  it.each([
    ['hostile', messageOf(HOSTILE)],
    ['overlong', messageOf('x'.repeat(50_000))],
    ['overlong when it is escaped', messageOf('<&>'.repeat(20_000))],
    ['overlong of pairs', messageOf('🚀'.repeat(20_000))],
    ['a storm of all that', stormOf(900, messageOf(`${HOSTILE}${'&🚀<'.repeat(9_000)}`))],
  ])('keeps the limits, and means nothing else, where text is %s', (_, body) => {
    const message = slackMessage(
      viewMessage({ ...body }),
      `https://x.example/${'y'.repeat(5_000)}`,
    );
    expect(faultsOfSlackMessage(message as never)).toEqual([]);
    const sent = JSON.stringify(message);
    expect(sent).not.toMatch(/[<>]/);
    expect(sent).not.toMatch(/&(?!(amp|lt|gt);)/);
    expect(sent).not.toContain('"type":"mrkdwn"');
    expect(sent).not.toMatch(/\\u202e|\\u0000|\\ud83d"/);
    expect(message.text).not.toContain('\n');
  });

  it('cuts between characters, never within an entity', () => {
    expect(slackText('<<<', 8)).toBe('&lt;…');
    expect(slackText('ab🚀', 3)).toBe('ab…');
    expect(slackText('abc', 3)).toBe('abc');
  });
});
