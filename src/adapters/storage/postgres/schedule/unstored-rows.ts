import type { RowKind } from '../../../../monitoring/ingest/ingest-log.ts';
import type { UnstoredRows } from '../../../../monitoring/schedule/schedule.ts';
import { RING_TABLES } from '../ingest-backlog.ts';
import type { Queryable } from '../transaction.ts';

/** Entries of the log that belong to no stored block. One statement sees log and blocks at one
 *  moment, so that nothing slips through between them. */
const UNSTORED = `
  WITH stored AS (
    SELECT unnest(entry_ids) AS entry_id FROM ingest_blocks WHERE stored_at IS NOT NULL
  ), entries AS (
    ${RING_TABLES.map(
      (table) =>
        `SELECT entry_id, cells, appended_at FROM ingest_log_${table}
         WHERE model_id = $1 AND kind = ANY($2)`,
    ).join(' UNION ALL ')}
  )
  SELECT cell::float8 AS time_ms, min(e.appended_at) AS acknowledged_at
  FROM entries e LEFT JOIN stored s USING (entry_id) CROSS JOIN LATERAL unnest(e.cells) cell
  WHERE s.entry_id IS NULL GROUP BY cell`;

export async function readUnstored(
  client: Queryable,
  modelId: string,
  kinds: readonly RowKind[],
): Promise<UnstoredRows[]> {
  const { rows } = await client.query<{ time_ms: number; acknowledged_at: Date }>(UNSTORED, [
    modelId,
    kinds,
  ]);
  return rows.map((row) => ({
    timeMs: row.time_ms,
    acknowledgedAtMs: row.acknowledged_at.getTime(),
  }));
}
