import type { Pool } from 'pg';
import type { ClaimedModel, ClaimOptions } from '../../../../monitoring/schedule/schedule-store.ts';

interface ClaimRow {
  readonly model_id: string;
  readonly baseline_id: string | null;
  readonly failures: number;
}

/** The baseline whose grids cells are counted on: the one that serves every version, else the
 *  newest of a version's own. */
const ACTIVE_BASELINE = `
  SELECT baseline_id FROM baselines b
  WHERE b.model_id = m.model_id AND b.active AND b.state = 'ready'
  ORDER BY b.version IS NOT NULL, b.created_at DESC, b.baseline_id DESC LIMIT 1`;

/** Work of a model: windows of its monitors that closed, cells and revisions that wait. `mark` is
 *  its watermark, `clock` its time. Fresh work is a window that closed lately: within three cadences. */
const CLAIM = `
  WITH clocks AS (
    SELECT m.model_id, m.cell_ms, a.baseline_id,
      CASE m.clock WHEN 'wall' THEN $1::timestamptz - m.lateness_ms * interval '1 ms'
        ELSE m.watermark END AS mark,
      CASE m.clock WHEN 'wall' THEN $1::timestamptz ELSE m.watermark END AS clock
    FROM models m LEFT JOIN LATERAL (${ACTIVE_BASELINE}) a ON true
  ), works AS (
    SELECT c.model_id, c.baseline_id,
      EXISTS (
        SELECT 1 FROM monitors mo
        WHERE mo.model_id = c.model_id AND mo.enabled AND mo.deleted_at IS NULL
          AND mo.next_window_end <= c.mark
          AND mo.next_window_end > c.mark - 3 * CASE mo.definition ->> 'cadence'
            WHEN '5m' THEN interval '5 minutes' WHEN '1h' THEN interval '1 hour'
            ELSE interval '1 day' END
      ) AS fresh,
      EXISTS (
        SELECT 1 FROM monitors mo
        WHERE mo.model_id = c.model_id AND mo.enabled AND mo.deleted_at IS NULL
          AND (mo.next_window_end IS NULL OR mo.next_window_end <= c.mark)
      ) OR EXISTS (
        SELECT 1 FROM dirty_cells d
        WHERE d.model_id = c.model_id AND d.cell_start <= c.mark - c.cell_ms * interval '1 ms'
          AND d.first_dirtied_at <= clock_timestamp() - $2 * interval '1 ms'
      ) OR EXISTS (
        SELECT 1 FROM due_revisions r JOIN monitors mo USING (monitor_id)
        WHERE mo.model_id = c.model_id AND mo.enabled AND mo.deleted_at IS NULL
          AND r.due_at <= c.clock
      ) AS any
    FROM clocks c
    WHERE c.mark IS NOT NULL
  ), next AS (
    SELECT s.model_id, w.baseline_id
    FROM model_schedule s JOIN works w USING (model_id)
    WHERE w.any AND s.not_before <= clock_timestamp()
      AND (s.leased_until IS NULL OR s.leased_until <= clock_timestamp())
    ORDER BY CASE WHEN $3 THEN true ELSE w.fresh END DESC, s.last_served_at, s.model_id
    LIMIT 1 FOR UPDATE OF s SKIP LOCKED
  )
  UPDATE model_schedule s
  SET lease_owner = $4, leased_until = clock_timestamp() + $5 * interval '1 ms',
    last_served_at = clock_timestamp()
  FROM next
  WHERE s.model_id = next.model_id
  RETURNING s.model_id, next.baseline_id, s.failures`;

export async function claimModel(pool: Pool, options: ClaimOptions): Promise<ClaimedModel | null> {
  await pool.query(
    `INSERT INTO model_schedule (model_id)
     SELECT model_id FROM models m
     WHERE NOT EXISTS (SELECT 1 FROM model_schedule s WHERE s.model_id = m.model_id)
     ON CONFLICT DO NOTHING`,
  );
  const { nowMs, restMs, fair, owner, leaseMs } = options;
  const { rows } = await pool.query<ClaimRow>(CLAIM, [
    new Date(nowMs),
    restMs,
    fair,
    owner,
    leaseMs,
  ]);
  const row = rows[0];
  if (row === undefined) return null;
  return { modelId: row.model_id, baselineId: row.baseline_id, failures: row.failures };
}
