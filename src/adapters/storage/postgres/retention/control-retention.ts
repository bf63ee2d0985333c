import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { ControlRetention } from '../../../../monitoring/retention/retention.ts';
import { readHoldings } from './control-holdings.ts';
import { readNeeded, readNeededFrom } from './needed-of-model.ts';
import { removeOldAlerts } from './remove-old-alerts.ts';
import { removeOldRecords } from './remove-old-records.ts';

/** Any number that nothing else in this database locks. */
const LOCK = 7_355_608;
/** A few questions and one small insert. */
const LEASE_MS = 60_000;

/** By monitor, so that the key finds them: a window is never evaluated before it began. The latest
 *  window of a monitor says how it is, and stays. */
const EVALUATIONS = `DELETE FROM evaluations WHERE ctid = ANY(ARRAY(
  SELECT e.ctid FROM monitors m CROSS JOIN LATERAL (
    SELECT ctid FROM evaluations e
    WHERE e.monitor_id = m.monitor_id AND e.window_start < $1 AND e.evaluated_at < $1
      AND e.window_start < (
        SELECT max(window_start) FROM evaluations latest WHERE latest.monitor_id = m.monitor_id)
      AND NOT EXISTS (
        SELECT FROM due_revisions r
        WHERE r.monitor_id = m.monitor_id AND r.window_start = e.window_start)
    LIMIT 1000) e
  WHERE NOT EXISTS (
    SELECT FROM alerts a WHERE a.monitor_id = m.monitor_id AND a.state <> 'resolved')
  LIMIT 5000))`;

export function createControlRetention(pool: Pool): ControlRetention {
  return {
    async alone(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        const { rows } = await client.query<{ got: boolean }>(
          'SELECT pg_try_advisory_lock($1) AS got',
          [LOCK],
        );
        if (rows[0]?.got !== true) return false;
        try {
          await work();
        } finally {
          // A session that cannot let go is ended, and its lock with it.
          await client.query('SELECT pg_advisory_unlock($1)', [LOCK]).catch((error: Error) => {
            broken = error;
          });
        }
        return true;
      } finally {
        client.release(broken);
      }
    },

    async holding(modelId, work) {
      const owner = randomUUID();
      const { rowCount } = await pool.query(
        `INSERT INTO model_schedule AS s (model_id, lease_owner, leased_until)
         SELECT model_id, $2, clock_timestamp() + $3 * interval '1 ms'
         FROM models WHERE model_id = $1
         ON CONFLICT (model_id) DO UPDATE
           SET lease_owner = excluded.lease_owner, leased_until = excluded.leased_until
           WHERE s.leased_until IS NULL OR s.leased_until <= clock_timestamp()`,
        [modelId, owner, LEASE_MS],
      );
      if (rowCount !== 1) return false;
      try {
        await work(await readNeeded(pool, modelId));
      } finally {
        await pool.query(
          `UPDATE model_schedule SET lease_owner = NULL, leased_until = NULL
           WHERE model_id = $1 AND lease_owner = $2`,
          [modelId, owner],
        );
      }
      return true;
    },

    neededFrom: (modelId) => readNeededFrom(pool, modelId),

    async monitorsWithOpenAlerts() {
      const { rows } = await pool.query<{ monitor_id: string }>(
        `SELECT DISTINCT monitor_id FROM alerts WHERE state <> 'resolved' ORDER BY monitor_id`,
      );
      return rows.map((row) => row.monitor_id);
    },

    async removeEvaluations(beforeMs) {
      const { rowCount } = await pool.query(EVALUATIONS, [new Date(beforeMs)]);
      return rowCount ?? 0;
    },

    removeAlerts: (beforeMs) => removeOldAlerts(pool, beforeMs),
    removeRecords: (beforeMs) => removeOldRecords(pool, beforeMs),
    holdings: () => readHoldings(pool),
  };
}
