import type { BacktestBody } from '../../contract/backtest.ts';
import type { CheckResult } from '../../monitoring/alert/alert.ts';
import type { BacktestAlert } from '../../monitoring/backtest/backtest.ts';
import { countOnsets } from '../../monitoring/backtest/count-onsets.ts';
import { foldBacktestInSteps } from '../../monitoring/backtest/fold-backtest.ts';
import { nameColumn } from '../../monitoring/health/name-column.ts';
import type { Steps } from '../../monitoring/steps.ts';
import { windowContaining } from '../../monitoring/window/windows.ts';
import { createMessageWriter, featureNames } from '../jobs/evaluation/message-writer.ts';
import type { BacktestSubject, JudgedPast } from './run-backtest.ts';

/** What the past would have been with this monitor, as the API answers it. */
export function* describeBacktest(
  subject: BacktestSubject,
  past: JudgedPast,
  nowMs: number,
): Steps<BacktestBody> {
  const { model, monitor, isSaved } = subject;
  const { windows, lead, complete } = past;
  const first = windows[0]?.window.startMs ?? 0;
  const folded = yield* foldBacktestInSteps([...lead, ...windows], monitor);
  const alerts = folded.filter(
    // What was over before the period is no part of it.
    ({ resolvedWindowMs }) => resolvedWindowMs === null || resolvedWindowMs >= first,
  );
  const raised = alerts.filter(({ raisedWindowMs }) => raisedWindowMs >= first);
  return {
    model: model.name,
    monitor: monitor.name,
    monitorId: isSaved ? monitor.monitorId : null,
    cadence: monitor.cadence,
    from: iso(first),
    to: iso(windows.at(-1)?.window.endMs ?? first),
    complete,
    windows: windows.map(({ window }) => iso(window.startMs)),
    windowsWithoutRows: windows.filter(({ rows }) => rows === 0).length,
    onsets: countOnsets(windows, raised, monitor.budget),
    alerts: yield* describeAlerts(subject, alerts, nowMs),
    checks: describeChecks(subject, windows),
  };
}

function* describeAlerts(
  { model, baseline, monitor }: BacktestSubject,
  alerts: readonly BacktestAlert[],
  nowMs: number,
): Steps<BacktestBody['alerts']> {
  const write = createMessageWriter({ model, monitor, baseline, publicUrl: null, nowMs });
  const names = featureNames(model);
  const described: BacktestBody['alerts'][number][] = [];
  for (const alert of alerts) {
    yield;
    const { result, checkId, segment, openedWindowMs, raisedWindowMs, steps } = alert;
    const [transition] = steps;
    if (transition === undefined) continue;
    const raised = windowContaining(raisedWindowMs, monitor.cadence, model.timeZone);
    const { explanation } = write({
      alertId: '',
      transition,
      check: result,
      result,
      windowStartMs: raisedWindowMs,
      openedWindowMs,
    });
    described.push({
      checkId,
      metric: result.metric,
      column: nameColumn(result.column, names),
      segment,
      severity: alert.worst,
      lastSeverity: alert.severity,
      from: iso(openedWindowMs),
      raisedAt: iso(raised.endMs),
      to: alert.resolvedWindowMs === null ? null : iso(alert.resolvedWindowMs),
      told: steps.some((step) => step.notify),
      explanation,
    });
  }
  return described;
}

function describeChecks(
  { model }: BacktestSubject,
  windows: JudgedPast['windows'],
): BacktestBody['checks'] {
  const names = featureNames(model);
  const series = new Map<string, { of: CheckResult; results: (CheckResult | null)[] }>();
  for (const [index, { results }] of windows.entries()) {
    for (const result of results) {
      const own = series.get(result.checkId) ?? {
        of: result,
        results: new Array<CheckResult | null>(windows.length).fill(null),
      };
      own.results[index] = result;
      series.set(result.checkId, own);
    }
  }
  return [...series.values()].map(({ of, results }) => ({
    id: of.checkId,
    metric: of.metric,
    column: nameColumn(of.column, names),
    segment: of.segment,
    verdicts: results.map((one) => one?.verdict ?? null),
    values: results.map((one) => finite(one?.value)),
    warning: results.map((one) => finite(one?.warning)),
    critical: results.map((one) => finite(one?.critical)),
  }));
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** JSON knows no infinity. */
const finite = (value: number | null | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
