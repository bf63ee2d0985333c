import type { AlertBody } from '../../../contract/alert.ts';

export interface AlertSummary {
  readonly monitor: string;
  readonly metric: string | null;
  readonly column: string | null;
  readonly segment: string;
  readonly severity: string;
  readonly state: string;
  readonly firstWindow: string;
  readonly lastWindow: string;
  readonly value: number | null;
  readonly bound: number | null;
  readonly explanation: string;
}

/** As it is told now, or as it was told at a step of it. */
export function summarizeAlert(
  alert: AlertBody,
  explanation: string = alert.explanation,
): AlertSummary {
  return {
    monitor: alert.monitor,
    metric: alert.metric,
    column: alert.column,
    segment: alert.segment,
    severity: alert.severity,
    state: alert.state,
    firstWindow: alert.openedWindow,
    lastWindow: alert.lastWindow,
    value: alert.value,
    bound: alert.critical ?? alert.warning,
    explanation,
  };
}
