import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAlertStore } from '../../adapters/storage/postgres/alert-store.ts';
import { createChannelStore } from '../../adapters/storage/postgres/channel-store.ts';
import { createDeliveryLog } from '../../adapters/storage/postgres/delivery-log-store.ts';
import { createKeyStore } from '../../adapters/storage/postgres/key-store.ts';
import { freshPostgres } from '../../testing/engines.ts';
import { testLogger } from '../../testing/ingest-rig.ts';
import { createNoticeRig } from '../../testing/notice-rig.ts';
import { refuse, startSlack } from '../../testing/slack-receiver.ts';
import { startMailServer } from '../../testing/smtp-receiver.ts';
import { createTestApp } from '../../testing/test-app.ts';
import { openChannels } from '../channels/open-channels.ts';

// Messages go through a loop of their own.
vi.setConfig({ testTimeout: 120_000 });

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let slack: Awaited<ReturnType<typeof startSlack>>;
let mail: Awaited<ReturnType<typeof startMailServer>>;
let app: FastifyInstance;
let ahead = 0;

beforeAll(async () => {
  postgres = await freshPostgres({ migrated: true });
  slack = await startSlack();
  mail = await startMailServer();
  const { pool } = postgres;
  const { routes } = openChannels({
    postgres: pool,
    alerts: createAlertStore(pool),
    keys: createKeyStore(pool),
    logger: testLogger,
    now: () => Date.now() + ahead,
  });
  app = await createTestApp({
    routes,
  });
});
afterAll(async () => {
  await app.close();
  await Promise.all([slack.stop(), mail.stop()]);
  await postgres.drop();
});

async function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: object) {
  const payload = body === undefined ? {} : { payload: body };
  const response = await app.inject({ method, url, ...payload });
  return {
    status: response.statusCode,
    text: response.body,
    body: response.body === '' ? null : JSON.parse(response.body),
  };
}

let names = 0;
const draft = (kind: string, config: object) => ({ name: `${kind} ${++names}`, kind, config });
const bot = (change: object = {}) =>
  draft('slack', { token: 'xoxb-secret', channel: '#alerts', apiUrl: slack.apiUrl, ...change });
const smtp = (change: object = {}) =>
  draft('email', {
    host: '127.0.0.1',
    port: mail.port,
    security: 'none',
    user: 'leeway',
    password: 'hush-hush',
    from: 'Leeway <leeway@example.com>',
    to: ['ada@example.com'],
    ...change,
  });

describe('secrets of channels', () => {
  it.each([
    ['a token', () => bot(), 'xoxb-secret', ['token'], true],
    [
      'an incoming webhook',
      () => draft('slack', { webhookUrl: 'https://hooks.slack.com/services/T/B/hush' }),
      'hush',
      ['webhookUrl'],
      false,
    ],
    ['a password', () => smtp(), 'hush-hush', ['password'], true],
  ])('%s is never shown, and kept over edits', async (_, make, secret, secrets, threaded) => {
    const body = make();
    const created = await call('POST', '/v1/channels', body);
    expect(created).toMatchObject({ status: 201, body: { secret: null, secrets, threaded } });
    const url = `/v1/channels/${created.body.channelId}`;
    const { token, password, webhookUrl, ...rest } = body.config as Record<string, unknown>;
    expect([token, password, webhookUrl]).toContainEqual(expect.stringContaining(secret));
    const edited = await call('PUT', url, {
      ...body,
      config: { ...rest, runbookUrl: 'https://wiki.example/' },
    });
    expect(edited).toMatchObject({
      status: 200,
      body: { config: { runbookUrl: 'https://wiki.example/' }, secrets },
    });
    for (const { text } of [
      created,
      edited,
      await call('GET', url),
      await call('GET', '/v1/channels'),
    ]) {
      expect(text).not.toContain(secret);
    }
    const stored = await createChannelStore(postgres.pool).get('default', created.body.channelId);
    expect(JSON.stringify(stored?.config)).toContain(secret);
  });

  it('do not follow an edit to another host', async () => {
    const slackChannel = await call('POST', '/v1/channels', bot());
    const led = await call('PUT', `/v1/channels/${slackChannel.body.channelId}`, {
      ...bot(),
      config: { channel: '#alerts', apiUrl: 'https://evil.example/api' },
    });
    expect(led.body.error).toMatchObject({ code: 'invalid_channel', where: 'body/config/token' });
    const mailChannel = await call('POST', '/v1/channels', smtp());
    const { password, ...config } = smtp({ host: 'evil.example', security: 'tls' })
      .config as Record<string, unknown>;
    expect(password).toBe('hush-hush');
    const url = `/v1/channels/${mailChannel.body.channelId}`;
    const moved = await call('PUT', url, { ...smtp(), config });
    expect(moved.body.error).toMatchObject({ where: 'body/config/password' });
  });
});

