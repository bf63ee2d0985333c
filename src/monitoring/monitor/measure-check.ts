import type { Measured, Metric } from '../../metrics/metric.ts';
import type { WindowProfile } from '../../metrics/profile.ts';
import { DEFAULT_OUTPUT } from '../prediction/prediction.ts';
import type { Check } from './monitor.ts';

/** What the number depends on. */
export type MeasuredCheck = Pick<Check, 'column' | 'parameters'>;

export interface Measurement {
  readonly measured: Measured | LabelsPending;
  readonly gridId?: string;
}

/** Rows are there and their labels are not: a matter of time, never an alarm. */
export interface LabelsPending {
  readonly kind: 'no_data';
  readonly reason: 'labels_pending';
  readonly n: number;
  readonly m: number;
}

/** The number of one check, or why there is none. */
export function measureCheck(
  check: MeasuredCheck,
  metric: Metric,
  window: WindowProfile,
  baseline: WindowProfile | null,
): Measurement {
  if (metric.subject === 'window') return { measured: metric.measure(window, check.parameters) };
  if (metric.subject === 'outcome') return { measured: measureOutcome(check, metric, window) };
  const column = check.column === null ? undefined : window.columns.get(check.column);
  if (column === undefined) {
    const reason = window.rows === 0 ? 'no_rows' : 'no_values';
    return { measured: { kind: 'no_data', reason, n: 0, m: 0 } };
  }
  const before = check.column === null ? undefined : baseline?.columns.get(check.column);
  return { measured: metric.measure(column, before, check.parameters), gridId: column.grid.id };
}

function measureOutcome(
  check: MeasuredCheck,
  metric: Extract<Metric, { subject: 'outcome' }>,
  window: WindowProfile,
): Measured | LabelsPending {
  if (window.rows === 0) return { kind: 'no_data', reason: 'no_rows', n: 0, m: 0 };
  const outcome = window.outcomes.get(check.column ?? DEFAULT_OUTPUT);
  if (outcome === undefined || outcome.labelledRows === 0) {
    return { kind: 'no_data', reason: 'labels_pending', n: 0, m: 0 };
  }
  return metric.measure(outcome, check.parameters);
}
