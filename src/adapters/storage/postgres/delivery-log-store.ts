import type { Pool } from 'pg';
import type {
  DeliveryFilter,
  DeliveryLog,
  DeliveryReport,
  DeliveryState,
  LogEntry,
} from '../../../monitoring/notification/delivery-log.ts';
import { inTransaction, type Queryable } from './transaction.ts';

interface EntryRow extends Omit<LogEntry, 'atMs'> {
  readonly at: string;
}

interface ReportRow {
  readonly notification_id: string;
  readonly channel_id: string;
  readonly channel_name: string;
  readonly sequence: string;
  readonly idempotency_key: string;
  readonly alert_ids: readonly string[];
  readonly type: string | null;
  readonly sentence: string | null;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly created_at: Date;
  readonly delivered_at: Date | null;
  readonly next_attempt_at: Date;
  readonly log: readonly EntryRow[];
}

const SELECT = `
  SELECT n.notification_id, n.channel_id, c.name AS channel_name, n.sequence, n.idempotency_key,
    n.alert_ids, n.body ->> 'type' AS type, n.body -> 'data' ->> 'sentence' AS sentence, n.state,
    n.attempts, n.created_at, n.delivered_at, n.next_attempt_at,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('at', a.attempted_at, 'durationMs', a.duration_ms,
         'outcome', a.outcome, 'reason', a.reason, 'status', a.status, 'response', a.response,
         'attempt', a.attempt, 'by', a.actor) ORDER BY a.attempt_id), '[]')
       FROM delivery_attempts a WHERE a.notification_id = n.notification_id) AS log
  FROM notifications n JOIN channels c USING (channel_id)`;

export function createDeliveryLog(pool: Pool): DeliveryLog {
  return {
    async list(projectId, filter) {
      const { where, values } = conditionOf(projectId, filter);
      const { rows } = await pool.query<ReportRow>(
        `${SELECT} WHERE ${where} ORDER BY n.sequence DESC LIMIT ${filter.limit}`,
        values,
      );
      return rows.map(toReport);
    },

    replay: (projectId, notificationId, by, nowMs) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ state: DeliveryState; deleted: boolean }>(
          `SELECT n.state, c.deleted_at IS NOT NULL AS deleted
           FROM notifications n JOIN channels c USING (channel_id)
           WHERE n.project_id = $1 AND n.notification_id = $2 FOR UPDATE OF n`,
          [projectId, notificationId],
        );
        const [found] = rows;
        if (found === undefined) return 'not_found';
        if (found.state !== 'dead') return 'not_given_up';
        if (found.deleted) return 'channel_deleted';
        if (await isSuperseded(client, notificationId)) return 'superseded';
        await client.query(HOLD_BACK, [notificationId, new Date(nowMs + HOLD_MS)]);
        await client.query(
          `INSERT INTO delivery_attempts (notification_id, attempt, outcome, reason, duration_ms,
             attempted_at, actor)
           SELECT notification_id, attempts, 'replayed', 'sent again', 0, $2, $3
           FROM notifications WHERE notification_id = $1`,
          [notificationId, new Date(nowMs), by],
        );
        await client.query(
          `UPDATE notifications SET state = 'pending', attempts = 0, next_attempt_at = $2,
             replayed_at = $2, leased_until = NULL
           WHERE notification_id = $1`,
          [notificationId, new Date(nowMs)],
        );
        const report = await client.query<ReportRow>(`${SELECT} WHERE n.notification_id = $1`, [
          notificationId,
        ]);
        const [row] = report.rows;
        if (row === undefined) throw new Error('a notification was lost');
        return toReport(row);
      }),

    async prune(beforeMs) {
      // In small steps: the log of a storm must not become one long transaction.
      const { rowCount } = await pool.query(
        `DELETE FROM delivery_attempts WHERE attempt_id IN (
           SELECT attempt_id FROM delivery_attempts WHERE attempted_at < $1 LIMIT 5000)`,
        [new Date(beforeMs)],
      );
      await pool.query(
        `DELETE FROM message_threads t WHERE created_at < $1 AND NOT EXISTS (
           SELECT 1 FROM alerts a WHERE a.alert_id = t.alert_id AND a.state <> 'resolved')`,
        [new Date(beforeMs)],
      );
      return rowCount ?? 0;
    },
  };
}

/** Whether something newer about one of its alerts has arrived, or is on its way: to hear now that
 *  an alert fires, having heard that it is over, would be a lie. */
async function isSuperseded(client: Queryable, notificationId: string): Promise<boolean> {
  const { rows } = await client.query<{ newer: boolean }>(
    `SELECT later.state = 'delivered' OR coalesce(later.leased_until > clock_timestamp(), false)
       AS newer
     FROM notifications n JOIN notifications later
       ON later.channel_id = n.channel_id AND later.alert_ids && n.alert_ids
         AND later.sequence > n.sequence
     WHERE n.notification_id = $1 FOR UPDATE OF later`,
    [notificationId],
  );
  return rows.some((row) => row.newer);
}

/** What waits behind it in its line waits a moment longer: a server that looked at the line just
 *  before must not take it. */
const HOLD_BACK = `
  UPDATE notifications later SET next_attempt_at = greatest(later.next_attempt_at, $2)
  FROM notifications n
  WHERE n.notification_id = $1 AND later.channel_id = n.channel_id AND later.state = 'pending'
    AND coalesce(later.line_key, later.dedup_key) = coalesce(n.line_key, n.dedup_key)
    AND later.sequence > n.sequence`;
const HOLD_MS = 1_000;

function conditionOf(projectId: string, filter: DeliveryFilter) {
  const values: unknown[] = [projectId];
  const conditions = ['n.project_id = $1'];
  const add = (value: unknown, condition: (place: string) => string): void => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  add(filter.channelId, (place) => `n.channel_id = ${place}`);
  add(filter.alertId, (place) => `n.alert_ids @> ARRAY[${place}]`);
  add(filter.state, (place) => `n.state = ${place}`);
  add(filter.before, (place) => `n.sequence < ${place}`);
  return { where: conditions.join(' AND '), values };
}

const toReport = (row: ReportRow): DeliveryReport => ({
  notificationId: row.notification_id,
  channelId: row.channel_id,
  channelName: row.channel_name,
  sequence: Number(row.sequence),
  idempotencyKey: row.idempotency_key,
  alertIds: row.alert_ids,
  type: row.type ?? '',
  sentence: row.sentence ?? '',
  state: row.state,
  attempts: row.attempts,
  createdAtMs: row.created_at.getTime(),
  deliveredAtMs: row.delivered_at?.getTime() ?? null,
  nextAttemptAtMs: row.state === 'pending' ? row.next_attempt_at.getTime() : null,
  log: row.log.map(({ at, ...entry }) => ({ ...entry, atMs: Date.parse(at) })),
});
