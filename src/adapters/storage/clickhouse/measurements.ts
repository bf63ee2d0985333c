import type { ClickHouseClient } from '@clickhouse/client';
import type { CheckResult, Evaluation } from '../../../monitoring/alert/alert.ts';
import type { MeasurementStore } from '../../../monitoring/alert/measurement-store.ts';
import { QUERY_LIMITS } from './query-limits.ts';

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

export function createMeasurementStore(client: ClickHouseClient): MeasurementStore {
  return {
    async write(evaluation, subject) {
      if (evaluation.results.length === 0) return;
      await client.insert({
        table: 'measurements',
        values: evaluation.results.map((result) => toRow(result, evaluation, subject)),
        format: 'JSONEachRow',
        clickhouse_settings: QUERY_LIMITS,
      });
    },
  };
}
