import type { ClickHouseClient } from '@clickhouse/client';
import type { Model } from '../../../../monitoring/model/model.ts';
import { dateTimeText } from '../date-time-text.ts';
import { QUERY_LIMITS } from '../query-limits.ts';
import type { CellRevisions } from './cell-revisions.ts';
import { COUNT_SETTINGS } from './count-context.ts';
import { LIVE } from './row-source.ts';

/** Rows are stamped when their block is built and seen when it is written; an engine may be
 *  frozen between. What was stored this long before the last look is looked through again. */
const OVERLAP_MS = 30_000;

/** Finds identities that were sent again under another hour, and labels that lie under another
 *  hour than their prediction; a label that names an hour in which nobody knows its prediction
 *  waits under 1970 as well. Cells are marked as due before anything is written, so that a
 *  crash in between repeats the work instead of losing it. */
export async function reconcileModel(
  client: ClickHouseClient,
  revisions: CellRevisions,
  model: Model,
): Promise<void> {
  const params = { project: model.projectId, model: model.modelId };
  const select = async <T>(query: string, more: Record<string, unknown> = {}) =>
    (
      await client.query({
        query,
        format: 'JSONEachRow',
        query_params: { ...params, ...more },
        clickhouse_settings: COUNT_SETTINGS,
      })
    ).json<T>();

  const [state] = await select<{ now: string; seen: string }>(
    `SELECT toUnixTimestamp64Milli(now64(3)) AS now, toUnixTimestamp64Milli(max(seen_until)) AS seen
     FROM reconciliations WHERE ${OF_MODEL}`,
  );
  const now = Number(state?.now ?? 0);
  const since = { since: Math.max(0, Number(state?.seen ?? 0) - OVERLAP_MS) };
  const cellOf = (time: string) =>
    `intDiv(toUnixTimestamp64Milli(${time}), ${model.cellMs}) * ${model.cellMs}`;

  const settle = async (found: string, family: 'due_rows' | 'due_labels', insert: string) => {
    const cells = await select<{ cell: string }>(
      `SELECT DISTINCT ${cellOf('event_time')} AS cell FROM (${found})`,
      since,
    );
    if (cells.length === 0) return;
    const revision = await revisions.next(model);
    await revisions.mark(
      model,
      cells.map((row) => ({
        source: LIVE,
        cellStartMs: Number(row.cell),
        family,
        baselineId: '',
        generation: 0,
        revision,
      })),
    );
    await client.command({
      query: insert,
      query_params: { ...params, ...since },
      // Rows that were written before must not swallow these for being the same.
      clickhouse_settings: { ...QUERY_LIMITS, insert_deduplicate: 0 },
    });
  };

  await settle(
    NEW_STRAYS,
    'due_rows',
    `INSERT INTO strays (project_id, model_id, hour, prediction_id, variant, event_time, found_at)
     SELECT {project:String}, {model:String}, hour, prediction_id, variant, event_time, now64(3)
     FROM (${NEW_STRAYS})`,
  );
  const [labels] = await select<{ some: number }>(
    `SELECT 1 AS some FROM labels WHERE ${OF_MODEL} LIMIT 1`,
  );
  if (labels !== undefined) {
    await settle(
      MISPLACED_LABELS,
      'due_labels',
      `INSERT INTO labels (project_id, model_id, hour, prediction_id, output, text, number,
         labelled_at, store_epoch, ingested_at, sequence)
       SELECT {project:String}, {model:String}, right_hour, prediction_id, output, label.1, label.2,
         label.3, label.4, label.5, last_sequence
       FROM (${MISPLACED_LABELS})`,
    );
  }
  if (labels !== undefined) {
    await client.command({
      query: `INSERT INTO labels (project_id, model_id, hour, prediction_id, output, text, number,
          labelled_at, store_epoch, ingested_at, sequence)
        SELECT project_id, model_id, toDateTime(0, 'UTC'), prediction_id, output, text, number,
          labelled_at, store_epoch, ingested_at, sequence
        FROM labels
        WHERE ${OF_MODEL} AND ${NEW} AND hour != toDateTime(0, 'UTC') AND prediction_id NOT IN (
          SELECT prediction_id FROM prediction_index WHERE ${OF_MODEL} AND prediction_id IN (
            SELECT prediction_id FROM labels WHERE ${OF_MODEL} AND ${NEW}))`,
      query_params: { ...params, ...since },
      clickhouse_settings: { ...QUERY_LIMITS, insert_deduplicate: 0 },
    });
  }
  await client.insert({
    table: 'reconciliations',
    format: 'JSONEachRow',
    values: [
      { project_id: model.projectId, model_id: model.modelId, seen_until: dateTimeText(now) },
    ],
  });
}

