import type { ClickHouseClient } from '@clickhouse/client';
import type { Verdict } from '../../../monitoring/monitor/verdict.ts';
import type {
  MeasurementRecord,
  RecordFilter,
  RecordPages,
  RecordPosition,
} from '../../../monitoring/records/records.ts';
import { EXPORT_LIMITS } from './export-limits.ts';

interface Row {
  readonly monitor_id: string;
  readonly monitor_version: number;
  readonly check_id: string;
  readonly metric: string;
  readonly metric_version: number;
  readonly column_key: string;
  readonly segment: string;
  readonly start: number;
  readonly end: number;
  readonly revision: number;
  readonly baseline_id: string;
  readonly grid_id: string;
  readonly value: number | null;
  readonly warning: number | null;
  readonly critical: number | null;
  readonly n: number;
  readonly m: number;
  readonly verdict: Verdict;
  readonly label_coverage: number | null;
  readonly measured: string;
}

const KEY = {
  latest: 'window_start, monitor_id, check_id, segment',
  all: 'window_start, monitor_id, revision, check_id, segment',
} as const;
const AFTER = {
  latest: `(toDateTime({atStart:UInt32}, 'UTC'), {atMonitor:String}, {atCheck:String}, {atSegment:String})`,
  all: `(toDateTime({atStart:UInt32}, 'UTC'), {atMonitor:String}, {atRevision:UInt32}, {atCheck:String}, {atSegment:String})`,
} as const;

/** Keyset pages over the numbers that were judged. The last revision is chosen before its verdict
 *  is asked for: a window that is well again has no failing revision any more. */
function queryOf(filter: RecordFilter, after: RecordPosition | null): string {
  const { revisions } = filter;
  const conditions = [
    'project_id = {project:String} AND model_id = {model:String}',
    ...(filter.fromMs === null ? [] : [`window_start >= toDateTime({from:UInt32}, 'UTC')`]),
    ...(filter.toMs === null ? [] : [`window_start < toDateTime({to:UInt32}, 'UTC')`]),
    ...(filter.monitorId === undefined ? [] : ['monitor_id = {monitor:String}']),
    ...(filter.checkId === undefined ? [] : ['check_id = {check:String}']),
    ...(filter.metric === undefined ? [] : ['metric = {metric:String}']),
    ...(filter.columns === undefined ? [] : ['column_key IN {columns:Array(String)}']),
    ...(filter.segment === undefined ? [] : ['segment = {segment:String}']),
    ...(after === null ? [] : [`(${KEY[revisions]}) > ${AFTER[revisions]}`]),
  ];
  const last =
    revisions === 'all'
      ? ''
      : ', revision DESC LIMIT 1 BY window_start, monitor_id, check_id, segment';
  return `
    SELECT monitor_id, monitor_version, check_id, metric, metric_version, column_key, segment,
      toUInt32(window_start) AS start, toUInt32(window_end) AS end, revision, baseline_id, grid_id,
      value, warning, critical, n, m, verdict, label_coverage,
      toUnixTimestamp64Milli(measured_at) AS measured
    FROM (
      SELECT * FROM measurements FINAL
      WHERE ${conditions.join(' AND ')}
      ORDER BY ${KEY[revisions]}${last}
    )
    WHERE ${filter.verdict === undefined ? 'true' : 'verdict = {verdict:String}'}
    ORDER BY ${KEY[revisions]}
    LIMIT {limit:UInt32}`;
}

const seconds = (ms: number) => Math.min(4_294_967_295, Math.max(0, Math.ceil(ms / 1000)));

export function createMeasurementPages(client: ClickHouseClient): RecordPages<MeasurementRecord> {
  return {
    async page(filter, after, limit) {
      const answer = await client.query({
        query: queryOf(filter, after),
        format: 'JSONEachRow',
        query_params: {
          project: filter.projectId,
          model: filter.modelId,
          limit,
          ...(filter.fromMs === null ? {} : { from: seconds(filter.fromMs) }),
          ...(filter.toMs === null ? {} : { to: seconds(filter.toMs) }),
          ...(filter.monitorId === undefined ? {} : { monitor: filter.monitorId }),
          ...(filter.checkId === undefined ? {} : { check: filter.checkId }),
          ...(filter.metric === undefined ? {} : { metric: filter.metric }),
          ...(filter.columns === undefined ? {} : { columns: filter.columns }),
          ...(filter.segment === undefined ? {} : { segment: filter.segment }),
          ...(filter.verdict === undefined ? {} : { verdict: filter.verdict }),
          ...(after === null
            ? {}
            : {
                atStart: seconds(after.windowStartMs),
                atMonitor: after.monitorId,
                atCheck: after.checkId,
                atSegment: after.segment,
                ...(filter.revisions === 'all' ? { atRevision: after.revision } : {}),
              }),
        },
        clickhouse_settings: EXPORT_LIMITS,
      });
      return (await answer.json<Row>()).map(toRecord);
    },
  };
}

const toRecord = (row: Row): MeasurementRecord => ({
  monitorId: row.monitor_id,
  monitorVersion: row.monitor_version,
  checkId: row.check_id,
  metric: row.metric,
  metricVersion: row.metric_version,
  column: row.column_key === '' ? null : row.column_key,
  segment: row.segment,
  windowStartMs: row.start * 1000,
  windowEndMs: row.end * 1000,
  revision: row.revision,
  baselineId: row.baseline_id === '' ? null : row.baseline_id,
  gridId: row.grid_id === '' ? null : row.grid_id,
  value: row.value,
  warning: row.warning,
  critical: row.critical,
  n: row.n,
  m: row.m,
  verdict: row.verdict,
  labelCoverage: row.label_coverage,
  measuredAtMs: Number(row.measured),
});
