import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, EmailConfig } from '../../../monitoring/notification/notification.ts';
import {
  HOSTILE,
  messageAbout,
  messageOf,
  notificationOf,
  stormOf,
} from '../../../testing/channel-messages.ts';
import { channelSuite } from '../../../testing/channel-suite.ts';
import { startMailServer } from '../../../testing/smtp-receiver.ts';
import { createEmailSender } from './email-sender.ts';

let mail: Awaited<ReturnType<typeof startMailServer>>;
beforeAll(async () => {
  mail = await startMailServer();
});
afterAll(() => mail.stop());

const PASSWORD = 'a secret of nobody';
const channel = (change: Partial<EmailConfig> = {}): Channel => ({
  channelId: 'chn_1',
  projectId: 'default',
  name: 'team',
  kind: 'email',
  config: {
    host: '127.0.0.1',
    port: mail.port,
    security: 'none',
    auth: null,
    from: 'Leeway <leeway@example.com>',
    to: ['ada@example.com', 'bob@example.com'],
    runbookUrl: 'https://wiki.example/runbook?a=1&b=2',
    ...change,
  },
  enabled: true,
});
const sender = createEmailSender({ timeoutMs: 3_000 });

const ANSWERS = {
  accepts: 'accept',
  'is busy': { code: 450, text: 'busy, come back later' },
  fails: { code: 451, text: 'local error in processing' },
  refuses: { code: 550, text: 'no such mailbox' },
  hangs: 'hang',
} as const;

describe('e-mail as a channel', () => {
  channelSuite(() => ({
    channel: channel(),
    nowhere: channel({ port: 1 }),
    sender,
    behave: (how) => mail.answerWith(ANSWERS[how]),
    taken: () => mail.received.length,
    // SMTP has no way to say when to come back.
    retryAfterMs: null,
    statuses: { accepts: 250, 'is busy': 450, fails: 451, refuses: 550 },
    secrets: [PASSWORD],
  }));
});

