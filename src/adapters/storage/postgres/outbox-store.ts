import type { Pool } from 'pg';
import type { OutboxStore } from '../../../monitoring/notification/outbox-store.ts';
import { type ChannelRow, toChannel } from './channel-rows.ts';

interface OutboxRow extends ChannelRow {
  readonly notification_id: string;
  readonly dedup_key: string;
  readonly idempotency_key: string;
  readonly body: Record<string, unknown>;
  readonly attempts: number;
  readonly notification_created_at: Date;
}

/** The first of every line, if it is due and nobody has it. A line whose first one waits or is
 *  on its way gives nothing, so nothing overtakes. `SKIP LOCKED` looks at the row again once it
 *  has the lock, so two servers do not take one message. */
const CLAIM = `
  WITH heads AS (
    SELECT DISTINCT ON (channel_id, dedup_key) notification_id
    FROM notifications WHERE state = 'pending' ORDER BY channel_id, dedup_key, sequence
  ), due AS (
    SELECT n.notification_id
    FROM notifications n JOIN heads USING (notification_id) JOIN channels c USING (channel_id)
    WHERE n.state = 'pending' AND n.next_attempt_at <= $1 AND c.enabled
      AND (n.leased_until IS NULL OR n.leased_until <= clock_timestamp())
    ORDER BY n.next_attempt_at, n.sequence LIMIT $2 FOR UPDATE OF n SKIP LOCKED
  )
  UPDATE notifications n
  SET leased_until = clock_timestamp() + $3 * interval '1 ms', attempts = n.attempts + 1
  FROM due, channels c
  WHERE n.notification_id = due.notification_id AND c.channel_id = n.channel_id
  RETURNING n.notification_id, n.dedup_key, n.idempotency_key, n.body, n.attempts,
    n.created_at AS notification_created_at, c.channel_id, c.project_id, c.name, c.kind, c.config,
    c.enabled`;

export function createOutboxStore(pool: Pool): OutboxStore {
  const finish = async (sql: string, values: readonly unknown[]): Promise<void> => {
    await pool.query(`UPDATE notifications SET leased_until = NULL, ${sql}`, [...values]);
  };

  return {
    async claim(nowMs, limit, leaseMs) {
      const { rows } = await pool.query<OutboxRow>(CLAIM, [new Date(nowMs), limit, leaseMs]);
      return rows.map((row) => ({
        channel: toChannel(row),
        notification: {
          notificationId: row.notification_id,
          projectId: row.project_id,
          channelId: row.channel_id,
          dedupKey: row.dedup_key,
          idempotencyKey: row.idempotency_key,
          body: row.body,
          attempts: row.attempts,
        },
        createdAtMs: row.notification_created_at.getTime(),
      }));
    },

    markDelivered: (notificationId, nowMs, outcome) =>
      finish(
        `state = 'delivered', delivered_at = $2, last_outcome = $3
         WHERE notification_id = $1 AND state <> 'delivered'`,
        [notificationId, new Date(nowMs), outcome],
      ),

    postpone: (notificationId, untilMs, outcome) =>
      finish(
        `next_attempt_at = $2, last_outcome = $3 WHERE notification_id = $1 AND state = 'pending'`,
        [notificationId, new Date(untilMs), outcome],
      ),

    bury: (notificationId, outcome) =>
      finish(`state = 'dead', last_outcome = $2 WHERE notification_id = $1 AND state = 'pending'`, [
        notificationId,
        outcome,
      ]),
  };
}
