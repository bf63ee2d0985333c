import { HOUR_MS } from '../../../../monitoring/model/model.ts';
import type { Needed } from '../../../../monitoring/retention/retention.ts';
import { readUnstored } from '../schedule/unstored-rows.ts';
import type { Queryable } from '../transaction.ts';

/** A window is a day at most, 25 hours long at most, and what is next on schedule may be the one
 *  before. Windows of an open alert are looked at when it is explained. A baseline is made of rows
 *  within minutes; one that a killed server left half made needs none. */
const NEEDED_FROM = `
  SELECT extract(epoch FROM least(
    (SELECT min(coalesce(next_window_end, '-infinity')) FROM monitors
     WHERE model_id = $1 AND enabled AND deleted_at IS NULL),
    (SELECT min(r.window_start) FROM due_revisions r JOIN monitors m USING (monitor_id)
     WHERE m.model_id = $1 AND m.enabled AND m.deleted_at IS NULL),
    (SELECT min(opened_window) FROM alerts WHERE model_id = $1 AND state <> 'resolved'),
    (SELECT min(period_start) FROM baselines
     WHERE model_id = $1 AND state = 'building' AND created_at > now() - interval '1 day')
  ) - interval '2 days')::float8 * 1000 AS from_ms`;

/** From which window on a model's past is still needed; infinity where nothing needs any. */
export async function readNeededFrom(client: Queryable, modelId: string): Promise<number> {
  const { rows } = await client.query<{ from_ms: number | null }>(NEEDED_FROM, [modelId]);
  return rows[0]?.from_ms ?? Number.POSITIVE_INFINITY;
}

export async function readNeeded(client: Queryable, modelId: string): Promise<Needed> {
  // The log first: what is stored in between is among the dirty cells.
  const unstored = await readUnstored(client, modelId, ['predictions', 'labels']);
  const { rows } = await client.query<{ cell_start: Date }>(
    'SELECT cell_start FROM dirty_cells WHERE model_id = $1',
    [modelId],
  );
  const times = [
    ...unstored.map(({ timeMs }) => timeMs),
    ...rows.map((row) => row.cell_start.getTime()),
  ];
  return {
    fromMs: await readNeededFrom(client, modelId),
    unsettledHoursMs: new Set(times.map((ms) => Math.floor(ms / HOUR_MS) * HOUR_MS)),
  };
}
