import type { ClickHouseClient } from '@clickhouse/client';
import type {
  Age,
  ModelKey,
  TelemetryRetention,
} from '../../../../monitoring/retention/retention.ts';
import { dateTimeText } from '../date-time-text.ts';
import { createCellRevisions, DUE_CELLS } from '../profiling/cell-revisions.ts';
import { FORGOTTEN, FORGOTTEN_HOURS } from '../profiling/forgotten-cells.ts';
import { LIVE } from '../profiling/row-source.ts';
import { selectRows } from '../select-rows.ts';
import { type HourRange, hourRanges, inRanges, quoted } from './hour-ranges.ts';
import { createTableSweeper } from './table-sweeper.ts';
import { readTelemetryHoldings } from './telemetry-holdings.ts';
import { COUNT_TABLES, RESULT_TABLES, ROW_TABLES } from './telemetry-tables.ts';

/** What one statement may name, and of how many models; what is left waits for the next turn. */
const RANGES_AT_ONCE = 500;
const MODELS_AT_ONCE = 500;

interface KeyRow {
  readonly project_id: string;
  readonly model_id: string;
}

/** Not of baselines, which stay as long as they exist. */
const OF_ROWS = `source IN ('${LIVE}', '${FORGOTTEN}')`;
const OF_MODEL = 'project_id = {project:String} AND model_id = {model:String}';

const toKey = (row: KeyRow): ModelKey => ({ projectId: row.project_id, modelId: row.model_id });
const ofModel = ({ projectId, modelId }: ModelKey) => ({ project: projectId, model: modelId });
const timeOf = (ms: number) => `toDateTime64('${dateTimeText(ms)}', 3, 'UTC')`;
/** Revisions are microseconds. */
const revisionOf = (ms: number) => Math.floor(ms * 1000);

/** SQL: hours with the arrival of their last row and of their last label. Labels whose hour nobody
 *  knows are of none. */
const hoursOf = (condition: string) => `
  SELECT project_id, model_id, hour, max(last) AS last_arrival FROM (
    SELECT project_id, model_id, hour, max(ingested_at) AS last FROM predictions
    WHERE ${condition} GROUP BY project_id, model_id, hour
    UNION ALL
    SELECT project_id, model_id, hour, max(ingested_at) AS last FROM labels
    WHERE ${condition} AND hour != toDateTime(0, 'UTC') GROUP BY project_id, model_id, hour
  ) GROUP BY project_id, model_id, hour`;

