import type { Pool } from 'pg';
import type { Thread } from '../../../monitoring/notification/notification.ts';
import type { Attempt, OutboxStore } from '../../../monitoring/notification/outbox-store.ts';
import { type ChannelRow, toChannel } from './channel-rows.ts';
import { inTransaction, type Queryable } from './transaction.ts';

interface OutboxRow extends ChannelRow {
  readonly notification_id: string;
  readonly dedup_key: string;
  readonly idempotency_key: string;
  readonly body: Record<string, unknown>;
  readonly attempts: number;
  readonly since: Date;
  readonly alert_ids: readonly string[];
  readonly threads: readonly Thread[];
}

/** The first of every line, if it is due and nobody has it. A line whose first one waits or is
 *  on its way gives nothing, so nothing overtakes. `SKIP LOCKED` looks at the row again once it
 *  has the lock, so two servers do not take one message. */
const CLAIM = `
  WITH heads AS (
    SELECT DISTINCT ON (channel_id, coalesce(line_key, dedup_key)) notification_id
    FROM notifications WHERE state = 'pending'
    ORDER BY channel_id, coalesce(line_key, dedup_key), sequence
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
    coalesce(n.replayed_at, n.created_at) AS since,
    n.alert_ids,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('receipt', t.receipt, 'alerts', t.alerts,
         'shared', t.shared, 'open', (SELECT count(*) FROM message_threads m JOIN alerts a
           USING (alert_id) WHERE m.notification_id = t.notification_id
           AND a.state <> 'resolved')) ORDER BY t.created_at, t.notification_id), '[]')
       FROM (SELECT notification_id, receipt, alerts, min(created_at) AS created_at,
           count(*)::integer AS shared
         FROM message_threads WHERE channel_id = n.channel_id AND alert_id = ANY(n.alert_ids)
         GROUP BY notification_id, receipt, alerts) t) AS threads,
    c.channel_id, c.project_id, c.name, c.kind, c.config, c.enabled`;

const PENDING = `state = 'pending'`;

export function createOutboxStore(pool: Pool): OutboxStore {
  /** Notes what came of a try, and what state that led to. */
  const settle = (
    notificationId: string,
    attempt: Attempt,
    from: string,
    change: string,
    values: readonly unknown[],
    alsoDo: (client: Queryable) => Promise<unknown> = async () => {},
  ): Promise<void> =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ attempts: number }>(
        `UPDATE notifications SET leased_until = NULL, last_outcome = $2, ${change}
         WHERE notification_id = $1 AND ${from} RETURNING attempts`,
        [notificationId, attempt.reason, ...values],
      );
      const [settled] = rows;
      // Another server was quicker, or the channel is gone: the try was made all the same.
      await insertAttempt(client, notificationId, settled?.attempts ?? null, attempt);
      if (settled !== undefined) await alsoDo(client);
    });

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
          alertIds: row.alert_ids,
          threads: row.threads,
        },
        createdAtMs: row.since.getTime(),
      }));
    },

    markDelivered: (notificationId, attempt, receipt) =>
      settle(
        notificationId,
        attempt,
        // Even where a slower server has given it up meanwhile: it did arrive.
        `state <> 'delivered'`,
        `state = 'delivered', delivered_at = $3`,
        [new Date(attempt.atMs)],
        async (client) => {
          if (receipt === null) return;
          await client.query(
            `INSERT INTO message_threads (channel_id, alert_id, notification_id, receipt, alerts)
             SELECT channel_id, alert_id, notification_id, $2, cardinality(alert_ids)
             FROM notifications CROSS JOIN LATERAL unnest(alert_ids) AS alert_id
             WHERE notification_id = $1 ON CONFLICT DO NOTHING`,
            [notificationId, JSON.stringify(receipt)],
          );
        },
      ),

    postpone: (notificationId, untilMs, attempt) =>
      settle(notificationId, attempt, PENDING, 'next_attempt_at = $3', [new Date(untilMs)]),

    bury: (notificationId, attempt) =>
      settle(notificationId, attempt, PENDING, `state = 'dead'`, []),
  };
}

async function insertAttempt(
  client: Queryable,
  notificationId: string,
  attempts: number | null,
  attempt: Attempt,
): Promise<void> {
  await client.query(
    `INSERT INTO delivery_attempts (notification_id, attempt, outcome, reason, status, response,
       duration_ms, attempted_at)
     SELECT notification_id, coalesce($2, attempts), $3, $4, $5, $6, $7, $8
     FROM notifications WHERE notification_id = $1`,
    [
      notificationId,
      attempts,
      attempt.outcome,
      attempt.reason,
      attempt.status,
      attempt.response,
      attempt.durationMs,
      new Date(attempt.atMs),
    ],
  );
}
