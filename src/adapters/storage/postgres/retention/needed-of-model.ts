import type { Needed } from '../../../../monitoring/retention/retention.ts';
import type { Queryable } from '../transaction.ts';

/** A window is a day at most, 25 hours long at most, and what is next on schedule may be the one
 *  before. Windows of an open alert are looked at when it is explained. */
const NEEDED_FROM = `
  SELECT extract(epoch FROM least(
    (SELECT min(coalesce(next_window_end, '-infinity')) FROM monitors
     WHERE model_id = $1 AND enabled AND deleted_at IS NULL),
    (SELECT min(r.window_start) FROM due_revisions r JOIN monitors m USING (monitor_id)
     WHERE m.model_id = $1 AND m.enabled AND m.deleted_at IS NULL),
    (SELECT min(opened_window) FROM alerts WHERE model_id = $1 AND state <> 'resolved')
  ) - interval '2 days')::float8 * 1000 AS from_ms`;

/** From which window on a model's past is still needed; infinity where nothing needs any. */
export async function readNeededFrom(client: Queryable, modelId: string): Promise<number> {
  const { rows } = await client.query<{ from_ms: number | null }>(NEEDED_FROM, [modelId]);
  return rows[0]?.from_ms ?? Number.POSITIVE_INFINITY;
}

export async function readNeeded(client: Queryable, modelId: string): Promise<Needed> {
  const { rows } = await client.query<{ hour: Date }>(
    `SELECT DISTINCT date_trunc('hour', cell_start, 'UTC') AS hour FROM dirty_cells
     WHERE model_id = $1`,
    [modelId],
  );
  return {
    fromMs: await readNeededFrom(client, modelId),
    uncountedHoursMs: new Set(rows.map((row) => row.hour.getTime())),
  };
}
