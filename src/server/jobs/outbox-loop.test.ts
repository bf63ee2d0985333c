import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createChannelSenders } from '../../adapters/channels/senders.ts';
import { createChannelStore } from '../../adapters/storage/postgres/channel-store.ts';
import { createOutboxStore } from '../../adapters/storage/postgres/outbox-store.ts';
import { freshPostgres } from '../../testing/engines.ts';
import { startReceiver, status } from '../../testing/webhook-receiver.ts';
import type { Loop } from './loop.ts';
import { createOutboxLoop } from './outbox-loop.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

describe('outbox loop', () => {
  let postgres: Awaited<ReturnType<typeof freshPostgres>>;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let channelId: string;
  let loops: Loop[] = [];
  /** The clock of the loops; pushing it saves waiting for retries. */
  let ahead = 0;

  beforeAll(async () => {
    postgres = await freshPostgres({ migrated: true });
  });
  afterAll(() => postgres.drop());

  beforeEach(async () => {
    ahead = 0;
    receiver = await startReceiver();
    const created = await createChannelStore(postgres.pool).create('default', {
      name: `hook ${receiver.url}`,
      kind: 'webhook',
      config: { url: receiver.url, secret: SECRET },
      enabled: true,
    });
    if (created === 'name_taken') throw new Error(created);
    channelId = created.channelId;
  });
  afterEach(async () => {
    const stopped = loops.map((loop) => loop.stop());
    // A request that hangs ends with the receiver, not with its time-out.
    await receiver.stop();
    await Promise.all(stopped);
    loops = [];
    await createChannelStore(postgres.pool).remove('default', channelId);
  });

  function startLoop() {
    const loop = createOutboxLoop({
      outbox: createOutboxStore(postgres.pool),
      senders: createChannelSenders(),
      logger: pino({ level: 'silent' }),
      now: () => Date.now() + ahead,
      random: () => 0.5,
      idleMs: 20,
    });
    loops.push(loop);
    loop.start();
  }
  const write = (dedupKey: string, key: string) =>
    postgres.pool.query(
      `INSERT INTO notifications (notification_id, project_id, channel_id, dedup_key,
         idempotency_key, body)
       VALUES (gen_random_uuid()::text, 'default', $1, $2, $3, '{"type":"alert.opened"}')`,
      [channelId, dedupKey, key],
    );
  const states = async () => {
    const { rows } = await postgres.pool.query<{ text: string }>(
      `SELECT concat(idempotency_key, ' ', state, ' ', attempts, ' ', last_outcome) AS text
       FROM notifications WHERE channel_id = $1 ORDER BY sequence`,
      [channelId],
    );
    return rows.map((row) => row.text);
  };
  const arrived = () => receiver.received.map((one) => one.headers['webhook-id']);
  const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000 });

  it('delivers in the order of the line', async () => {
    await write('a', 'a firing');
    await write('a', 'a escalated');
    await write('a', 'a resolved');
    startLoop();
    startLoop();
    await eventually(async () => {
      expect(await states()).toEqual([
        'a firing delivered 1 status 200',
        'a escalated delivered 1 status 200',
        'a resolved delivered 1 status 200',
      ]);
    });
    expect(arrived()).toEqual(['a firing', 'a escalated', 'a resolved']);
  });

  it('never lets what is over overtake what began', async () => {
    receiver.answerWith(status(500));
    await write('a', 'a firing');
    await write('a', 'a resolved');
    startLoop();
    await eventually(async () => expect(arrived()).toEqual(['a firing']));
    receiver.answerWith(status(200));
    ahead += 3_600_000;
    await eventually(async () => expect(arrived()).toEqual(['a firing', 'a firing', 'a resolved']));
  });

  it('waits as long as it is asked to', async () => {
    receiver.answerWith(status(429, { 'retry-after': '600' }));
    await write('a', 'a firing');
    startLoop();
    await eventually(async () => expect(await states()).toEqual(['a firing pending 1 status 429']));
    receiver.answerWith(status(200));
    ahead += 590_000;
    await write('b', 'b firing');
    await eventually(async () => expect(arrived()).toEqual(['a firing', 'b firing']));
    ahead += 11_000;
    await eventually(async () => expect(arrived()).toEqual(['a firing', 'b firing', 'a firing']));
  });

  it('gives up what is refused for good, and goes on', async () => {
    receiver.answerWith((response, { headers }) =>
      status(headers['webhook-id'] === 'a firing' ? 404 : 200)(response, {
        headers,
        body: '',
        path: '',
      }),
    );
    await write('a', 'a firing');
    await write('a', 'a resolved');
    startLoop();
    await eventually(async () => {
      expect(await states()).toEqual([
        'a firing dead 1 status 404',
        'a resolved delivered 1 status 200',
      ]);
    });
  });

  it('gives up after days', async () => {
    receiver.answerWith(status(500));
    await write('a', 'a firing');
    ahead = 5 * 86_400_000;
    startLoop();
    await eventually(async () => {
      expect(await states()).toEqual(['a firing dead 1 given up: status 500']);
    });
  });

  it('a receiver that hangs holds up its own line only', async () => {
    receiver.answerWith((response, { headers }) => {
      if (headers['webhook-id'] !== 'slow firing') response.end();
    });
    await write('slow', 'slow firing');
    await write('quick', 'quick firing');
    startLoop();
    await eventually(async () => expect(arrived().sort()).toEqual(['quick firing', 'slow firing']));
    await write('quick', 'quick resolved');
    await eventually(async () => expect(arrived()).toContain('quick resolved'));
  });
});
