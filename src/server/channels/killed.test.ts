import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { freshPostgres } from '../../testing/engines.ts';
import { createNoticeRig } from '../../testing/notice-rig.ts';
import { startSlack } from '../../testing/slack-receiver.ts';
import { startMailServer } from '../../testing/smtp-receiver.ts';

/** The loop of the built server in a process of its own, which may be killed. */
const LOOP = `
  const dist = new URL('./dist/', process.argv[1]);
  const load = (path) => import(new URL(path, dist));
  const { openPostgres } = await load('adapters/storage/postgres/open-postgres.js');
  const { createOutboxStore } = await load('adapters/storage/postgres/outbox-store.js');
  const { createChannelSenders } = await load('adapters/channels/senders.js');
  const { createOutboxLoop } = await load('server/jobs/outbox-loop.js');
  const { pino } = await import('pino');
  createOutboxLoop({
    outbox: createOutboxStore(openPostgres(process.argv[2])),
    senders: createChannelSenders(),
    logger: pino({ level: 'silent' }),
    now: Date.now,
    random: Math.random,
    idleMs: 20,
  }).start();`;

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let slack: Awaited<ReturnType<typeof startSlack>>;
let mail: Awaited<ReturnType<typeof startMailServer>>;
beforeAll(async () => {
  postgres = await freshPostgres({ migrated: true });
  slack = await startSlack();
  mail = await startMailServer();
});
afterAll(async () => {
  await Promise.all([slack.stop(), mail.stop()]);
  await postgres.drop();
});

it('what a killed server had sent is sent again under its one key, and before what came after', async () => {
  const { pool } = postgres;
  const rig = await createNoticeRig(pool);
  await rig.channel({
    kind: 'slack',
    config: { token: 'xoxb-1', channel: '#alerts', apiUrl: slack.apiUrl, runbookUrl: null },
  });
  await rig.channel({
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
  // Both take the message, and the server dies before it hears so.
  slack.answerWith(() => {});
  mail.answerWith('keep and hang');
  await rig.judge(1, ['critical', 'critical', 'critical']);
  const root = new URL('../../../', import.meta.url);
  const args = ['--input-type=module', '-e', LOOP, root.href, postgres.url];
  const server = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await vi.waitFor(() => expect([slack.calls.length, mail.received.length]).toEqual([1, 1]), {
      timeout: 60_000,
    });
  } finally {
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  await rig.judge(2, ['ok', 'critical', 'critical']);
  slack.answerWith(slack.accept);
  mail.answerWith('accept');
  await pool.query(`UPDATE notifications SET leased_until = now() - interval '1 s'`);
  const loop = rig.startLoop();
  await vi.waitFor(() => expect([slack.calls.length, mail.received.length]).toEqual([3, 3]), {
    timeout: 60_000,
  });
  await loop.stop();
  const keys = slack.calls.map(({ body }) => JSON.stringify(body['metadata']));
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
  expect(slack.calls.map(({ body }) => body['text'])).toMatchObject([
    expect.stringMatching(/^Critical: 3 alerts/),
    expect.stringMatching(/^Critical: 3 alerts/),
    expect.stringMatching(/^Resolved: /),
  ]);
  const ids = mail.received.map((one) => one.headers['message-id']);
  expect(ids[1]).toBe(ids[0]);
  expect(mail.received[2]?.headers['in-reply-to']).toBe(ids[0]);
}, 120_000);
