import type { ClickHouseClient } from '@clickhouse/client';
import type {
  Holding,
  ModelKey,
  TelemetryRetention,
} from '../../../../monitoring/retention/retention.ts';
import { dateTimeText } from '../date-time-text.ts';
import { FORGOTTEN, FORGOTTEN_HOURS } from '../profiling/forgotten-cells.ts';
import { LIVE } from '../profiling/row-source.ts';
import { selectRows } from '../select-rows.ts';
import { type HourRange, hourRanges, inRanges, quoted } from './hour-ranges.ts';
import { COUNT_TABLES, createTableSweeper, ROW_TABLES } from './telemetry-tables.ts';

/** What one statement may name; what is left waits for the next turn. */
const RANGES_AT_ONCE = 500;

interface KeyRow {
  readonly project_id: string;
  readonly model_id: string;
}

/** Not of baselines, which stay as long as they exist. */
const OF_ROWS = `source IN ('${LIVE}', '${FORGOTTEN}')`;

const toKey = (row: KeyRow): ModelKey => ({ projectId: row.project_id, modelId: row.model_id });
const timeOf = (ms: number) => `toDateTime64('${dateTimeText(ms)}', 3, 'UTC')`;
/** Revisions are microseconds. */
const revisionOf = (ms: number) => Math.floor(ms * 1000);

