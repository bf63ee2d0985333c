import type { ClickHouseClient } from '@clickhouse/client';
import type {
  HistoryRowStore,
  HistorySelection,
} from '../../../monitoring/baseline/history-row-store.ts';
import { HOUR_MS, type Model } from '../../../monitoring/model/model.ts';
import type { Window } from '../../../monitoring/window/window.ts';
import { COUNT_SETTINGS } from './profiling/count-context.ts';
import { selectRows } from './select-rows.ts';

/** Read by one statement, so that labels of a busy model can be held while they are joined. */
const PIECE_MS = 24 * HOUR_MS;
const HASHES = 2n ** 64n;

/** Copies predictions to the rows of a baseline, inside ClickHouse. */
export function createHistoryRowStore(client: ClickHouseClient): HistoryRowStore {
  return {
    async count(model, selection) {
      let total = 0;
      for (const piece of piecesOf(selection.periods)) {
        const [row] = await selectRows<{ total: string }>(
          client,
          `SELECT count() AS total FROM predictions FINAL WHERE ${CHOSEN}`,
          paramsOf(model, selection, piece),
        );
        total += Number(row?.total ?? 0);
      }
      return total;
    },

    async copy(model, baseline, selection, { total, wanted }) {
      const isSample = total > wanted;
      const below = isSample ? (HASHES * BigInt(wanted)) / BigInt(total) : 0n;
      for (const piece of piecesOf(selection.periods)) {
        await client.command({
          query: copyStatement(isSample),
          query_params: {
            ...paramsOf(model, selection, piece),
            baseline: baseline.baselineId,
            seed: selection.seed,
            below: String(below),
          },
          clickhouse_settings: COUNT_SETTINGS,
        });
      }
      const [row] = await selectRows<{ rows: string }>(
        client,
        `SELECT count() AS rows FROM baseline_rows FINAL
         WHERE project_id = {project:String} AND model_id = {model:String}
           AND baseline_id = {baseline:String}`,
        { project: model.projectId, model: model.modelId, baseline: baseline.baselineId },
      );
      return Number(row?.rows ?? 0);
    },
  };
}

function piecesOf(periods: readonly Window[]): Window[] {
  return periods.flatMap(({ startMs, endMs }) =>
    Array.from({ length: Math.ceil((endMs - startMs) / PIECE_MS) }, (_, index) => {
      const from = startMs + index * PIECE_MS;
      return { startMs: from, endMs: Math.min(from + PIECE_MS, endMs) };
    }),
  );
}

const paramsOf = (model: Model, selection: HistorySelection, { startMs, endMs }: Window) => ({
  project: model.projectId,
  model: model.modelId,
  fromHour: Math.floor(startMs / HOUR_MS) * 3600,
  toHour: Math.floor((endMs - 1) / HOUR_MS) * 3600,
  fromMs: startMs,
  toMs: endMs,
  variant: selection.variant,
  environment: selection.environment,
  version: selection.version ?? '',
  versions: selection.version === null ? 0 : 1,
});

const HOURS = `project_id = {project:String} AND model_id = {model:String}
  AND hour >= toDateTime({fromHour:UInt32}, 'UTC') AND hour <= toDateTime({toHour:UInt32}, 'UTC')`;

/** The rows that windows of the period counted: no strays, and no events of the future. */
const CHOSEN = `${HOURS}
  AND toUnixTimestamp64Milli(event_time) >= {fromMs:Int64}
  AND toUnixTimestamp64Milli(event_time) < {toMs:Int64}
  AND variant = {variant:String} AND environment = {environment:String}
  AND ({versions:UInt8} = 0 OR version = {version:String})
  AND event_time <= ingested_at + INTERVAL 5 MINUTE
  AND (hour, prediction_id, variant) NOT IN (
    SELECT hour, prediction_id, variant FROM strays WHERE ${HOURS})`;

/** A row's number is its own hash, so copying a piece again changes nothing, and which rows a
 *  sample takes hangs on the rows alone. */
const copyStatement = (isSample: boolean): string => `
  INSERT INTO baseline_rows (project_id, model_id, baseline_id, row_number, event_time, version,
    num, cat, txt, emb, flaws, overflow, outputs.name, outputs.task, outputs.classes,
    outputs.positive_class, outputs.score, outputs.decision, outputs.value, labels.output,
    labels.text, labels.number, status, latency_ms, weight)
  SELECT project_id, model_id, {baseline:String}, number_of_row, event_time, version,
    num, cat, txt, emb, flaws, overflow, p.\`outputs.name\`, p.\`outputs.task\`,
    p.\`outputs.classes\`, p.\`outputs.positive_class\`, p.\`outputs.score\`,
    p.\`outputs.decision\`, p.\`outputs.value\`,
    arrayMap(one -> one.1, l.truths), arrayMap(one -> one.2, l.truths),
    arrayMap(one -> one.3, l.truths), status, latency_ms, weight
  FROM (
    SELECT *, cityHash64({seed:UInt64}, prediction_id, variant) AS number_of_row
    FROM predictions FINAL
    WHERE ${CHOSEN}${isSample ? ' AND number_of_row < {below:UInt64}' : ''}
  ) AS p
  LEFT JOIN (
    SELECT hour, prediction_id, groupArray((output, text, number)) AS truths
    FROM labels FINAL WHERE ${HOURS} GROUP BY hour, prediction_id
  ) AS l ON p.hour = l.hour AND p.prediction_id = l.prediction_id`;
