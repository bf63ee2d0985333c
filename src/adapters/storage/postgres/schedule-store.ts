import type { Pool } from 'pg';
import type { ScheduleStore } from '../../../monitoring/schedule/schedule-store.ts';
import { claimModel } from './schedule/claim-model.ts';
import { markLabelsDirty, readDirtyCells, settleCells } from './schedule/dirty-cells.ts';
import { type RevisionRow, toDueRevision } from './schedule/revision-rows.ts';
import { readUnstored } from './schedule/unstored-rows.ts';

/** Leases run on the clock of the database, which all servers share; windows and revisions are
 *  due by the clock of the model. */
export function createScheduleStore(pool: Pool): ScheduleStore {
  return {
    claim: (options) => claimModel(pool, options),

    async renew(modelId, owner, leaseMs) {
      const { rowCount } = await pool.query(
        `UPDATE model_schedule SET leased_until = clock_timestamp() + $3 * interval '1 ms'
         WHERE model_id = $1 AND lease_owner = $2 AND leased_until > clock_timestamp()`,
        [modelId, owner, leaseMs],
      );
      return rowCount === 1;
    },

    async release(modelId, owner, { failed, waitMs }) {
      await pool.query(
        `UPDATE model_schedule SET lease_owner = NULL, leased_until = NULL,
           failures = CASE WHEN $3 THEN failures + 1 ELSE 0 END,
           not_before = clock_timestamp() + $4 * interval '1 ms'
         WHERE model_id = $1 AND lease_owner = $2`,
        [modelId, owner, failed, waitMs],
      );
    },

    async firstAdvance(modelId) {
      const { rows } = await pool.query<{ first: Date | null }>(
        'SELECT min(watermark) AS first FROM watermark_advances WHERE model_id = $1',
        [modelId],
      );
      return rows[0]?.first?.getTime() ?? null;
    },

    async advances(modelId, fromMs) {
      const { rows } = await pool.query<{ watermark: Date }>(
        'SELECT watermark FROM watermark_advances WHERE model_id = $1 AND watermark >= $2',
        [modelId, new Date(fromMs)],
      );
      return rows.map((row) => row.watermark.getTime());
    },

    unstored: (modelId) => readUnstored(pool, modelId, ['predictions']),
    dirtyCells: (modelId, options) => readDirtyCells(pool, modelId, options),
    markLabelsDirty: (modelId, cellStartsMs) => markLabelsDirty(pool, modelId, cellStartsMs),
    settleCells: (modelId, owner, cells, revisions) =>
      settleCells(pool, modelId, owner, cells, revisions),

    async dueRevisions(modelId, clockMs, limit) {
      const { rows } = await pool.query<RevisionRow>(
        `SELECT r.monitor_id, r.window_start, r.cause, r.due_at, r.touch_id
         FROM due_revisions r JOIN monitors mo USING (monitor_id)
         WHERE mo.model_id = $1 AND mo.enabled AND mo.deleted_at IS NULL AND r.due_at <= $2
         ORDER BY r.window_start DESC, r.monitor_id, r.cause DESC LIMIT $3`,
        [modelId, new Date(clockMs), limit],
      );
      return rows.map(toDueRevision);
    },

    async removeRevision({ monitorId, windowStartMs, cause, touchId }) {
      await pool.query(
        `DELETE FROM due_revisions
         WHERE monitor_id = $1 AND window_start = $2 AND cause = $3 AND touch_id = $4`,
        [monitorId, new Date(windowStartMs), cause, touchId],
      );
    },
  };
}
