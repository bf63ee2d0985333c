import type { Baseline } from '../../../../monitoring/baseline/baseline.ts';
import { HOUR_MS, type Model } from '../../../../monitoring/model/model.ts';
import type { Window } from '../../../../monitoring/window/window.ts';
import { sqlIntegers } from './sql-number.ts';

/** Rows to be counted: a relation with the columns of `predictions` that counting reads, and
 *  `cell`, `version`, `variant`, `environment` to group by. */
export interface RowSource {
  /** What the counts are filed under: `live` or the id of a baseline. */
  readonly name: string;
  readonly cells: readonly number[];
  readonly sql: string;
  /** SQL of the relation (prediction_id, label_text, label_number) of the labels of the output
   *  at an index, or of expressions where the row holds its labels itself. */
  readonly labels: 'joined' | 'own';
  readonly params: Readonly<Record<string, unknown>>;
}

export const LIVE = 'live';

const COLUMNS = `event_time, num, cat, txt, emb, flaws, outputs.name, outputs.score,
  outputs.decision, outputs.value, status, latency_ms, weight`;

/** SQL: the number of the model's cell that a row's own time lies in, whatever it is counted in. */
const timeCell = ({ cellMs }: Model): string =>
  `intDiv(toUnixTimestamp64Milli(event_time), ${cellMs}) AS time_cell`;

/** Predictions of some cells. Events of the future are left out until they are past: their clock
 *  is wrong, and a window that closed must not change because one arrives. */
export function liveRows(
  model: Model,
  cellStartsMs: readonly number[],
  withStrays: boolean,
): RowSource {
  const cellSeconds = model.cellMs / 1000;
  const hours = hoursOf(cellStartsMs);
  const notStray = withStrays
    ? `AND (hour, prediction_id, variant) NOT IN (
        SELECT hour, prediction_id, variant FROM strays
        WHERE project_id = {project:String} AND model_id = {model:String} AND hour IN (${hours}))`
    : '';
  return {
    name: LIVE,
    cells: cellStartsMs,
    sql: `SELECT toDateTime(intDiv(toUnixTimestamp64Milli(event_time), ${model.cellMs}) * ${cellSeconds}, 'UTC') AS cell,
        version, variant, environment, prediction_id, hour, ${COLUMNS}, ${timeCell(model)}
      FROM predictions FINAL
      WHERE project_id = {project:String} AND model_id = {model:String} AND hour IN (${hours})
        AND toUnixTimestamp(cell) IN (${sqlIntegers(cellStartsMs.map((ms) => ms / 1000))})
        AND event_time <= ingested_at + INTERVAL 5 MINUTE ${notStray}`,
    labels: 'joined',
    params: { project: model.projectId, model: model.modelId },
  };
}

/** The kept rows of a baseline, in one cell that starts in 1970 and of no version: a baseline is
 *  compared as a whole. */
export function baselineRows(model: Model, baseline: Baseline): RowSource {
  return {
    name: baseline.baselineId,
    cells: [0],
    sql: `SELECT toDateTime(0, 'UTC') AS cell, '' AS version, '' AS variant, '' AS environment,
        labels.output, labels.text, labels.number, ${COLUMNS}, ${timeCell(model)}
      FROM baseline_rows FINAL
      WHERE project_id = {project:String} AND model_id = {model:String}
        AND baseline_id = {rows_of:String}`,
    labels: 'own',
    params: { project: model.projectId, model: model.modelId, rows_of: baseline.baselineId },
  };
}

/** The same rows by window of their own time. Which windows there are says `all`; of those `some`
 *  are counted. Rows in none of them are in a cell that starts in 1970. */
export function baselineWindowRows(
  model: Model,
  source: string,
  all: readonly Window[],
  some: readonly Window[],
): RowSource {
  // Between windows there may be what was left out: the end of one is a bound where no other begins.
  const bounds = [...new Set(all.flatMap((one) => [one.startMs, one.endMs]))].sort((a, b) => a - b);
  const starts = sqlIntegers([0, ...all.map((one) => one.startMs)]);
  return {
    name: source,
    cells: some.map((one) => one.startMs),
    sql: `SELECT toDateTime(if(at < {firstMs:Int64} OR bound NOT IN (${starts}), 0,
          intDiv(bound, 1000)), 'UTC') AS cell,
        '' AS version, '' AS variant, '' AS environment,
        labels.output, labels.text, labels.number, ${COLUMNS}, ${timeCell(model)}
      FROM (
        SELECT *, toUnixTimestamp64Milli(event_time) AS at,
          roundDown(at, {bounds:Array(Int64)}) AS bound
        FROM baseline_rows FINAL
        WHERE project_id = {project:String} AND model_id = {model:String}
          AND baseline_id = {baseline:String}
      )
      WHERE toUInt32(cell) IN (${sqlIntegers(some.map((one) => one.startMs / 1000))})`,
    labels: 'own',
    params: {
      project: model.projectId,
      model: model.modelId,
      bounds,
      firstMs: bounds[0] ?? 0,
    },
  };
}

/** Starts of the hours that hold the cells, as seconds. */
export function hoursOf(cellStartsMs: readonly number[]): string {
  const hours = new Set(cellStartsMs.map((ms) => Math.floor(ms / HOUR_MS) * 3600));
  return sqlIntegers([...hours]);
}
