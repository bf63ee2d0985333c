import type { ClickHouseClient } from '@clickhouse/client';
import { REST_VALUE } from '../../../monitoring/baseline/segments-of-dimension.ts';
import type {
  ColumnSeriesReadModel,
  ColumnSeriesRequest,
} from '../../../monitoring/health/column-series-read-model.ts';
import {
  OF_A_DIMENSION,
  RANKS,
  type SeriesRow,
  SPEAKS_FIRST_LAST,
  seriesSql,
  toSeries,
} from './measurement-sql.ts';
import { selectRows } from './select-rows.ts';

const OF_COLUMN = 'column_key = {column:String}';
const WHOLE = seriesSql(`${OF_COLUMN} AND NOT ${OF_A_DIMENSION}`);
/** Of a segment that several monitors watch, the series that is worst. Those out of bounds come
 *  first, then the largest values: a segment that is too small to be judged before one without any.
 *  What has no segment of its own comes last: it is no place to look at. */
const BY_SEGMENT = `
  SELECT *, count() OVER () AS segments FROM (
    SELECT * FROM (${seriesSql(`${OF_COLUMN} AND ${OF_A_DIMENSION}`)})
    LIMIT 1 BY segment)
  ORDER BY endsWith(segment, '=${REST_VALUE}'), if(worst.1 >= 4, worst.1, 0) DESC, worst.2 DESC, segment
  LIMIT {atMost:UInt32}`;
/** More segments than any dimension may have. */
const ALL_SEGMENTS = 10_000;

const seconds = (ms: number) => Math.max(0, Math.floor(ms / 1000));

export function createColumnSeriesReadModel(client: ClickHouseClient): ColumnSeriesReadModel {
  const parametersOf = (projectId: string, modelId: string, request: ColumnSeriesRequest) => {
    const from = seconds(request.window.startMs);
    const to = seconds(request.window.endMs);
    return {
      project: projectId,
      model: modelId,
      from,
      to,
      column: request.column,
      metrics: request.metrics,
      groups: request.metrics.map(() => 0),
      lowerIsWorse: request.lowerIsWorse,
      bucket: Math.max(1, Math.ceil((to - from) / request.atMostPoints)),
      verdicts: SPEAKS_FIRST_LAST,
      ranks: RANKS,
    };
  };
  return {
    async whole(projectId, modelId, request) {
      const rows = await selectRows<SeriesRow>(client, WHOLE, {
        ...parametersOf(projectId, modelId, request),
        series: request.atMostSeries,
      });
      return rows.map(toSeries);
    },
    async bySegment(projectId, modelId, request) {
      const rows = await selectRows<SeriesRow & { segments: string | number }>(client, BY_SEGMENT, {
        ...parametersOf(projectId, modelId, request),
        series: ALL_SEGMENTS,
        atMost: request.atMostSeries,
      });
      return { series: rows.map(toSeries), count: Number(rows[0]?.segments ?? 0) };
    },
  };
}
