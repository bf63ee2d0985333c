import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { newWebhookSecret } from '../../adapters/channels/webhook/sign.ts';
import { createDigestStore } from '../../adapters/storage/postgres/routes/digest-store.ts';
import { createRouteStore } from '../../adapters/storage/postgres/routes/route-store.ts';
import { freshPostgres } from '../../testing/engines.ts';
import { createNoticeRig } from '../../testing/notice-rig.ts';
import { startReceiver, status } from '../../testing/webhook-receiver.ts';
import { sendDigests } from './send-digests.ts';

const HOUR_MS = 3_600_000;

/** The loops of the built server in a process of its own, which may be killed. */
const LOOPS = `
  const dist = new URL('./dist/', process.argv[1]);
  const load = (path) => import(new URL(path, dist));
  const { openPostgres } = await load('adapters/storage/postgres/open-postgres.js');
  const { createOutboxStore } = await load('adapters/storage/postgres/outbox-store.js');
  const { createDigestStore } = await load('adapters/storage/postgres/routes/digest-store.js');
  const { createChannelSenders } = await load('adapters/channels/senders.js');
  const { createOutboxLoop } = await load('server/jobs/outbox-loop.js');
  const { createDigestLoop } = await load('server/jobs/digest-loop.js');
  const { pino } = await import('pino');
  const logger = pino({ level: 'silent' });
  const pool = openPostgres(process.argv[2]);
  const now = () => Date.now() + ${HOUR_MS};
  const senders = createChannelSenders();
  const digests = createDigestStore(pool);
  createDigestLoop({ digests, publicUrl: null, logger, now, idleMs: 20 }).start();
  createOutboxLoop({
    outbox: createOutboxStore(pool), senders, logger, now, random: Math.random, idleMs: 20,
  }).start();`;

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  postgres = await freshPostgres({ migrated: true });
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.stop();
  await postgres.drop();
});

it('the digest of a killed server is sent again under its one key, and there is no other', async () => {
  const { pool } = postgres;
  const rig = await createNoticeRig(pool);
  const config = { url: receiver.url, secret: newWebhookSecret() };
  const channelId = await rig.channel({ kind: 'webhook', config });
  const draft = {
    name: 'hourly',
    matchers: [],
    minSeverity: 'warning',
    channelIds: [channelId],
    delivery: {
      kind: 'digest',
      // Once within the hour that the loops are ahead by, whenever this is run.
      cron: `${new Date(Date.now() + HOUR_MS / 2).getUTCMinutes()} * * * *`,
      timeZone: 'UTC',
      critical: 'digest',
      whenQuiet: 'nothing',
    },
    enabled: true,
  } as const;
  const made = await createRouteStore(pool).create('default', draft, Date.now());
  if (made === 'name_taken') throw new Error(made);
  await rig.judge(1, ['critical', 'warning']);
  // It takes the message, and the server dies before it hears so.
  receiver.answerWith(() => {});
  const root = new URL('../../../', import.meta.url);
  const args = ['--input-type=module', '-e', LOOPS, root.href, postgres.url];
  const server = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await vi.waitFor(() => expect(receiver.received.length).toBe(1), { timeout: 60_000 });
  } finally {
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
  receiver.answerWith(status(200));
  await pool.query(`UPDATE notifications SET leased_until = now() - interval '1 s'`);
  const now = () => Date.now() + HOUR_MS;
  await sendDigests({ digests: createDigestStore(pool), publicUrl: null, now });
  const loop = rig.startLoop(now);
  await expect.poll(() => rig.states(channelId)).toEqual(['alerts.digest 0 delivered']);
  await loop.stop();
  const keys = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(new Set(keys).size).toBe(1);
  expect(keys).toHaveLength(2);
}, 120_000);
