import { afterAll, beforeAll, describe } from 'vitest';
import type { Channel } from '../../../monitoring/notification/notification.ts';
import { channelSuite } from '../../../testing/channel-suite.ts';
import { startReceiver, status } from '../../../testing/webhook-receiver.ts';
import { newWebhookSecret } from './sign.ts';
import { createWebhookSender } from './webhook-sender.ts';

let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.stop());

const secret = newWebhookSecret();
const channelTo = (url: string): Channel => ({
  channelId: 'chn_1',
  projectId: 'default',
  name: 'hook',
  kind: 'webhook',
  config: { url, secret },
  enabled: true,
});

const ANSWERS = {
  accepts: status(200),
  'is busy': status(429, { 'retry-after': '7' }),
  fails: status(500),
  refuses: status(404),
  hangs: () => {},
};

describe('a webhook as a channel', () => {
  channelSuite(() => ({
    channel: channelTo(receiver.url),
    nowhere: channelTo('http://127.0.0.1:1/'),
    sender: createWebhookSender({ timeoutMs: 3_000 }),
    behave: (how) => receiver.answerWith(ANSWERS[how]),
    taken: () => receiver.received.length,
    retryAfterMs: 7_000,
    statuses: { accepts: 200, 'is busy': 429, fails: 500, refuses: 404 },
    secrets: [secret],
  }));
});
