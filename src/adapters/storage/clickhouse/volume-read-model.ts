import type { ClickHouseClient } from '@clickhouse/client';
import type { VolumeReadModel } from '../../../monitoring/health/volume-read-model.ts';
import type { Cadence } from '../../../monitoring/window/window.ts';
import { groupBy } from '../../../stats/summary/group-by.ts';
import { selectRows } from './select-rows.ts';

/** Cells of whole models; segments repeat the same rows. */
const OWN_CELLS = `project_id = {project:String} AND source = 'live' AND segment = ''`;

interface DailyRow {
  readonly model_id: string;
  readonly day: number;
  readonly rows: string;
}

const DAILY = `
  SELECT model_id, toUInt32(toStartOfDay(cell_start)) AS day, sum(rows) AS rows
  FROM cell_counts FINAL
  WHERE ${OWN_CELLS} AND model_id IN {models:Array(String)}
    AND cell_start >= toDateTime({earliest:UInt32}, 'UTC')
    AND toUInt32(cell_start) >= transform(toString(model_id), {models:Array(String)},
      {since:Array(UInt32)}, toUInt32(0))
  GROUP BY model_id, day
  ORDER BY model_id, day`;

interface SeriesRow {
  readonly bucket: number;
  readonly rows: string;
  readonly erroneous_rows: string;
}

const seriesBy = (bucket: string) => `
  SELECT toUInt32(${bucket}) AS bucket, sum(rows) AS rows, sum(erroneous_rows) AS erroneous_rows
  FROM cell_counts FINAL
  WHERE ${OWN_CELLS} AND model_id = {model:String}
    AND cell_start >= toDateTime({from:UInt32}, 'UTC')
    AND cell_start < toDateTime({to:UInt32}, 'UTC')
  GROUP BY bucket
  ORDER BY bucket`;

/** Local hours begin at :30 or :45 UTC in some zones, local days last 23 to 25 hours. */
const SERIES: Readonly<Record<Cadence, string>> = {
  '5m': seriesBy('toStartOfInterval(cell_start, INTERVAL 5 MINUTE, {zone:String})'),
  '1h': seriesBy('toStartOfHour(cell_start, {zone:String})'),
  '1d': seriesBy('toStartOfDay(cell_start, {zone:String})'),
};

const EXTENT = `
  SELECT toUInt32(min(cell_start)) AS first, toUInt32(max(cell_start)) AS last, count() AS cells
  FROM cell_counts
  WHERE ${OWN_CELLS} AND model_id = {model:String}`;

const VERSIONS = `
  SELECT toString(version) AS name, toUInt32(min(cell_start)) AS first
  FROM cell_counts FINAL
  WHERE ${OWN_CELLS} AND model_id = {model:String} AND version <> '' AND rows > 0
  GROUP BY version
  ORDER BY first
  LIMIT 200`;

const seconds = (ms: number) => Math.max(0, Math.floor(ms / 1000));

export function createVolumeReadModel(client: ClickHouseClient): VolumeReadModel {
  const select = <Row>(query: string, parameters: Record<string, unknown>) =>
    selectRows<Row>(client, query, parameters);
  return {
    async daily(projectId, sinceMs) {
      if (sinceMs.size === 0) return new Map();
      const since = [...sinceMs.values()].map(seconds);
      const rows = await select<DailyRow>(DAILY, {
        project: projectId,
        models: [...sinceMs.keys()],
        since,
        earliest: since.reduce((earliest, one) => Math.min(earliest, one)),
      });
      const byModel = groupBy(rows, (row) => row.model_id);
      return new Map(
        [...byModel].map(([modelId, days]) => [
          modelId,
          days.map((day) => ({ dayMs: day.day * 1000, rows: Number(day.rows) })),
        ]),
      );
    },
    async series(projectId, modelId, window, grain, timeZone) {
      const rows = await select<SeriesRow>(SERIES[grain], {
        project: projectId,
        model: modelId,
        from: seconds(window.startMs),
        to: seconds(window.endMs),
        zone: timeZone,
      });
      return rows.map((row) => ({
        startMs: row.bucket * 1000,
        rows: Number(row.rows),
        erroneousRows: Number(row.erroneous_rows),
      }));
    },
    async extent(projectId, modelId) {
      const [row] = await select<{ first: number; last: number; cells: string }>(EXTENT, {
        project: projectId,
        model: modelId,
      });
      if (row === undefined || Number(row.cells) === 0) return null;
      return { startMs: row.first * 1000, endMs: row.last * 1000 };
    },
    async versions(projectId, modelId) {
      const rows = await select<{ name: string; first: number }>(VERSIONS, {
        project: projectId,
        model: modelId,
      });
      return rows.map(({ name, first }) => ({ version: name, firstCellMs: first * 1000 }));
    },
  };
}
