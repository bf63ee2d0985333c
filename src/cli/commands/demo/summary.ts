import type { AlertBody } from '../../../contract/alert.ts';
import type { Fault } from './fault.ts';
import { DAY_MS } from './flight.ts';

export interface AlertSummary {
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

export interface Detection {
  /** Alarmed in the first full daily window, on the right column, in the right segment. */
  readonly detected: boolean;
  readonly expected: { readonly column: string; readonly segment: string; readonly window: string };
  /** The first alarm on that column and segment that the fault can have raised. */
  readonly firstAlarm: AlertSummary | null;
  readonly windowsLate: number | null;
}

export function judgeDetection(fault: Fault, alerts: readonly AlertBody[]): Detection {
  const segment = `origin=${fault.origin}`;
  const window = new Date(fault.startMs).toISOString();
  const raised = alerts
    .filter((alert) => alert.column === fault.column && alert.segment === segment)
    .filter((alert) => !alert.historical && !alert.withdrawn)
    .filter((alert) => {
      const openedMs = Date.parse(alert.openedWindow);
      return openedMs >= fault.startMs && openedMs < fault.endMs;
    })
    .sort((a, b) => Date.parse(a.openedWindow) - Date.parse(b.openedWindow));
  const first = raised[0];
  const late =
    first === undefined ? null : (Date.parse(first.openedWindow) - fault.startMs) / DAY_MS;
  return {
    detected: late === 0,
    expected: { column: fault.column, segment, window },
    firstAlarm: first === undefined ? null : summarizeAlert(first),
    windowsLate: late,
  };
}

export function summarizeAlert(alert: AlertBody): AlertSummary {
  return {
    metric: alert.metric,
    column: alert.column,
    segment: alert.segment,
    severity: alert.severity,
    state: alert.state,
    firstWindow: alert.openedWindow,
    lastWindow: alert.lastWindow,
    value: alert.value,
    bound: alert.critical ?? alert.warning,
    explanation: alert.explanation,
  };
}