describe('e-mail', () => {
  beforeEach(() => {
    mail.received.length = 0;
    mail.answerWith('accept');
  });
  const send = (body: object, change = {}, to = channel()) =>
    sender.send(to, notificationOf(body, change), Date.now());

  it('says the finding first, in text and in HTML, to all recipients', async () => {
    const sentence = 'Half of the rows lack <amount>.';
    const diagnosis = { sentence, cause: null } as never;
    await send(messageAbout('alert.opened', { diagnosis }));
    const [one] = mail.received;
    expect(one?.recipients).toEqual(['ada@example.com', 'bob@example.com']);
    expect(one?.headers).toMatchObject({
      from: 'Leeway <leeway@example.com>',
      subject: '[Critical] fraud: population stability index of amount, country=DE',
      'auto-submitted': 'auto-generated',
    });
    expect(one?.text.replaceAll('\r\n', '\n').trimEnd()).toBe(
      `Critical: Population stability index of amount for country=DE was 0.412 on 1 Jan.

Value: 0.412, bound 0.25
Rows: 12,345 against 50,000
Where: country=DE
Model: fraud v7
Monitor: inputs, daily
Window: 2030-01-01 00:00Z to 2030-01-02 00:00Z

Half of the rows lack <amount>.

Open: https://leeway.example/alerts/alt_1
Runbook: https://wiki.example/runbook?a=1&b=2`,
    );
    expect(one?.html).toContain('Half of the rows lack &lt;amount&gt;.');
    expect(one?.html).toContain('href="https://wiki.example/runbook?a=1&amp;b=2"');
  });

  it('has one id over all retries, and another for another message or channel', async () => {
    await send(messageAbout('alert.opened'));
    await send(messageAbout('alert.opened'), { attempts: 2, notificationId: 'ntf_other' });
    await send(messageAbout('alert.opened'), { idempotencyKey: 'alt_1:2:1:escalated' });
    await send(messageAbout('alert.opened'), { channelId: 'chn_2' });
    const ids = mail.received.map((one) => one.headers['message-id']);
    expect(ids[0]).toMatch(/^<[0-9a-f]{32}@example\.com>$/);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
  });

  it('answers the first message of the alert, under its subject', async () => {
    const first = await send(messageAbout('alert.opened'));
    if (first.outcome !== 'delivered' || first.receipt === undefined) throw new Error('no receipt');
    const threads = [{ receipt: first.receipt, alerts: 1, shared: 1, open: 0 }];
    await send(messageAbout('alert.resolved'), { threads, idempotencyKey: 'alt_1:2:1:resolved' });
    const [opened, resolved] = mail.received;
    expect(resolved?.headers).toMatchObject({
      subject: `Re: ${opened?.headers['subject']}`,
      'in-reply-to': opened?.headers['message-id'],
      references: opened?.headers['message-id'],
    });
    expect(resolved?.text).toMatch(/^Resolved: /);
  });

  it('lets no name become a header or a tag', async () => {
    await send(messageOf(HOSTILE));
    await send(stormOf(30, messageOf(HOSTILE)));
    for (const one of mail.received) {
      expect(one.recipients).toHaveLength(2);
      expect(one.headers['bcc']).toBeUndefined();
      expect(one.headers['subject']).toContain('Bcc: x@evil.example');
      expect(one.html).not.toMatch(/<script|<@|<!ch|<https/);
      expect(one.html).toContain('&lt;script&gt;');
      for (const bad of ['\u202e', '\u0000']) expect(one.html + one.text).not.toContain(bad);
    }
  });

  it('stays readable where everything is overlong', async () => {
    await send(messageOf(`<${'x'.repeat(50_000)}`));
    await send(stormOf(3_000, messageOf('&🚀'.repeat(20_000))));
    for (const one of mail.received) {
      expect(one.headers['subject']?.length).toBeLessThanOrEqual(180);
      expect(one.raw.length).toBeLessThan(100_000);
      for (const line of one.raw.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
    }
    expect(mail.received[1]?.text).toContain('and 2990 more');
  });

  it('names the worst of many in the subject, which may be all that is read', async () => {
    await send(stormOf(3));
    expect(mail.received[0]?.headers['subject']).toBe(
      '[Critical] fraud: population stability index of amount, country=DE and 2 more',
    );
  });

  it('delivers to those who are taken, and names those who are not', async () => {
    const picky = await startMailServer({
      onRcptTo({ address }, _, callback) {
        const refused = address.startsWith('bob');
        callback(refused ? Object.assign(new Error('who?'), { responseCode: 550 }) : null);
      },
    });
    const delivery = await send(messageAbout('alert.opened'), {}, channel({ port: picky.port }));
    expect(delivery).toMatchObject({ outcome: 'delivered' });
    expect(delivery.response).toContain('refused: bob@example.com');
    const nobody = channel({ port: picky.port, to: ['bob@example.com'] });
    const rejected = await send(messageAbout('alert.opened'), {}, nobody);
    expect(rejected).toMatchObject({ outcome: 'rejected', status: 550 });
    await picky.stop();
  });

  it('signs in, and says when it may not', async () => {
    const guarded = await startMailServer({
      authOptional: false,
      onAuth({ username, password }, _, callback) {
        const ok = username === 'leeway' && password === PASSWORD;
        if (ok) callback(null, { user: 'leeway' });
        else callback(Object.assign(new Error('who are you?'), { responseCode: 535 }));
      },
    });
    const as = (password: string) =>
      send(
        messageAbout('alert.opened'),
        {},
        channel({ port: guarded.port, auth: { user: 'leeway', password } }),
      );
    expect(await as(PASSWORD)).toMatchObject({ outcome: 'delivered' });
    expect(await as('wrong')).toMatchObject({ outcome: 'rejected', status: 535 });
    await guarded.stop();
  });

  it('sends nothing to a server that it cannot trust, or that does not encrypt', async () => {
    const stranger = await startMailServer({ disabledCommands: [] });
    const encrypted = channel({ port: stranger.port, security: 'starttls' });
    expect(await send(messageAbout('alert.opened'), {}, encrypted)).toMatchObject({
      outcome: 'retry',
      reason: expect.stringMatching(/certificate/i),
    });
    const plain = channel({ security: 'starttls' });
    expect((await send(messageAbout('alert.opened'), {}, plain)).outcome).not.toBe('delivered');
    const implicit = channel({ security: 'tls' });
    expect((await send(messageAbout('alert.opened'), {}, implicit)).outcome).toBe('retry');
    expect(stranger.received.length + mail.received.length).toBe(0);
    await stranger.stop();
  });
});
