import type { Measured } from '../../metrics/metric.ts';
import { findMetric } from '../../metrics/metrics.ts';
import type { ColumnKind, ColumnProfile } from '../../metrics/profile.ts';
import type { HistoryPoint } from '../threshold/threshold.ts';
import { type ColumnCheck, columnChecks } from './column-checks.ts';
import { columnFacts } from './column-facts.ts';
import { describeColumn } from './describe-column.ts';
import { distributionOf } from './distribution.ts';
import { isDrift, judgeMetric, worstSeverity } from './judge-metric.ts';
import type { ColumnRole, ReportColumn, ReportMetric } from './report.ts';

/** One column of both files, on one grid. */
export interface ComparedColumn {
  readonly name: string;
  readonly role: ColumnRole;
  readonly kind: ColumnKind;
  readonly note: string;
  readonly reference: ColumnProfile;
  readonly current: ColumnProfile;
  /** Distances computed from the rows, by metric: they take the place of those from the grid. */
  readonly exact: ReadonlyMap<string, number>;
}

export interface JudgeContext {
  /** False alarms granted to all columns together. */
  readonly level: number;
  /** Periods of the reference measured against the rest of it. */
  readonly history: (check: ColumnCheck) => readonly HistoryPoint[];
}

/** Judges every column; the level is shared alike among them. */
export function judgeColumns(
  columns: readonly ComparedColumn[],
  context: JudgeContext,
): ReportColumn[] {
  const level = columns.length === 0 ? 0 : context.level / columns.length;
  return columns.map((column) => judgeColumn(column, { ...context, level }));
}

function judgeColumn(column: ComparedColumn, context: JudgeContext): ReportColumn {
  const { name, role, kind, note, reference, current } = column;
  const metrics: Record<string, ReportMetric> = {};
  for (const check of columnChecks(reference)) {
    metrics[check.metric] = judgeCheck(check, column, context);
  }
  const judged = Object.entries(metrics);
  const distances = judged.filter(([id]) => findMetric(id)?.descriptor.family === 'drift');
  const severity = worstSeverity(
    judged.flatMap(([, metric]) => (metric.severity === null ? [] : [metric.severity])),
  );
  // A column that cannot be compared is not well because nothing is missing in it.
  const compared = worstSeverity(
    distances.flatMap(([, metric]) => (metric.severity === null ? [] : [metric.severity])),
  );
  const isSilent =
    distances.length > 0 && (compared === 'no_data' || compared === 'insufficient_data');
  return {
    name,
    role,
    kind,
    drifted: isDrift(severity),
    severity: isSilent && !isDrift(severity) ? compared : severity,
    sentence: describeColumn(column, metrics),
    note,
    metrics,
    distribution: distributionOf(reference, current),
    reference: columnFacts(reference),
    current: columnFacts(current),
  };
}

function judgeCheck(
  check: ColumnCheck,
  { reference, current, exact }: ComparedColumn,
  context: JudgeContext,
): ReportMetric {
  const metric = findMetric(check.metric);
  if (metric?.subject !== 'column') throw new Error(`${check.metric} is no metric of columns.`);
  const { parameters, threshold } = check;
  const alone = metric.needsBaseline ? null : metric.measure(reference, undefined, parameters);
  return judgeMetric({
    metric,
    parameters,
    threshold,
    measured: withExact(metric.measure(current, reference, parameters), exact.get(check.metric)),
    sampling: metric.sampling?.(reference, parameters) ?? null,
    baselineValue: alone?.kind === 'value' ? alone.value : null,
    history: context.history(check),
    level: context.level * check.weight,
  });
}

function withExact(measured: Measured, value: number | undefined): Measured {
  if (measured.kind !== 'value' || value === undefined) return measured;
  return { ...measured, value, errorBound: 0 };
}
