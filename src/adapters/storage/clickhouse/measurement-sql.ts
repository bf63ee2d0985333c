import type {
  MeasuredPoint,
  MeasuredSeries,
} from '../../../monitoring/health/overview-read-model.ts';
import type { Verdict } from '../../../monitoring/monitor/verdict.ts';

/** Checks that are made for each value of a dimension are named after it: `segmentCheckId`. */
export const OF_A_DIMENSION = `(segment <> '' AND endsWith(check_id, concat('@', segment)))`;
export const OF_ONE_CHECK = 'monitor_id = {monitor:String} AND check_id = {check:String}';

/** Of several windows the worst one speaks: by verdict, then by value in the bad direction. One
 *  with a value speaks before one without. */
export const SPEAKS_FIRST_LAST = [
  'insufficient_data',
  'no_data',
  'ok',
  'info',
  'warning',
  'error',
  'critical',
] as const satisfies readonly Verdict[];
export const RANKS = SPEAKS_FIRST_LAST.map((_, rank) => rank);

/** The last revision of every window, with how bad it is. Read backwards in the order of the table,
 *  so that nothing is sorted or kept, however many windows there are. Written as one level: reading
 *  such a statement takes ClickHouse as long as running it. */
export const ranked = (which: string) => `
  SELECT monitor_id, check_id, segment, metric, column_key, window_end, value, warning, critical,
    n, m, verdict, label_coverage, baseline_id, grid_id, metric_version,
    toUInt32(window_start) AS start,
    transform(verdict, {verdicts:Array(String)}, {ranks:Array(UInt8)}, 0) AS rank,
    ifNull(if(metric IN {lowerIsWorse:Array(String)}, -value, value), toFloat64(-inf)) AS badness
  FROM measurements
  WHERE project_id = {project:String} AND model_id = {model:String}
    AND window_start >= toDateTime({from:UInt32}, 'UTC')
    AND window_start < toDateTime({to:UInt32}, 'UTC') AND ${which}
  ORDER BY project_id DESC, model_id DESC, monitor_id DESC, check_id DESC, segment DESC,
    window_start DESC, revision DESC
  LIMIT 1 BY monitor_id, check_id, segment, window_start`;

export const OF_METRICS = 'metric IN {metrics:Array(String)}';

const A_SERIES = 'monitor_id, check_id, metric, column_key, segment';
const WORST_FIRST = 'worst DESC, metric, column_key, segment, monitor_id, check_id';
const IN_GROUP = 'transform(metric, {metrics:Array(String)}, {groups:Array(UInt8)}, 0) AS in_group';

/** Which series are worst. Their points, which are most of the work, are read of these alone, by a
 *  statement of its own. */
export const worstSeriesSql = (which: string) => `
  SELECT ${A_SERIES}, ${IN_GROUP}, max((rank, badness)) AS worst
  FROM (${ranked(which)})
  WHERE ${OF_METRICS}
  GROUP BY ${A_SERIES}
  ORDER BY ${WORST_FIRST}
  LIMIT {series:UInt32} BY in_group`;

export const OF_THOSE = `(monitor_id, check_id, segment) IN
  arrayZip({monitors:Array(String)}, {checks:Array(String)}, {segments:Array(String)})`;

export const seriesSql = (which: string) => `
  SELECT ${A_SERIES}, ${IN_GROUP}, max(peak) AS worst,
    arraySort((one) -> one.3, groupArray(point)) AS points
  FROM (
    SELECT ${A_SERIES},
      intDiv(start - {from:UInt32}, {bucket:UInt32}) AS bucket, max((rank, badness)) AS peak,
      (argMax((start, toUInt32(window_end), value, warning, critical, n, m, verdict,
        label_coverage, baseline_id, grid_id, metric_version), (rank, badness)), count(),
        min(start), max(toUInt32(window_end))) AS point
    FROM (${ranked(which)})
    WHERE ${OF_METRICS}
    GROUP BY ${A_SERIES}, bucket
  )
  GROUP BY ${A_SERIES}
  ORDER BY ${WORST_FIRST}
  LIMIT {series:UInt32} BY in_group`;

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

export interface SeriesKey {
  readonly monitor_id: string;
  readonly check_id: string;
  readonly metric: string;
  readonly column_key: string;
  readonly segment: string;
}

export interface SeriesRow extends SeriesKey {
  readonly worst: readonly [rank: string | number, badness: number | null];
  readonly points: readonly PointTuple[];
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

export function toSeries(row: SeriesRow): MeasuredSeries {
  return {
    monitorId: row.monitor_id,
    checkId: row.check_id,
    metric: row.metric,
    column: row.column_key,
    segment: row.segment,
    worst: SPEAKS_FIRST_LAST[Number(row.worst[0])] ?? 'error',
    points: row.points.map(toPoint),
  };
}
