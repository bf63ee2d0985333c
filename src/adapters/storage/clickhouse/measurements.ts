import type { ClickHouseClient } from '@clickhouse/client';
import type { CheckResult, Evaluation } from '../../../monitoring/alert/alert.ts';
import type {
  EarlierMeasurement,
  MeasurementStore,
} from '../../../monitoring/alert/measurement-store.ts';
import { CALM_VERDICTS, type Verdict } from '../../../monitoring/monitor/verdict.ts';
import { groupBy } from '../../../stats/summary/group-by.ts';
import { QUERY_LIMITS } from './query-limits.ts';
import { selectRows } from './select-rows.ts';

interface MeasurementRow {
  readonly project_id: string;
  readonly model_id: string;
  readonly monitor_id: string;
  readonly monitor_version: number;
  readonly check_id: string;
  readonly metric: string;
  readonly metric_version: number;
  readonly column_key: string;
  readonly segment: string;
  /** Seconds since 1970. */
  readonly window_start: number;
  readonly window_end: number;
  readonly revision: number;
  readonly baseline_id: string;
  readonly grid_id: string;
  readonly value: number | null;
  readonly warning: number | null;
  readonly critical: number | null;
  readonly n: number;
  readonly m: number;
  readonly verdict: string;
  readonly label_coverage: number | null;
  /** `DateTime64(3)` as text: as a number it would be read as seconds. */
  readonly measured_at: string;
}

const seconds = (ms: number): number => Math.floor(ms / 1000);

const toRow = (
  result: CheckResult,
  evaluation: Evaluation,
  subject: { projectId: string; modelId: string },
): MeasurementRow => ({
  project_id: subject.projectId,
  model_id: subject.modelId,
  monitor_id: evaluation.monitorId,
  monitor_version: evaluation.monitorVersion,
  check_id: result.checkId,
  metric: result.metric,
  metric_version: result.metricVersion,
  column_key: result.column ?? '',
  segment: result.segment,
  window_start: seconds(evaluation.windowStartMs),
  window_end: seconds(evaluation.windowEndMs),
  revision: evaluation.revision,
  baseline_id: evaluation.baselineId ?? '',
  grid_id: result.gridId ?? '',
  value: result.value,
  warning: result.warning,
  critical: result.critical,
  n: result.n,
  m: result.m,
  verdict: result.verdict,
  label_coverage: evaluation.labelCoverage,
  measured_at: new Date(evaluation.evaluatedAtMs).toISOString().replace('T', ' ').slice(0, -1),
});

interface EarlierRow {
  readonly check_id: string;
  readonly metric: string;
  readonly column_key: string;
  readonly start: number;
  readonly end: number;
  readonly verdict: Verdict;
  readonly value: number | null;
  readonly n: number;
  readonly m: number;
  readonly label_coverage: number | null;
}

const OF_MONITOR = `project_id = {project:String} AND model_id = {model:String}
  AND monitor_id = {monitor:String} AND baseline_id = {baseline:String}
  AND window_start < toDateTime({before:UInt32}, 'UTC')`;

/** The last revision speaks for its window; where it has no number, the window has none. */
const earlierIn = (order: 'ASC' | 'DESC') => `
  SELECT check_id, metric, column_key, toUInt32(window_start) AS start,
    toUInt32(window_end) AS end, toString(verdict) AS verdict, value, n, m, label_coverage
  FROM measurements FINAL
  WHERE ${OF_MONITOR} AND window_start IN (
    SELECT DISTINCT window_start FROM measurements
    WHERE ${OF_MONITOR} AND isNotNull(value)
    ORDER BY window_start ${order} LIMIT {windows:UInt32})
  ORDER BY check_id, segment, window_start, revision DESC
  LIMIT 1 BY check_id, segment, window_start`;

