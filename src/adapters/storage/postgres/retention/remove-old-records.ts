import type { Pool } from 'pg';

const AT_ONCE = 5_000;

/** A message stays as long as an alert that it told of is open: what follows is put beside it. */
const NOTIFICATIONS = `DELETE FROM notifications WHERE ctid = ANY(ARRAY(
  SELECT n.ctid FROM notifications n
  WHERE n.state <> 'pending' AND n.created_at < $1 AND NOT EXISTS (
    SELECT FROM alerts a WHERE a.alert_id = ANY(n.alert_ids) AND a.state <> 'resolved')
  LIMIT ${AT_ONCE}))`;

const REFUSED = `DELETE FROM refused_rows WHERE ctid = ANY(ARRAY(
  SELECT ctid FROM refused_rows WHERE refused_at < $1 LIMIT ${AT_ONCE}))`;

const QUARANTINED = `DELETE FROM quarantine WHERE ctid = ANY(ARRAY(
  SELECT ctid FROM quarantine WHERE quarantined_at < $1 LIMIT ${AT_ONCE}))`;

/** Counters of hours become one of all time, so that what was accepted and what became of it still
 *  add up. */
const COUNTERS = `WITH gone AS (
    DELETE FROM ingest_counters WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM ingest_counters
      WHERE hour < $1 AND hour > 'epoch' LIMIT ${AT_ONCE}))
    RETURNING model_id, kind, outcome, rows)
  INSERT INTO ingest_counters AS total (model_id, hour, kind, outcome, lane, rows)
  SELECT model_id, 'epoch'::timestamptz, kind, outcome, 0, sum(rows) FROM gone
  GROUP BY model_id, kind, outcome ORDER BY model_id, kind, outcome
  ON CONFLICT (model_id, hour, kind, outcome, lane) DO UPDATE SET rows = total.rows + excluded.rows`;

/** One step each; returns how many rows went. */
export async function removeOldRecords(pool: Pool, beforeMs: number): Promise<number> {
  let removed = 0;
  for (const statement of [NOTIFICATIONS, REFUSED, QUARANTINED]) {
    const { rowCount } = await pool.query(statement, [new Date(beforeMs)]);
    removed += rowCount ?? 0;
  }
  const folded = await pool.query(COUNTERS, [new Date(beforeMs)]);
  return removed + (folded.rowCount ?? 0);
}
