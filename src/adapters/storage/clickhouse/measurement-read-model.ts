import type { ClickHouseClient } from '@clickhouse/client';
import type {
  MeasuredPoint,
  MeasurementReadModel,
  SegmentStanding,
} from '../../../monitoring/health/overview-read-model.ts';
import type { Verdict } from '../../../monitoring/monitor/verdict.ts';
import { selectRows } from './select-rows.ts';

/** The last revision of every window. Read backwards in the order of the table, so that nothing
 *  is sorted or kept, however many windows there are. */
const lastRevisions = (which: string) => `
  SELECT monitor_id, check_id, segment, metric, column_key, window_end, value, warning, critical,
    n, m, verdict, label_coverage, baseline_id, grid_id, metric_version,
    toUInt32(window_start) AS start
  FROM measurements
  WHERE project_id = {project:String} AND model_id = {model:String}
    AND window_start >= toDateTime({from:UInt32}, 'UTC')
    AND window_start < toDateTime({to:UInt32}, 'UTC') AND ${which}
  ORDER BY project_id DESC, model_id DESC, monitor_id DESC, check_id DESC, segment DESC,
    window_start DESC, revision DESC
  LIMIT 1 BY monitor_id, check_id, segment, window_start`;

/** Checks that are made for each value of a dimension are named after it: `segmentCheckId`. */
const OF_A_DIMENSION = `(segment <> '' AND endsWith(check_id, concat('@', segment)))`;
const OF_ONE_CHECK = 'monitor_id = {monitor:String} AND check_id = {check:String}';

/** Of several windows the worst one speaks: by verdict, then by value in the bad direction. One
 *  with a value speaks before one without. */
const SPEAKS_FIRST_LAST = [
  'insufficient_data',
  'no_data',
  'ok',
  'info',
  'warning',
  'error',
  'critical',
] as const satisfies readonly Verdict[];
const RANKS = SPEAKS_FIRST_LAST.map((_, rank) => rank);

const ranked = (which: string) => `
  SELECT *, transform(verdict, {verdicts:Array(String)}, {ranks:Array(UInt8)}, 0) AS rank,
    ifNull(if(metric IN {lowerIsWorse:Array(String)}, -value, value), toFloat64(-inf)) AS badness
  FROM (${lastRevisions(which)})
  WHERE metric IN {metrics:Array(String)}`;

const series = (which: string) => `
  SELECT monitor_id, check_id, metric, column_key, segment,
    transform(metric, {metrics:Array(String)}, {groups:Array(UInt8)}, 0) AS in_group,
    max(peak) AS worst, arraySort((one) -> one.3, groupArray(point)) AS points
  FROM (
    SELECT monitor_id, check_id, metric, column_key, segment,
      intDiv(start - {from:UInt32}, {bucket:UInt32}) AS bucket, max((rank, badness)) AS peak,
      (argMax((start, toUInt32(window_end), value, warning, critical, n, m, verdict,
        label_coverage, baseline_id, grid_id, metric_version), (rank, badness)), count(),
        min(start), max(toUInt32(window_end))) AS point
    FROM (${ranked(which)})
    GROUP BY monitor_id, check_id, metric, column_key, segment, bucket
  )
  GROUP BY monitor_id, check_id, metric, column_key, segment
  ORDER BY worst DESC, metric, column_key, segment, monitor_id, check_id
  LIMIT {series:UInt32} BY in_group`;
const SERIES = series(`NOT ${OF_A_DIMENSION}`);
const ONE_SERIES = series(OF_ONE_CHECK);

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
    GROUP BY monitor_id, check_id, segment, metric, column_key
  )
  GROUP BY segment
  ORDER BY peak DESC, failing_checks DESC, segment
  LIMIT {segments:UInt32}`;

const HEAT_MAP = `
  SELECT column_key AS column, intDiv(start - {from:UInt32}, {bucket:UInt32}) AS bucket,
    argMax((metric, segment, verdict, value, start, toUInt32(window_end)), (rank, badness)) AS cell
  FROM (${ranked('true')})
  WHERE column_key <> ''
  GROUP BY column_key, bucket
  ORDER BY column_key, bucket`;

type WindowTuple = readonly [
  start: number,
  end: number,
  value: number | null,
  warning: number | null,
  critical: number | null,
  n: number,
  m: number,
  verdict: Verdict,
  labelCoverage: number | null,
  baselineId: string,
  gridId: string,
  metricVersion: number,
];
type PointTuple = readonly [
  worst: WindowTuple,
  windows: string | number,
  first: number,
  last: number,
];

interface SeriesRow {
  readonly monitor_id: string;
  readonly check_id: string;
  readonly metric: string;
  readonly column_key: string;
  readonly segment: string;
  readonly worst: readonly [rank: string | number, badness: number | null];
  readonly points: readonly PointTuple[];
}

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
      const rows = await select<SeriesRow>(request.only === undefined ? SERIES : ONE_SERIES, {
        project: projectId,
        model: modelId,
        from,
        to,
        metrics,
        groups: request.groups.flatMap((group, index) => group.map(() => index)),
        lowerIsWorse: request.lowerIsWorse,
        bucket: Math.max(1, Math.ceil((to - from) / request.atMostPoints)),
        series: request.atMostSeries,
        ...(request.only === undefined
          ? {}
          : { monitor: request.only.monitorId, check: request.only.checkId }),
      });
      return rows.map((row) => ({
        monitorId: row.monitor_id,
        checkId: row.check_id,
        metric: row.metric,
        column: row.column_key,
        segment: row.segment,
        worst: SPEAKS_FIRST_LAST[Number(row.worst[0])] ?? 'error',
        points: row.points.map(toPoint),
      }));
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

function toPoint([worst, windows, first, last]: PointTuple): MeasuredPoint {
  return {
    stretch: { startMs: first * 1000, endMs: last * 1000 },
    window: { startMs: worst[0] * 1000, endMs: worst[1] * 1000 },
    value: worst[2],
    warning: worst[3],
    critical: worst[4],
    n: worst[5],
    m: worst[6],
    verdict: worst[7],
    labelCoverage: worst[8],
    basis: worst.slice(9).join(' '),
    windows: Number(windows),
  };
}
