import type { Pool } from 'pg';
import { inTransaction } from '../transaction.ts';

const AT_ONCE = 500;

/** Removes alerts that are over, and that nothing has happened to since. */
export function removeOldAlerts(pool: Pool, beforeMs: number): Promise<number> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ alert_id: string }>(
      `SELECT alert_id FROM alerts a
       WHERE state = 'resolved'
         AND EXISTS (SELECT FROM alert_transitions t WHERE t.alert_id = a.alert_id)
         AND NOT EXISTS (
           SELECT FROM alert_transitions t WHERE t.alert_id = a.alert_id AND t.occurred_at >= $1)
         AND NOT EXISTS (
           SELECT FROM alert_notes n WHERE n.alert_id = a.alert_id AND n.occurred_at >= $1)
         AND NOT EXISTS (
           SELECT FROM due_revisions r
           WHERE r.monitor_id = a.monitor_id AND r.window_start >= a.opened_window
             AND r.window_start <= coalesce(a.resolved_window, a.last_window))
       LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`,
      [new Date(beforeMs)],
    );
    const ids = [rows.map((row) => row.alert_id)];
    await client.query('DELETE FROM alert_notes WHERE alert_id = ANY($1)', ids);
    await client.query('DELETE FROM alert_transitions WHERE alert_id = ANY($1)', ids);
    await client.query('DELETE FROM alerts WHERE alert_id = ANY($1)', ids);
    return rows.length;
  });
}