describe('channels are refused', () => {
  it.each([
    ['a token without a channel', () => draft('slack', { token: 'xoxb-1' }), 'config/channel'],
    ['a channel without a token', () => draft('slack', { channel: '#a' }), 'config/token'],
    ['nothing', () => draft('slack', {}), 'config/token'],
    ['both ways of Slack', () => bot({ webhookUrl: 'https://x.example/' }), 'config/webhookUrl'],
    [
      'a token that would travel in clear',
      () => bot({ apiUrl: 'http://slack.example/' }),
      'apiUrl',
    ],
    ['an API that is no address', () => bot({ apiUrl: 'slack' }), 'config/apiUrl'],
    ['a channel with a mention', () => bot({ channel: '<!channel>' }), 'config/channel'],
    ['a line in a token', () => bot({ token: 'xoxb\r\nx: y' }), 'config/token'],
    ['a runbook that is a script', () => bot({ runbookUrl: 'javascript:alert(1)' }), 'runbookUrl'],
    ['a field of another kind', () => bot({ host: 'smtp.example.com' }), 'config/host'],
    [
      'no server',
      () => draft('email', { from: 'a@b.example', to: ['a@b.example'] }),
      'config/host',
    ],
    ['no sender', () => smtp({ from: undefined }), 'config/from'],
    [
      'a header in a sender',
      () => smtp({ from: 'a@b.example\r\nBcc: x@y.example' }),
      'config/from',
    ],
    ['two addresses as one', () => smtp({ to: ['a@b.example, c@d.example'] }), 'config/to/0'],
    ['no recipient', () => smtp({ to: [] }), 'config/to'],
    ['a host with a port', () => smtp({ host: 'smtp.example.com/x' }), 'config/host'],
    ['a password in clear', () => smtp({ host: 'smtp.example.com' }), 'config/security'],
    ['a password of nobody', () => smtp({ user: undefined }), 'config/user'],
    ['a user without a password', () => smtp({ password: undefined }), 'config/password'],
    ['a webhook without an address', () => draft('webhook', {}), 'config/url'],
    ['an unknown kind', () => draft('pigeon', {}), 'kind'],
  ])('for %s', async (_, make, where) => {
    const refused = await call('POST', '/v1/channels', make());
    expect(refused.status).toBe(400);
    expect(refused.body.error.code).toMatch(/^invalid_(channel|request)$/);
    expect(refused.body.error.where).toContain(where);
  });

  it('for another kind than they have', async () => {
    const { body } = await call('POST', '/v1/channels', bot());
    const changed = await call('PUT', `/v1/channels/${body.channelId}`, smtp());
    expect(changed.body.error).toMatchObject({ code: 'invalid_channel', where: 'body/kind' });
  });
});

