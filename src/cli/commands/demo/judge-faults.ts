import { DAY_MS } from '../../../../examples/flights/flight.mjs';
import type { AlertBody } from '../../../contract/alert.ts';
import { type Fault, isDuring } from './fault.ts';
import { type AlertSummary, summarizeAlert } from './summarize-alert.ts';

export interface Detection {
  readonly fault: Fault;
  /** A critical alert by the end of the first full day, and the true column first in rank. */
  readonly detected: boolean;
  readonly expected: { readonly column: string; readonly segment: string; readonly window: string };
  /** The first alarm on that column and segment that the fault can have raised. */
  readonly firstAlarm: AlertSummary | null;
  readonly daysLate: number | null;
  /** Columns of the segment by how loudly they were alarmed on that day, the loudest first. */
  readonly ranking: readonly string[];
}

/** Alerts that somebody was told about and that were not taken back. */
const counts = (alert: AlertBody): boolean => !alert.historical && !alert.withdrawn;

export function judgeFault(fault: Fault, alerts: readonly AlertBody[]): Detection {
  const segment = `origin=${fault.origin}`;
  const raised = alerts
    .filter((alert) => counts(alert) && alert.segment === segment && alert.severity !== 'info')
    .filter((alert) => isDuring(fault, Date.parse(alert.openedWindow)))
    .sort((a, b) => Date.parse(a.openedWindow) - Date.parse(b.openedWindow));
  const first = raised.find((alert) => alert.column === fault.column);
  const daysLate =
    first === undefined
      ? null
      : Math.floor((Date.parse(first.openedWindow) - fault.startMs) / DAY_MS);
  const ranking = rankColumns(
    raised.filter((alert) => Date.parse(alert.openedWindow) < fault.startMs + DAY_MS),
  );
  return {
    fault,
    detected: daysLate === 0 && ranking[0] === fault.column,
    expected: { column: fault.column, segment, window: new Date(fault.startMs).toISOString() },
    firstAlarm: first === undefined ? null : summarizeAlert(first),
    daysLate,
    ranking,
  };
}

/** By the severity of their worst alert, then by how many times its bound the value reached. */
function rankColumns(alerts: readonly AlertBody[]): readonly string[] {
  const loudest = [...alerts].sort(
    (a, b) => gravity(b) - gravity(a) || exceedance(b) - exceedance(a),
  );
  return [...new Set(loudest.map((alert) => alert.column ?? 'rows'))];
}

const gravity = (alert: AlertBody): number => (alert.severity === 'critical' ? 1 : 0);

function exceedance({ value, warning, critical }: AlertBody): number {
  const bound = critical ?? warning;
  if (value === null || bound === null) return 0;
  if (value === bound) return 1;
  // Of a bound from below the value is the smaller one.
  const [small, large] = [Math.abs(value), Math.abs(bound)].sort((a, b) => a - b);
  return small === undefined || small === 0 ? Number.MAX_VALUE : (large ?? 0) / small;
}

export interface Quiet {
  /** Days of the replay without an injected fault. */
  readonly modelDays: number;
  readonly criticalAlerts: number;
  readonly per30ModelDays: number;
  /** Evaluations in which at least one of them began: what a person is called by. */
  readonly onsets: number;
  readonly alerts: readonly AlertSummary[];
}

/** What was called critical on days on which nothing was made up. */
export function judgeQuiet(
  faults: readonly Fault[],
  alerts: readonly AlertBody[],
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
): Quiet {
  const isFaulty = (timeMs: number) => faults.some((fault) => isDuring(fault, timeMs));
  let modelDays = 0;
  for (let day = startMs; day < endMs; day += DAY_MS) if (!isFaulty(day)) modelDays += 1;
  const critical = alerts.filter(
    (alert) =>
      counts(alert) && alert.severity === 'critical' && !isFaulty(Date.parse(alert.openedWindow)),
  );
  const onsets = new Set(critical.map((alert) => `${alert.monitorId} ${alert.openedWindow}`));
  return {
    modelDays,
    criticalAlerts: critical.length,
    per30ModelDays: Math.round((critical.length / modelDays) * 30 * 100) / 100,
    onsets: onsets.size,
    alerts: critical.map(summarizeAlert),
  };
}
