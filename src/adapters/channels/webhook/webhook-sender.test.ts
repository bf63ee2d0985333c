import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Notification } from '../../../monitoring/notification/notification.ts';
import { startReceiver, status } from '../../../testing/webhook-receiver.ts';
import { newWebhookSecret } from './sign.ts';
import { createWebhookSender } from './webhook-sender.ts';

describe('webhook', () => {
  const secret = newWebhookSecret();
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.stop());
  beforeEach(() => {
    receiver.received.length = 0;
    receiver.answerWith(status(200));
  });

  const channel = (url = receiver.url): Channel => ({
    channelId: 'chn_1',
    projectId: 'default',
    name: 'hook',
    kind: 'webhook',
    config: { url, secret },
    enabled: true,
  });
  const notification: Notification = {
    notificationId: 'ntf_1',
    projectId: 'default',
    channelId: 'chn_1',
    dedupKey: 'alt_1',
    idempotencyKey: 'alt_1:0:1:opened',
    body: { type: 'alert.opened', data: { sentence: '«ψ» > 0.25 </script>' } },
    attempts: 1,
    alertIds: ['alt_1'],
    threads: [],
  };
  const sender = createWebhookSender({ timeoutMs: 2_000 });
  const send = (to = channel()) => sender.send(to, notification, Date.now());

  it('is signed so that the reference library verifies it', async () => {
    expect(await send()).toMatchObject({ outcome: 'delivered', status: 200 });
    const [one] = receiver.received;
    if (one === undefined) throw new Error('nothing arrived');
    expect(one.headers['webhook-id']).toBe('alt_1:0:1:opened');
    const headers = one.headers as Record<string, string>;
    expect(new Webhook(secret).verify(one.body, headers)).toEqual(notification.body);
    expect(() => new Webhook(newWebhookSecret()).verify(one.body, headers)).toThrow();
    expect(() => new Webhook(secret).verify(`${one.body} `, headers)).toThrow();
  });

  it('signs as the reference library signs', async () => {
    await send();
    const [one] = receiver.received;
    const at = new Date(Number(one?.headers['webhook-timestamp']) * 1000);
    expect(one?.headers['webhook-signature']).toBe(
      new Webhook(secret).sign('alt_1:0:1:opened', at, one?.body ?? ''),
    );
  });

  it.each([
    [204, {}, { outcome: 'delivered', status: 204 }],
    [302, { location: '/elsewhere' }, { outcome: 'retry', reason: 'status 302', afterMs: null }],
    [400, {}, { outcome: 'rejected', reason: 'status 400' }],
    [404, {}, { outcome: 'rejected', reason: 'status 404' }],
    [408, {}, { outcome: 'retry', reason: 'status 408', afterMs: null }],
    [410, {}, { outcome: 'rejected', reason: 'status 410' }],
    [429, { 'retry-after': '7' }, { outcome: 'retry', reason: 'status 429', afterMs: 7000 }],
    [500, {}, { outcome: 'retry', reason: 'status 500', afterMs: null }],
    [503, { 'retry-after': 'soon' }, { outcome: 'retry', reason: 'status 503', afterMs: null }],
  ] as const)('takes %i %j as %j', async (code, headers, delivery) => {
    receiver.answerWith(status(code, headers));
    expect(await send()).toMatchObject(delivery);
    expect(receiver.received).toHaveLength(1);
  });

  it('understands a date to come back at', async () => {
    const at = new Date(Date.now() + 60_000).toUTCString();
    receiver.answerWith(status(503, { 'retry-after': at }));
    const delivery = await send();
    if (delivery.outcome !== 'retry') throw new Error(delivery.outcome);
    expect(delivery.afterMs).toBeGreaterThan(55_000);
  });

  it('does not wait for ever', async () => {
    receiver.answerWith(() => {});
    expect(await send()).toEqual({
      outcome: 'retry',
      reason: 'no answer within 2000 ms',
      afterMs: null,
    });
  });

  it('takes the status of an answer that never ends', async () => {
    receiver.answerWith((response) => void response.writeHead(200).write('well …'));
    expect(await send()).toMatchObject({ outcome: 'delivered', response: 'well …' });
  });

  it('tries again where nobody listens', async () => {
    const delivery = await send(channel('http://127.0.0.1:1/hook'));
    expect(delivery.outcome).toBe('retry');
  });
});
