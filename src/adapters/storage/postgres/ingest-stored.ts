import type pg from 'pg';
import type { BlockOutcome } from '../../../monitoring/ingest/ingest-log.ts';
import { HOUR_MS } from '../../../monitoring/model/model.ts';
import { newId } from '../../new-id.ts';
import { countStatement } from './ingest-append.ts';

/** Marks a block as stored, counts its rows, keeps the ones that were refused and makes the
 *  cells dirty that it touched: all of it or nothing, and only the first time. */
export function storedStatement(outcome: BlockOutcome, nowMs: number): pg.QueryConfig {
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const { quarantined, kind, lane } = outcome;
  const generation = kind === 'predictions' ? 'rows_generation' : 'labels_generation';
  const touched = [...outcome.touchedMs].flatMap(([modelId, timesMs]) =>
    timesMs.map((timeMs) => ({ modelId, timeMs })),
  );
  const counts = countsOf(outcome);
  const marked = `UPDATE ingest_blocks SET stored_at = now()
    WHERE token = ${parameter(outcome.token)} AND stored_at IS NULL RETURNING token`;
  // Cells are as long as the model says. Sorted, so that two servers never wait for each other.
  const dirtied = `INSERT INTO dirty_cells AS cell (model_id, cell_start, ${generation})
    SELECT DISTINCT model_id, to_timestamp((time_ms / cell_ms) * cell_ms / 1000), 1
    FROM marked, unnest(${parameter(touched.map((one) => one.modelId))}::text[],
      ${parameter(touched.map((one) => one.timeMs))}::bigint[]) AS given (model_id, time_ms)
    JOIN models USING (model_id)
    ORDER BY 1, 2
    ON CONFLICT (model_id, cell_start)
    DO UPDATE SET ${generation} = cell.${generation} + 1`;
  const kept = `INSERT INTO quarantine
      (quarantine_id, project_id, model_id, kind, prediction_id, reason, payload)
    SELECT given.* FROM marked, (VALUES ${
      quarantined
        .map(
          (row) =>
            `(${[newId('qua'), row.projectId, row.modelId, row.kind, row.predictionId, row.reason]
              .map((value) => `${parameter(withoutZeros(value))}::text`)
              .join(', ')}, ${parameter(row.payload)}::bytea)`,
        )
        .join(', ') || EMPTY_ROW
    }) AS given (id, project_id, model_id, kind, prediction_id, reason, payload)
    WHERE given.id IS NOT NULL`;
  const counted = countStatement({
    models: parameter(counts.map((one) => one.modelId)),
    kinds: parameter(counts.map(() => kind)),
    outcomes: parameter(counts.map((one) => one.outcome)),
    rows: parameter(counts.map((one) => one.rows)),
    hour: parameter(new Date(Math.floor(nowMs / HOUR_MS) * HOUR_MS)),
    lane: parameter(lane),
    onlyIf: 'EXISTS (SELECT FROM marked)',
  });
  return {
    text: `WITH marked AS (${marked}), dirtied AS (${dirtied}), kept AS (${kept}) ${counted}`,
    values,
  };
}

/** PostgreSQL has no zero bytes in texts; the payload keeps what was really said. */
const withoutZeros = (text: string) => text.replaceAll('\0', '\ufffd');

const EMPTY_ROW =
  '(NULL::text, NULL::text, NULL::text, NULL::text, NULL::text, NULL::text, NULL::bytea)';

function countsOf({ storedRows, quarantined }: BlockOutcome) {
  const counts = [...storedRows].map(([modelId, rows]) => ({ modelId, outcome: 'stored', rows }));
  const refused = new Map<string, number>();
  for (const { modelId } of quarantined) refused.set(modelId, (refused.get(modelId) ?? 0) + 1);
  for (const [modelId, rows] of refused) counts.push({ modelId, outcome: 'quarantined', rows });
  return counts;
}