export function createTelemetryRetention(client: ClickHouseClient): TelemetryRetention {
  const sweeper = createTableSweeper(client);
  const ofModel = ({ projectId, modelId }: ModelKey) => ({ project: projectId, model: modelId });

  async function forgottenRanges(
    table: string,
    arrived: string,
    forgottenBeforeMs: number,
  ): Promise<HourRange[]> {
    const forgotten = `(project_id, model_id, hour) IN (
      SELECT project_id, model_id, cell_start FROM cell_revisions
      WHERE source = '${FORGOTTEN}' AND revision < ${revisionOf(forgottenBeforeMs)})`;
    const rows = await selectRows<KeyRow & { hours: [number, number][] }>(
      client,
      `SELECT project_id, model_id, arraySort(groupArray((at, goes))) AS hours
       FROM (
         SELECT project_id, model_id, toUnixTimestamp(hour) AS at, max(${forgotten}) AS goes,
           max(${arrived}) AS any
         FROM ${table} GROUP BY project_id, model_id, hour)
       GROUP BY project_id, model_id HAVING max(goes AND any)`,
      {},
    );
    return rows.flatMap((row) =>
      hourRanges(
        toKey(row),
        row.hours.map(([at, goes]) => ({ startMs: at * 1000, goes: goes === 1 })),
      ),
    );
  }

  return {
    async modelsWithRows(beforeMs) {
      const rows = await selectRows<KeyRow>(
        client,
        `SELECT DISTINCT project_id, model_id FROM (
           SELECT project_id, model_id, hour FROM predictions
           GROUP BY project_id, model_id, hour HAVING max(ingested_at) < ${timeOf(beforeMs)})
         WHERE (project_id, model_id, hour) NOT IN (
           SELECT project_id, model_id, cell_start FROM cell_revisions
           WHERE source = '${FORGOTTEN}')
         ORDER BY project_id, model_id`,
        {},
      );
      return rows.map(toKey);
    },

    async hoursWithRows(model, beforeMs) {
      const before = timeOf(beforeMs);
      const own = 'project_id = {project:String} AND model_id = {model:String}';
      const rows = await selectRows<{ at: number }>(
        client,
        `SELECT toUnixTimestamp(hour) AS at FROM predictions
         WHERE ${own} AND hour NOT IN (${FORGOTTEN_HOURS})
           AND hour NOT IN (SELECT hour FROM labels WHERE ${own} AND ingested_at >= ${before})
         GROUP BY hour HAVING max(ingested_at) < ${before} ORDER BY hour`,
        ofModel(model),
      );
      return rows.map((row) => row.at * 1000);
    },

    async forget(model, hoursMs, nowMs) {
      if (hoursMs.length === 0) return;
      await client.insert({
        table: 'cell_revisions',
        format: 'JSONEachRow',
        values: hoursMs.map((hourMs) => ({
          project_id: model.projectId,
          model_id: model.modelId,
          source: FORGOTTEN,
          cell_start: hourMs / 1000,
          family: 'rows',
          baseline_id: '',
          generation: 0,
          revision: revisionOf(nowMs),
        })),
        clickhouse_settings: { max_partitions_per_insert_block: '0' },
      });
    },

    async removeRows({ beforeMs, forgottenBeforeMs }) {
      for (const { name, arrival } of ROW_TABLES) {
        if (await sweeper.isBusy(name)) continue;
        const arrived = `${arrival} < ${timeOf(beforeMs)}`;
        const ranges = await forgottenRanges(name, arrived, forgottenBeforeMs);
        let condition = inRanges('hour', ranges.slice(0, RANGES_AT_ONCE));
        let found = ranges.length > 0;
        if (name === 'labels') {
          const early = await selectRows(
            client,
            `SELECT 1 FROM labels WHERE hour = toDateTime(0) AND ${arrived} LIMIT 1`,
            {},
          );
          found ||= early.length > 0;
          condition = `(hour = toDateTime(0) OR ${condition})`;
        }
        if (found) await sweeper.remove(name, `${arrived} AND ${condition}`);
      }
    },

    async modelsWithResults(beforeMs) {
      const rows = await selectRows<KeyRow>(
        client,
        `SELECT DISTINCT project_id, model_id FROM (
           SELECT project_id, model_id, cell_start FROM cell_revisions
           WHERE ${OF_ROWS}
           GROUP BY project_id, model_id, cell_start
           HAVING max(revision) < ${revisionOf(beforeMs)})
         ORDER BY project_id, model_id`,
        {},
      );
      return rows.map(toKey);
    },

    async removeResults(models, beforeMs) {
      for (const table of COUNT_TABLES) if (await sweeper.isBusy(table)) return;
      const ranges: HourRange[] = [];
      for (const { model, neededFromMs } of models) {
        if (ranges.length >= RANGES_AT_ONCE) break;
        const rows = await selectRows<{ at: number; old: number }>(
          client,
          `SELECT toUnixTimestamp(cell_start) AS at,
             max(revision) < ${revisionOf(beforeMs)} AS old
           FROM cell_revisions
           WHERE project_id = {project:String} AND model_id = {model:String} AND ${OF_ROWS}
           GROUP BY cell_start ORDER BY at`,
          ofModel(model),
        );
        const cells = rows.map(({ at, old }) => ({
          startMs: at * 1000,
          goes: old === 1 && at * 1000 < neededFromMs,
        }));
        ranges.push(...hourRanges(model, cells));
      }
      if (ranges.length === 0) return;
      const condition = `${OF_ROWS}
        AND ${inRanges('cell_start', ranges.slice(0, RANGES_AT_ONCE))}`;
      for (const table of COUNT_TABLES) await sweeper.remove(table, condition);
    },

    async removeMeasurements(beforeMs, exceptMonitorIds) {
      const except = exceptMonitorIds.map(quoted).join(', ');
      const condition = `measured_at < ${timeOf(beforeMs)}
        ${except === '' ? '' : `AND monitor_id NOT IN (${except})`}`;
      if (await sweeper.isBusy('measurements')) return;
      const query = `SELECT 1 FROM measurements WHERE ${condition} LIMIT 1`;
      const found = await selectRows(client, query, {});
      if (found.length > 0) await sweeper.remove('measurements', condition);
    },

    async reclaim() {
      const tables = [...ROW_TABLES.map((one) => one.name), ...COUNT_TABLES, 'measurements'];
      for (const table of tables) await sweeper.reclaim(table);
    },

    async holdings() {
      const [rows, results] = await Promise.all([
        holdingOf(
          ROW_TABLES.map((one) => one.name),
          'predictions',
          'ingested_at',
        ),
        holdingOf([...COUNT_TABLES, 'measurements'], 'measurements', 'measured_at'),
      ]);
      return { rows, results };
    },
  };

  async function holdingOf(
    tables: readonly string[],
    dated: string,
    column: string,
  ): Promise<Holding> {
    const [found] = await selectRows<{ bytes: string; oldest: string; any: number }>(
      client,
      `SELECT (SELECT sum(bytes_on_disk) FROM system.parts
         WHERE database = currentDatabase() AND active AND table IN {tables:Array(String)}) AS bytes,
         toUnixTimestamp64Milli(min(${column})) AS oldest, count() > 0 AS any
       FROM ${dated}`,
      { tables },
    );
    const oldestMs = found?.any === 1 ? Number(found.oldest) : null;
    return { bytes: Number(found?.bytes ?? 0), oldestMs };
  }
}
