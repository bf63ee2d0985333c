import type { ClickHouseClient } from '@clickhouse/client';
import type {
  MeasurementReadModel,
  SegmentStanding,
} from '../../../monitoring/health/overview-read-model.ts';
import type { Verdict } from '../../../monitoring/monitor/verdict.ts';
import {
  OF_A_DIMENSION,
  OF_METRICS,
  OF_ONE_CHECK,
  OF_THOSE,
  RANKS,
  ranked,
  type SeriesKey,
  type SeriesRow,
  SPEAKS_FIRST_LAST,
  seriesSql,
  toSeries,
  worstSeriesSql,
} from './measurement-sql.ts';
import { selectRows } from './select-rows.ts';

const WORST_SERIES = worstSeriesSql(`NOT ${OF_A_DIMENSION}`);
const THOSE_SERIES = seriesSql(OF_THOSE);
const ONE_SERIES = seriesSql(OF_ONE_CHECK);

/** Of each check its last value; of each segment the check that is worst now, then the one that
 *  failed most often, then the one farthest beyond its bound. */
const SEGMENTS = `
  SELECT argMax((monitor_id, check_id, segment, metric, column_key, last.1, last.2, last.3, last.4,
      last.5, last.6, last.7, last.8, windows, failing), (last.9, failing, excess)) AS worst,
    max((last.9, failing, excess)) AS peak, count() AS checks, countIf(last.9 >= 4) AS failing_checks,
    count() OVER () AS segments
  FROM (
    SELECT monitor_id, check_id, segment, metric, column_key,
      argMax((start, toUInt32(window_end), value, warning, critical, n, m, verdict, rank),
        (value IS NOT NULL, start)) AS last,
      count() AS windows, countIf(rank >= 4) AS failing,
      ifNull(ifNull(last.4, last.5) AS bound, 0) AS cutoff,
      if(cutoff = 0 OR ifNull(last.3, 0) = 0, 0, if(metric IN {lowerIsWorse:Array(String)},
        cutoff / assumeNotNull(last.3), assumeNotNull(last.3) / cutoff)) AS excess
    FROM (${ranked(OF_A_DIMENSION)})
    WHERE ${OF_METRICS}
    GROUP BY monitor_id, check_id, segment, metric, column_key
  )
  GROUP BY segment
  ORDER BY peak DESC, failing_checks DESC, segment
  LIMIT {segments:UInt32}`;

const HEAT_MAP = `
  SELECT column_key AS column, intDiv(start - {from:UInt32}, {bucket:UInt32}) AS bucket,
    argMax((metric, segment, verdict, value, start, toUInt32(window_end)), (rank, badness)) AS cell
  FROM (${ranked('true')})
  WHERE column_key <> '' AND ${OF_METRICS}
  GROUP BY column_key, bucket
  ORDER BY column_key, bucket`;

interface SegmentRow {
  readonly worst: readonly [
    monitorId: string,
    checkId: string,
    segment: string,
    metric: string,
    column: string,
    start: number,
    end: number,
    value: number | null,
    warning: number | null,
    critical: number | null,
    n: number,
    m: number,
    verdict: Verdict,
    windows: string | number,
    failingWindows: string | number,
  ];
  readonly checks: string | number;
  readonly failing_checks: string | number;
  readonly segments: string | number;
}

interface HeatRow {
  readonly column: string;
  readonly bucket: number;
  readonly cell: readonly [
    metric: string,
    segment: string,
    verdict: Verdict,
    value: number | null,
    start: number,
    end: number,
  ];
}

const seconds = (ms: number) => Math.max(0, Math.floor(ms / 1000));

export function createMeasurementReadModel(client: ClickHouseClient): MeasurementReadModel {
  const select = <Row>(query: string, parameters: Record<string, unknown>) =>
    selectRows<Row>(client, query, {
      ...parameters,
      verdicts: SPEAKS_FIRST_LAST,
      ranks: RANKS,
    });
  return {
    async series(projectId, modelId, request) {
      const from = seconds(request.window.startMs);
      const to = seconds(request.window.endMs);
      const metrics = request.groups.flat();
      if (to <= from || metrics.length === 0) return [];
      const parameters = {
        project: projectId,
        model: modelId,
        from,
        to,
        metrics,
        groups: request.groups.flatMap((group, index) => group.map(() => index)),
        lowerIsWorse: request.lowerIsWorse,
        bucket: Math.max(1, Math.ceil((to - from) / request.atMostPoints)),
        series: request.atMostSeries,
      };
      if (request.only !== undefined) {
        const { monitorId: monitor, checkId: check } = request.only;
        const rows = await select<SeriesRow>(ONE_SERIES, { ...parameters, monitor, check });
        return rows.map(toSeries);
      }
      const worst = await select<SeriesKey>(WORST_SERIES, parameters);
      if (worst.length === 0) return [];
      const rows = await select<SeriesRow>(THOSE_SERIES, {
        ...parameters,
        monitors: worst.map(({ monitor_id }) => monitor_id),
        checks: worst.map(({ check_id }) => check_id),
        segments: worst.map(({ segment }) => segment),
      });
      return rows.map(toSeries);
    },
    async segments(projectId, modelId, request) {
      const from = seconds(request.window.startMs);
      const to = seconds(request.window.endMs);
      if (to <= from || request.metrics.length === 0) return { standings: [], count: 0 };
      const rows = await select<SegmentRow>(SEGMENTS, {
        project: projectId,
        model: modelId,
        from,
        to,
        metrics: request.metrics,
        lowerIsWorse: request.lowerIsWorse,
        segments: request.atMost,
      });
      return { standings: rows.map(toStanding), count: Number(rows[0]?.segments ?? 0) };
    },
    async heatMap(projectId, modelId, request) {
      const from = seconds(request.window.startMs);
      const to = seconds(request.window.endMs);
      if (to <= from || request.metrics.length === 0) return [];
      const rows = await select<HeatRow>(HEAT_MAP, {
        project: projectId,
        model: modelId,
        from,
        to,
        metrics: request.metrics,
        lowerIsWorse: request.lowerIsWorse,
        bucket: Math.max(1, Math.floor(request.bucketMs / 1000)),
      });
      return rows.map(({ column, bucket, cell }) => ({
        column,
        bucket: Number(bucket),
        metric: cell[0],
        segment: cell[1],
        verdict: cell[2],
        value: cell[3],
        startMs: cell[4] * 1000,
        endMs: cell[5] * 1000,
      }));
    },
  };
}

function toStanding({ worst, checks, failing_checks }: SegmentRow): SegmentStanding {
  const [monitorId, checkId, segment, metric, column, start, end, value, warning, critical] = worst;
  return {
    worst: {
      monitorId,
      checkId,
      segment,
      metric,
      column,
      window: { startMs: start * 1000, endMs: end * 1000 },
      value,
      warning,
      critical,
      n: worst[10],
      m: worst[11],
      verdict: worst[12],
      windows: Number(worst[13]),
      failingWindows: Number(worst[14]),
    },
    checks: Number(checks),
    failingChecks: Number(failing_checks),
  };
}
