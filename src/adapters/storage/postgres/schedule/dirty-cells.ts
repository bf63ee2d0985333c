import type { Pool } from 'pg';
import type { PlannedRevision } from '../../../../monitoring/schedule/plan-revisions.ts';
import type { DirtyCell, DueRevision } from '../../../../monitoring/schedule/schedule.ts';
import type { ScheduleStore } from '../../../../monitoring/schedule/schedule-store.ts';
import { inTransaction, type Queryable } from '../transaction.ts';
import { holdsLease } from './leases.ts';
import { type RevisionRow, toDueRevision } from './revision-rows.ts';

interface CellRow {
  readonly cell_start: Date;
  readonly rows: boolean;
  readonly labels: boolean;
  readonly seal: string;
}

/** Generations alone could repeat: a cell that was taken off the list and came back counts from
 *  the beginning. With the time of its coming they cannot. */
const SEAL = `rows_generation || ':' || labels_generation || ':'
  || extract(epoch FROM first_dirtied_at)`;

type Options = Parameters<ScheduleStore['dirtyCells']>[1];

export async function readDirtyCells(
  pool: Pool,
  modelId: string,
  { watermarkMs, freshFromMs, restMs, limit }: Options,
): Promise<DirtyCell[]> {
  const { rows } = await pool.query<CellRow>(
    `SELECT cell_start, rows_generation > 0 AS rows, labels_generation > 0 AS labels,
       ${SEAL} AS seal
     FROM dirty_cells d JOIN models m USING (model_id)
     WHERE model_id = $1 AND cell_start <= $2::timestamptz - m.cell_ms * interval '1 ms'
       AND (cell_start >= $3 OR first_dirtied_at <= clock_timestamp() - $4 * interval '1 ms')
     ORDER BY cell_start < $3, cell_start LIMIT $5`,
    [modelId, new Date(watermarkMs), new Date(freshFromMs), restMs, limit],
  );
  return rows.map((row) => ({
    startMs: row.cell_start.getTime(),
    rows: row.rows,
    labels: row.labels,
    seal: row.seal,
  }));
}

export async function markLabelsDirty(
  pool: Pool,
  modelId: string,
  cellStartsMs: readonly number[],
): Promise<void> {
  await pool.query(
    `INSERT INTO dirty_cells (model_id, cell_start, labels_generation)
     SELECT $1, cell_start, 1 FROM unnest($2::timestamptz[]) cell_start ORDER BY cell_start
     ON CONFLICT (model_id, cell_start)
       DO UPDATE SET labels_generation = dirty_cells.labels_generation + 1`,
    [modelId, [...new Set(cellStartsMs)].map((ms) => new Date(ms))],
  );
}

export function settleCells(
  pool: Pool,
  modelId: string,
  owner: string,
  cells: readonly DirtyCell[],
  revisions: readonly PlannedRevision[],
): Promise<DueRevision[] | null> {
  return inTransaction(pool, async (client) => {
    if (!(await holdsLease(client, modelId, owner))) return null;
    await client.query(
      `DELETE FROM dirty_cells d
       USING unnest($2::timestamptz[], $3::text[]) AS counted (cell_start, seal)
       WHERE d.model_id = $1 AND d.cell_start = counted.cell_start AND ${SEAL} = counted.seal`,
      [modelId, cells.map((cell) => new Date(cell.startMs)), cells.map((cell) => cell.seal)],
    );
    return noteRevisions(client, revisions);
  });
}

async function noteRevisions(
  client: Queryable,
  revisions: readonly PlannedRevision[],
): Promise<DueRevision[]> {
  if (revisions.length === 0) return [];
  const { rows } = await client.query<RevisionRow>(
    `INSERT INTO due_revisions (monitor_id, window_start, cause, due_at)
     SELECT p.monitor_id, p.window_start, p.cause, p.due_at
     FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::timestamptz[])
       AS p (monitor_id, window_start, cause, due_at)
     WHERE EXISTS (
       SELECT 1 FROM evaluations e
       WHERE e.monitor_id = p.monitor_id AND e.window_start = p.window_start)
     ON CONFLICT (monitor_id, window_start, cause) DO UPDATE
       SET due_at = least(due_revisions.due_at, excluded.due_at), touch_id = DEFAULT
     RETURNING monitor_id, window_start, cause, due_at, touch_id`,
    [
      revisions.map((one) => one.monitorId),
      revisions.map((one) => new Date(one.windowStartMs)),
      revisions.map((one) => one.cause),
      revisions.map((one) => new Date(one.dueAtMs)),
    ],
  );
  return rows.map(toDueRevision);
}