const OF_MODEL = 'project_id = {project:String} AND model_id = {model:String}';
const NEW = 'stored_at >= fromUnixTimestamp64Milli({since:Int64})';
const NEW_PREDICTION_IDS = `SELECT prediction_id FROM prediction_index WHERE ${OF_MODEL} AND ${NEW}`;

/** SQL: (hour, prediction_id, variant, event_time) of rows whose identity came earlier under
 *  another hour; the earliest arrival has the highest precedence. */
const NEW_STRAYS = `
  SELECT hour, prediction_id, variant, event_time
  FROM (
    SELECT prediction_id, variant, hour, max(precedence) AS arrival,
      argMax(event_time, precedence) AS event_time,
      max(arrival) OVER (PARTITION BY prediction_id, variant) AS first_arrival
    FROM prediction_index
    WHERE ${OF_MODEL} AND (prediction_id, variant) IN (
      SELECT prediction_id, variant FROM prediction_index
      WHERE ${OF_MODEL} AND prediction_id IN (${NEW_PREDICTION_IDS})
      GROUP BY prediction_id, variant HAVING min(hour) != max(hour)
    )
    GROUP BY prediction_id, variant, hour
  )
  WHERE arrival < first_arrival AND (hour, prediction_id, variant) NOT IN (
    SELECT hour, prediction_id, variant FROM strays WHERE ${OF_MODEL}
  )`;

/** SQL: labels that are new, or whose prediction is. The latter are sought where labels without
 *  a prediction wait and, for variants that answer across the turn of an hour, next to it. */
const CANDIDATES = `
  SELECT prediction_id, output, argMax((text, number, labelled_at, store_epoch, ingested_at), sequence)
    AS label, max(sequence) AS last_sequence
  FROM (
    SELECT * FROM labels WHERE ${OF_MODEL} AND ${NEW}
    UNION ALL
    SELECT * FROM labels
    WHERE ${OF_MODEL} AND prediction_id IN (${NEW_PREDICTION_IDS}) AND hour IN (
      SELECT arrayJoin([toDateTime(0, 'UTC'), hour - 3600, hour, hour + 3600])
      FROM (
        SELECT DISTINCT hour FROM prediction_index
        WHERE ${OF_MODEL} AND prediction_id IN (${NEW_PREDICTION_IDS})))
  )
  GROUP BY prediction_id, output`;

const LABELLED_HOURS = `
  SELECT prediction_id, hour AS right_hour, argMax(event_time, precedence) AS event_time
  FROM prediction_index
  WHERE ${OF_MODEL} AND prediction_id IN (SELECT prediction_id FROM (${CANDIDATES}))
  GROUP BY prediction_id, hour`;

/** SQL: labels that are not, or only in an older form, under an hour of their prediction. */
const MISPLACED_LABELS = `
  SELECT c.prediction_id AS prediction_id, c.output AS output, c.label AS label,
    c.last_sequence AS last_sequence, i.right_hour AS right_hour, i.event_time AS event_time
  FROM (${CANDIDATES}) AS c
  INNER JOIN (${LABELLED_HOURS}) AS i ON c.prediction_id = i.prediction_id
  LEFT JOIN (
    SELECT prediction_id, output, hour, max(sequence) AS placed_sequence
    FROM labels
    WHERE ${OF_MODEL} AND prediction_id IN (SELECT prediction_id FROM (${CANDIDATES}))
      AND hour IN (SELECT right_hour FROM (${LABELLED_HOURS}))
    GROUP BY prediction_id, output, hour
  ) AS p ON c.prediction_id = p.prediction_id AND c.output = p.output AND i.right_hour = p.hour
  WHERE c.last_sequence > p.placed_sequence`;