/** The last revision speaks for its window, and of several baselines the one it was measured on last. */
const CALM = `
  SELECT * FROM (
    SELECT check_id, metric, column_key, toUInt32(window_start) AS start,
      toUInt32(window_end) AS end, toString(verdict) AS verdict, value, n, m, label_coverage
    FROM measurements FINAL
    WHERE project_id = {project:String} AND model_id = {model:String}
      AND monitor_id = {monitor:String} AND check_id IN {checks:Array(String)}
      AND window_start < toDateTime({before:UInt32}, 'UTC')
      AND window_start >= toDateTime({before:UInt32}, 'UTC') - INTERVAL 1 YEAR
    ORDER BY check_id, window_start DESC, measured_at DESC, revision DESC
    LIMIT 1 BY check_id, window_start)
  WHERE isNotNull(value) AND verdict IN {calm:Array(String)}
  ORDER BY check_id, start DESC
  LIMIT {windows:UInt32} BY check_id`;

/** Enough for the median of each age. */
const WINDOWS_PER_AGE = 30;

const LABEL_STATES = `
  SELECT {clock:Int64} - toUInt32(last_end) AS age, coverage FROM (
    SELECT max(window_end) AS last_end, argMax(label_coverage, revision) AS coverage
    FROM measurements
    WHERE project_id = {project:String} AND model_id = {model:String}
      AND monitor_id = {monitor:String} AND isNotNull(label_coverage)
    GROUP BY window_start
  )
  WHERE age >= {ages:Array(Int64)}[1]
  ORDER BY age LIMIT ${WINDOWS_PER_AGE} BY roundDown(age, {ages:Array(Int64)})`;

export function createMeasurementStore(client: ClickHouseClient): MeasurementStore {
  return {
    async write(evaluations, subject) {
      const values = evaluations.flatMap((evaluation) =>
        evaluation.results.map((result) => toRow(result, evaluation, subject)),
      );
      if (values.length === 0) return;
      await client.insert({
        table: 'measurements',
        values,
        format: 'JSONEachRow',
        clickhouse_settings: { ...QUERY_LIMITS, max_partitions_per_insert_block: '0' },
      });
    },

    async earlier({ projectId, modelId, monitorId, baselineId, beforeMs, from, windows }) {
      const rows = await selectRows<EarlierRow>(
        client,
        earlierIn(from === 'first' ? 'ASC' : 'DESC'),
        {
          project: projectId,
          model: modelId,
          monitor: monitorId,
          baseline: baselineId ?? '',
          before: Math.max(0, seconds(beforeMs)),
          windows,
        },
      );
      return pointsByCheck(rows);
    },

    async calm({ projectId, modelId, monitorId, checkIds, beforeMs, windows }) {
      const rows = await selectRows<EarlierRow>(client, CALM, {
        project: projectId,
        model: modelId,
        monitor: monitorId,
        checks: checkIds,
        before: Math.max(0, seconds(beforeMs)),
        calm: CALM_VERDICTS,
        windows,
      });
      return pointsByCheck(rows.reverse());
    },

    async labelStates({ projectId, modelId, monitorId, clockMs, agesMs }) {
      const rows = await selectRows<{ age: string; coverage: number }>(client, LABEL_STATES, {
        project: projectId,
        model: modelId,
        monitor: monitorId,
        clock: seconds(clockMs),
        ages: agesMs.map(seconds),
      });
      return rows.map(({ age, coverage }) => ({ ageMs: Number(age) * 1000, coverage }));
    },
  };
}

function pointsByCheck(rows: readonly EarlierRow[]) {
  const measured = rows.flatMap(({ value, ...row }) =>
    value === null ? [] : [{ checkId: row.check_id, point: toPoint(row, value) }],
  );
  const byCheck = groupBy(measured, (one) => one.checkId);
  return new Map([...byCheck].map(([checkId, own]) => [checkId, own.map((one) => one.point)]));
}

const toPoint = (row: Omit<EarlierRow, 'value'>, value: number): EarlierMeasurement => ({
  windowStartMs: row.start * 1000,
  windowEndMs: row.end * 1000,
  metric: row.metric,
  column: row.column_key === '' ? null : row.column_key,
  value,
  n: row.n,
  m: row.m,
  verdict: row.verdict,
  labelCoverage: row.label_coverage,
});