export function createTelemetryRetention(client: ClickHouseClient): TelemetryRetention {
  const sweeper = createTableSweeper(client);
  const revisions = createCellRevisions(client, Date.now);

  /** Hours of a table that were forgotten, of models where something of them is ripe. */
  async function forgottenRanges(
    table: string,
    arrival: string,
    { ripeMs, forgottenBeforeMs }: Age & { readonly forgottenBeforeMs: number },
  ): Promise<HourRange[]> {
    const forgotten = `(project_id, model_id, hour) IN (
      SELECT project_id, model_id, cell_start FROM cell_revisions
      WHERE source = '${FORGOTTEN}' AND revision < ${revisionOf(forgottenBeforeMs)})`;
    const rows = await selectRows<KeyRow & { hours: [number, number][] }>(
      client,
      `SELECT project_id, model_id, arraySort(groupArray((at, goes))) AS hours
       FROM (
         SELECT project_id, model_id, toUnixTimestamp(hour) AS at, ${forgotten} AS goes,
           min(${arrival}) < ${timeOf(ripeMs)} AS ripe
         FROM ${table} GROUP BY project_id, model_id, hour)
       GROUP BY project_id, model_id HAVING max(goes AND ripe)
       ORDER BY project_id, model_id LIMIT ${MODELS_AT_ONCE}`,
      {},
    );
    return rows.flatMap((row) =>
      hourRanges(
        toKey(row),
        row.hours.map(([at, goes]) => ({ startMs: at * 1000, goes: goes === 1 })),
      ),
    );
  }

  /** Labels that nobody's prediction was found for go by their own age. */
  async function hasRipeEarlyLabels({ ripeMs }: Age): Promise<boolean> {
    const found = await selectRows(
      client,
      `SELECT 1 FROM labels WHERE hour = toDateTime(0, 'UTC') AND ingested_at < ${timeOf(ripeMs)}
       LIMIT 1`,
      {},
    );
    return found.length > 0;
  }

  return {
    async modelsWithRows({ ripeMs }) {
      const rows = await selectRows<KeyRow>(
        client,
        `SELECT DISTINCT project_id, model_id FROM (${hoursOf('true')})
         WHERE last_arrival < ${timeOf(ripeMs)} AND (project_id, model_id, hour) NOT IN (
           SELECT project_id, model_id, cell_start FROM cell_revisions
           WHERE source = '${FORGOTTEN}')
         ORDER BY project_id, model_id`,
        {},
      );
      return rows.map(toKey);
    },

    async hoursWithRows(model, { beforeMs }) {
      const rows = await selectRows<{ at: number }>(
        client,
        `SELECT toUnixTimestamp(hour) AS at FROM (${hoursOf(OF_MODEL)})
         WHERE last_arrival < ${timeOf(beforeMs)} AND hour NOT IN (${FORGOTTEN_HOURS})
           AND hour NOT IN (SELECT toStartOfHour(cell_start) FROM (${DUE_CELLS}))
         ORDER BY hour`,
        ofModel(model),
      );
      return rows.map((row) => row.at * 1000);
    },

    async forget(model, hoursMs, nowMs) {
      await revisions.mark(
        model,
        hoursMs.map((cellStartMs) => ({
          source: FORGOTTEN,
          cellStartMs,
          family: 'rows' as const,
          baselineId: '',
          generation: 0,
          revision: revisionOf(nowMs),
        })),
      );
    },

    async removeRows(age, goesOn) {
      const removed: Record<string, number> = {};
      for (const { name, arrival } of ROW_TABLES) {
        if (!goesOn()) break;
        if (await sweeper.isBusy(name)) continue;
        const ranges = await forgottenRanges(name, arrival, age);
        const conditions: string[] = [];
        if (ranges.length > 0) conditions.push(inRanges('hour', ranges.slice(0, RANGES_AT_ONCE)));
        if (name === 'labels' && (await hasRipeEarlyLabels(age))) {
          conditions.push(`hour = toDateTime(0, 'UTC')`);
        }
        if (conditions.length === 0) continue;
        removed[name] = await sweeper.remove(
          name,
          `${arrival} < ${timeOf(age.beforeMs)} AND (${conditions.join(' OR ')})`,
        );
      }
      return removed;
    },

    async modelsWithResults({ ripeMs }) {
      const rows = await selectRows<KeyRow>(
        client,
        `SELECT DISTINCT project_id, model_id FROM (
           SELECT project_id, model_id, cell_start FROM cell_revisions
           WHERE ${OF_ROWS}
           GROUP BY project_id, model_id, cell_start
           HAVING max(revision) < ${revisionOf(ripeMs)})
         ORDER BY project_id, model_id`,
        {},
      );
      return rows.map(toKey);
    },

    async removeResults(models, { beforeMs, ripeMs }, goesOn) {
      const removed: Record<string, number> = {};
      for (const table of COUNT_TABLES) if (await sweeper.isBusy(table)) return removed;
      const ranges: HourRange[] = [];
      for (const { model, neededFromMs } of models) {
        if (ranges.length >= RANGES_AT_ONCE || !goesOn()) break;
        const rows = await selectRows<{ at: number; old: number; ripe: number }>(
          client,
          `SELECT toUnixTimestamp(cell_start) AS at,
             max(revision) < ${revisionOf(beforeMs)} AS old,
             max(revision) < ${revisionOf(ripeMs)} AS ripe
           FROM cell_revisions WHERE ${OF_MODEL} AND ${OF_ROWS}
           GROUP BY cell_start ORDER BY at`,
          ofModel(model),
        );
        const cells = rows.map(({ at, old, ripe }) => {
          const isNeeded = at * 1000 >= neededFromMs;
          return {
            startMs: at * 1000,
            goes: old === 1 && !isNeeded,
            ripe: ripe === 1 && !isNeeded,
          };
        });
        if (cells.some((cell) => cell.ripe)) ranges.push(...hourRanges(model, cells));
      }
      if (ranges.length === 0 || !goesOn()) return removed;
      // What was counted again in the meantime stays.
      const condition = `${OF_ROWS} AND revision < ${revisionOf(beforeMs)}
        AND ${inRanges('cell_start', ranges.slice(0, RANGES_AT_ONCE))}`;
      for (const table of COUNT_TABLES) removed[table] = await sweeper.remove(table, condition);
      return removed;
    },

    async removeMeasurements({ beforeMs, ripeMs }, exceptMonitorIds) {
      const except = exceptMonitorIds.map(quoted).join(', ');
      const older = (ms: number) =>
        `measured_at < ${timeOf(ms)}${except === '' ? '' : ` AND monitor_id NOT IN (${except})`}`;
      if (await sweeper.isBusy('measurements')) return {};
      const query = `SELECT 1 FROM measurements WHERE ${older(ripeMs)} LIMIT 1`;
      const ripe = await selectRows(client, query, {});
      if (ripe.length === 0) return {};
      return { measurements: await sweeper.remove('measurements', older(beforeMs)) };
    },

    async reclaim(goesOn) {
      for (const table of [...ROW_TABLES.map((one) => one.name), ...RESULT_TABLES]) {
        if (goesOn()) await sweeper.reclaim(table);
      }
    },

    holdings: () => readTelemetryHoldings(client),
  };
}
