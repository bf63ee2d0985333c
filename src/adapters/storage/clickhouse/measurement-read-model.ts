import type { ClickHouseClient } from '@clickhouse/client';
import type {
  MeasuredPoint,
  MeasurementReadModel,
} from '../../../monitoring/health/overview-read-model.ts';
import type { Verdict } from '../../../monitoring/monitor/verdict.ts';
import { selectRows } from './select-rows.ts';

/** The last revision of every window, whether or not merges have run. */
const LAST_REVISIONS = `
  SELECT monitor_id, check_id, segment, window_start, metric, column_key,
    argMax((window_end, value, warning, critical, n, m, verdict, label_coverage,
      concat(baseline_id, '/', grid_id, '/', toString(metric_version))),
      (revision, measured_at)) AS last
  FROM measurements
  WHERE project_id = {project:String} AND model_id = {model:String}
    AND window_start >= toDateTime({from:UInt32}, 'UTC')
    AND window_start < toDateTime({to:UInt32}, 'UTC')
    AND metric IN {metrics:Array(String)}
  GROUP BY monitor_id, check_id, segment, window_start, metric, column_key`;

/** Of several windows the worst one speaks: by verdict, then by value in the bad direction. One
 *  with a value speaks before one without. */
const SPEAKS_FIRST_LAST = [
  'insufficient_data',
  'no_data',
  'ok',
  'warning',
  'error',
  'critical',
] as const satisfies readonly Verdict[];

const RANKED = `
  SELECT *, toUInt32(window_start) AS start,
    indexOf({verdicts:Array(String)}, toString(last.7)) AS rank,
    ifNull(if(has({lowerIsWorse:Array(String)}, toString(metric)), -last.2, last.2),
      toFloat64(-inf)) AS badness
  FROM (${LAST_REVISIONS})`;

const SERIES = `
  SELECT monitor_id, check_id, metric, column_key, segment,
    max(peak) AS worst,
    arraySort(groupArray(point)) AS points
  FROM (
    SELECT monitor_id, check_id, metric, column_key, segment,
      intDiv(start - {from:UInt32}, {bucket:UInt32}) AS bucket,
      max((rank, badness)) AS peak,
      argMax((start, last), (rank, badness)) AS chosen,
      (chosen.1, toUInt32(chosen.2.1), chosen.2.2, chosen.2.3, chosen.2.4, chosen.2.5,
        chosen.2.6, toString(chosen.2.7), chosen.2.8, count(), chosen.2.9) AS point
    FROM (${RANKED})
    GROUP BY monitor_id, check_id, metric, column_key, segment, bucket
  )
  GROUP BY monitor_id, check_id, metric, column_key, segment
  ORDER BY worst DESC, metric, column_key, segment, monitor_id, check_id
  LIMIT {series:UInt32}`;

const HEAT_MAP = `
  SELECT toString(column_key) AS column, intDiv(start - {from:UInt32}, {bucket:UInt32}) AS bucket,
    argMax((toString(metric), toString(segment), toString(last.7), last.2, start,
      toUInt32(last.1)), (rank, badness)) AS cell
  FROM (${RANKED})
  WHERE column_key <> ''
  GROUP BY column_key, bucket
  ORDER BY column_key, bucket`;

type PointTuple = readonly [
  start: number,
  end: number,
  value: number | null,
  warning: number | null,
  critical: number | null,
  n: number,
  m: number,
  verdict: Verdict,
  labelCoverage: number | null,
  windows: string | number,
  basis: string,
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
    selectRows<Row>(client, query, { ...parameters, verdicts: SPEAKS_FIRST_LAST });
  return {
    async series(projectId, modelId, request) {
      const from = seconds(request.window.startMs);
      const to = seconds(request.window.endMs);
      if (to <= from || request.metrics.length === 0) return [];
      const rows = await select<SeriesRow>(SERIES, {
        project: projectId,
        model: modelId,
        from,
        to,
        metrics: request.metrics,
        lowerIsWorse: request.lowerIsWorse,
        bucket: Math.max(1, Math.ceil((to - from) / request.atMostPoints)),
        series: request.atMostSeries,
      });
      return rows.map((row) => ({
        monitorId: row.monitor_id,
        checkId: row.check_id,
        metric: row.metric,
        column: row.column_key,
        segment: row.segment,
        worst: SPEAKS_FIRST_LAST[Number(row.worst[0]) - 1] ?? 'error',
        points: row.points.map(toPoint),
      }));
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

function toPoint(tuple: PointTuple): MeasuredPoint {
  return {
    startMs: tuple[0] * 1000,
    endMs: tuple[1] * 1000,
    value: tuple[2],
    warning: tuple[3],
    critical: tuple[4],
    n: tuple[5],
    m: tuple[6],
    verdict: tuple[7],
    labelCoverage: tuple[8],
    windows: Number(tuple[9]),
    basis: tuple[10],
  };
}
