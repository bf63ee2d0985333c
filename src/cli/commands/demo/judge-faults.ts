import { DAY_MS } from '../../../../examples/flights/flight.mjs';
import type { AlertBody, AlertStepBody } from '../../../contract/alert.ts';
import { type Fault, isDuring, segmentOf } from './fault.ts';
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

export interface RecordedAlert extends AlertBody {
  /** What happened to it, oldest first. */
  readonly steps: readonly AlertStepBody[];
}

/** Alerts that somebody was told about and that were not taken back. */
const counts = (alert: AlertBody): boolean =>
  !alert.historical && !alert.withdrawn && alert.severity !== 'info';

/** When it got worse: it began, or turned from a warning into a critical alert. What had been
 *  smouldering before a fault is found by that fault only if it flares up. */
function worsened({ steps }: RecordedAlert): readonly AlertStepBody[] {
  return steps.filter((step) => step.kind === 'opened' || step.kind === 'escalated');
}

const isWithin = (step: AlertStepBody, startMs: number, endMs: number): boolean =>
  Date.parse(step.window) >= startMs && Date.parse(step.window) < endMs;

export function judgeFault(fault: Fault, alerts: readonly RecordedAlert[]): Detection {
  const segment = segmentOf(fault);
  const raised = alerts
    .filter((alert) => counts(alert) && alert.segment === segment)
    .flatMap((alert) =>
      worsened(alert)
        .filter((step) => isWithin(step, fault.startMs, fault.endMs))
        .slice(0, 1)
        .map((step) => ({ alert, step, windowMs: Date.parse(step.window) })),
    )
    .sort((a, b) => a.windowMs - b.windowMs);
  const first = raised.find(({ alert }) => alert.column === fault.column);
  const daysLate =
    first === undefined ? null : Math.floor((first.windowMs - fault.startMs) / DAY_MS);
  const onFirstDay = raised.filter(({ windowMs }) => windowMs < fault.startMs + DAY_MS);
  const ranking = rankColumns(onFirstDay.map(({ alert }) => alert));
  return {
    fault,
    detected: daysLate === 0 && ranking[0] === fault.column,
    expected: { column: fault.column, segment, window: new Date(fault.startMs).toISOString() },
    firstAlarm: first === undefined ? null : summarizeAlert(first.alert, first.step.explanation),
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
  /** How often an alert became critical, one that came back counted again. */
  readonly criticalAlerts: number;
  readonly per30ModelDays: number;
  /** Evaluations in which at least one of them began: what a person is called by. */
  readonly onsets: number;
  readonly alerts: readonly AlertSummary[];
}

/** What became critical on days on which nothing was made up. */
export function judgeQuiet(
  faults: readonly Fault[],
  alerts: readonly RecordedAlert[],
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
): Quiet {
  const isFaulty = (timeMs: number) => faults.some((fault) => isDuring(fault, timeMs));
  let modelDays = 0;
  for (let day = startMs; day < endMs; day += DAY_MS) if (!isFaulty(day)) modelDays += 1;
  const turns = alerts.filter(counts).flatMap((alert) =>
    worsened(alert)
      .filter((step) => step.severity === 'critical' && !isFaulty(Date.parse(step.window)))
      .map(({ window }) => ({ alert, window })),
  );
  return {
    modelDays,
    criticalAlerts: turns.length,
    per30ModelDays: Math.round((turns.length / modelDays) * 30 * 100) / 100,
    onsets: new Set(turns.map(({ alert, window }) => `${alert.monitorId} ${window}`)).size,
    alerts: [...new Set(turns.map(({ alert }) => alert))].map((alert) => summarizeAlert(alert)),
  };
}
