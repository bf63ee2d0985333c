import { afterAll, beforeAll, describe } from 'vitest';
import { freshPostgres } from '../../../testing/engines.ts';
import { channelStoreSuite, outboxStoreSuite } from '../../../testing/outbox-store-suite.ts';
import { createChannelStore } from './channel-store.ts';
import { createOutboxStore } from './outbox-store.ts';

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
beforeAll(async () => {
  postgres = await freshPostgres({ migrated: true });
});
afterAll(() => postgres.drop());

describe('channels in Postgres', () => {
  channelStoreSuite(() => createChannelStore(postgres.pool));
});

describe('the outbox in Postgres', () => {
  outboxStoreSuite(() => ({
    outbox: createOutboxStore(postgres.pool),
    channels: createChannelStore(postgres.pool),
    async write(channelId, dedupKey, idempotencyKey) {
      await postgres.pool.query(
        `INSERT INTO notifications (notification_id, project_id, channel_id, dedup_key,
           idempotency_key, body)
         VALUES (gen_random_uuid()::text, 'default', $1, $2, $3, '{}')`,
        [channelId, dedupKey, idempotencyKey],
      );
    },
    async expireLeases() {
      await postgres.pool.query(`UPDATE notifications SET leased_until = now() - interval '1 s'`);
    },
  }));
});