describe('the test of a channel', () => {
  const test = async (body: object) => {
    const created = await call('POST', '/v1/channels', body);
    return (await call('POST', `/v1/channels/${created.body.channelId}/test`)).body;
  };

  it('gives the real answer of Slack', async () => {
    expect(await test(bot())).toMatchObject({
      outcome: 'delivered',
      status: 200,
      response: expect.stringContaining('"ok":true'),
    });
    slack.answerWith(refuse('not_in_channel'));
    expect(await test(bot())).toMatchObject({
      outcome: 'rejected',
      detail: expect.stringMatching(/^not_in_channel \(invite the app/),
      response: '{"ok":false,"error":"not_in_channel"}',
    });
    slack.answerWith((_, response) => void response.end('you sent xoxb-secret'));
    expect(await test(bot())).toMatchObject({ outcome: 'retry', response: 'you sent …' });
    slack.answerWith(slack.accept);
  });

  it('gives the real answer of a mail server', async () => {
    const open = { user: undefined, password: undefined };
    expect(await test(smtp(open))).toMatchObject({
      outcome: 'delivered',
      status: 250,
      response: '250 queued as 7',
    });
    mail.answerWith({ code: 552, text: 'too much' });
    expect(await test(smtp(open))).toMatchObject({
      outcome: 'rejected',
      status: 552,
      response: '552 too much',
    });
    mail.answerWith('accept');
  });
});

describe('deliveries', () => {
  const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000 });

  it('are logged with every try, and sent again under their key by whom it may concern', async () => {
    const rig = await createNoticeRig(postgres.pool);
    const { body: channel } = await call('POST', '/v1/channels', bot());
    const url = `/v1/channels/${channel.channelId}/deliveries`;
    slack.calls.length = 0;
    slack.answerWith(refuse('internal_error'));
    await rig.judge(1, ['critical', 'critical']);
    const loop = rig.startLoop(() => Date.now() + ahead);
    await eventually(async () =>
      expect((await call('GET', url)).body.deliveries[0].log).toHaveLength(1),
    );
    slack.answerWith(refuse('is_archived'));
    ahead += 3_600_000;
    await eventually(async () =>
      expect((await call('GET', `${url}?state=dead`)).body.deliveries).toHaveLength(1),
    );
    const [dead] = (await call('GET', url)).body.deliveries;
    expect(dead).toMatchObject({
      channel: channel.name,
      type: 'alerts.changed',
      state: 'dead',
      attempts: 2,
      deliveredAt: null,
      nextAttemptAt: null,
      log: [
        { attempt: 1, outcome: 'retry', reason: 'internal_error', status: 200, by: null },
        {
          attempt: 2,
          outcome: 'rejected',
          reason: 'is_archived (the channel is archived)',
          response: '{"ok":false,"error":"is_archived"}',
          durationMs: expect.any(Number),
        },
      ],
    });
    expect(dead.alertIds).toHaveLength(2);
    for (const alertId of dead.alertIds) {
      const { body } = await call('GET', `/v1/alerts/${alertId}/deliveries`);
      const mine = body.deliveries.filter(
        (one: typeof dead) => one.channelId === channel.channelId,
      );
      expect(mine).toEqual([dead]);
    }

    slack.answerWith(slack.accept);
    const replay = `/v1/notifications/${dead.notificationId}/replay`;
    expect(await call('POST', replay)).toMatchObject({
      status: 200,
      body: { state: 'pending', key: dead.key },
    });
    await eventually(async () =>
      expect((await call('GET', url)).body.deliveries[0]).toMatchObject({
        state: 'delivered',
        log: [
          {},
          {},
          { outcome: 'replayed', by: 'operator' },
          { outcome: 'delivered', attempt: 1 },
        ],
      }),
    );
    const keys = slack.calls.map(({ body }) => JSON.stringify(body['metadata']));
    expect(new Set(keys).size).toBe(1);
    expect((await call('POST', replay)).body.error).toMatchObject({
      code: 'notification_not_replayable',
      detail: expect.stringContaining('has arrived'),
    });

    await loop.stop();
    await call('DELETE', `/v1/channels/${channel.channelId}`);
  });

  it('that something newer has overtaken are not sent again', async () => {
    const rig = await createNoticeRig(postgres.pool);
    const { body: channel } = await call('POST', '/v1/channels', bot());
    const url = `/v1/channels/${channel.channelId}/deliveries`;
    slack.answerWith(refuse('is_archived'));
    await rig.judge(1, ['critical']);
    const loop = rig.startLoop(() => Date.now() + ahead);
    await eventually(async () =>
      expect((await call('GET', `${url}?state=dead`)).body.deliveries).toHaveLength(1),
    );
    slack.answerWith(slack.accept);
    await rig.judge(2, ['ok']);
    await eventually(async () =>
      expect((await call('GET', `${url}?state=delivered`)).body.deliveries).toHaveLength(1),
    );
    await loop.stop();
    const page = await call('GET', `${url}?limit=1`);
    expect(page.body.deliveries).toMatchObject([{ type: 'alert.resolved' }]);
    const next = await call('GET', `${url}?limit=1&before=${page.body.before}`);
    expect(next.body.deliveries).toMatchObject([{ type: 'alert.opened', state: 'dead' }]);
    const { notificationId } = next.body.deliveries[0];
    const replayed = await call('POST', `/v1/notifications/${notificationId}/replay`);
    expect(replayed).toMatchObject({ status: 409 });
    expect(replayed.body.error.detail).toContain('newer');
    await call('DELETE', `/v1/channels/${channel.channelId}`);
    const gone = await call('POST', `/v1/notifications/${notificationId}/replay`);
    expect(gone.body.error.detail).toContain('deleted');
  });

  it('of what does not exist are not found', async () => {
    expect((await call('GET', '/v1/channels/chn_0/deliveries')).body.error.code).toBe(
      'channel_not_found',
    );
    expect((await call('GET', '/v1/alerts/alt_0/deliveries')).body.error.code).toBe(
      'alert_not_found',
    );
    const { status, body } = await call('POST', '/v1/notifications/ntf_0/replay');
    expect([status, body.error.code]).toEqual([404, 'notification_not_found']);
  });

  it('are forgotten after a month, and the messages are not', async () => {
    const log = createDeliveryLog(postgres.pool);
    const count = async (table: string) =>
      Number((await postgres.pool.query(`SELECT count(*) FROM ${table}`)).rows[0].count);
    const messages = await count('notifications');
    expect(await count('delivery_attempts')).toBeGreaterThan(3);
    await log.prune(Date.now() - 86_400_000);
    expect(await count('delivery_attempts')).toBeGreaterThan(3);
    await log.prune(Date.now() + 86_400_000);
    expect(await count('delivery_attempts')).toBe(0);
    expect(await count('notifications')).toBe(messages);
  });
});
