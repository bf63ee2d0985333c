import type { CheckResult, Severity } from '../alert/alert.ts';
import { decideTransitions } from '../alert/decide-transitions.ts';
import {
  type Episode,
  type FoldState,
  NOTHING_BEFORE,
  rankOfSeverity,
  stepAlert,
} from '../alert/fold-alerts.ts';
import { isCoolingDown } from '../alert/is-cooling-down.ts';
import { judgedWindow } from '../alert/judged-window.ts';
import type { StoredAlert } from '../alert/match-episodes.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { ROWS_CHECK_ID } from '../monitor/rows-check.ts';
import { finish, type Steps } from '../steps.ts';
import type { BacktestAlert, BacktestStep, BacktestWindow } from './backtest.ts';

export type BacktestRules = Pick<Monitor, 'persistence' | 'resolveAfter' | 'cooldownMs'>;

/** The alerts that the windows would have raised had each been evaluated as it closed: by the same
 *  steps, transitions and rules of silence as alerts that are kept. */
export const foldBacktest = (
  windows: readonly BacktestWindow[],
  rules: BacktestRules,
): BacktestAlert[] => finish(foldBacktestInSteps(windows, rules));

/** A check at a time. */
export function* foldBacktestInSteps(
  windows: readonly BacktestWindow[],
  rules: BacktestRules,
): Steps<BacktestAlert[]> {
  const inOrder = [...windows].sort((a, b) => a.window.startMs - b.window.startMs);
  const byCheck = new Map<string, Map<number, CheckResult>>();
  for (const { window, results } of inOrder) {
    yield;
    for (const result of results) {
      const own = byCheck.get(result.checkId);
      if (own === undefined) byCheck.set(result.checkId, new Map([[window.startMs, result]]));
      else own.set(window.startMs, result);
    }
  }
  const starts = inOrder.map((one) => one.window.startMs);
  const alerts: BacktestAlert[] = [];
  for (const results of byCheck.values()) {
    alerts.push(...foldCheck(starts, results, rules));
    yield;
  }
  return alerts.sort((a, b) => a.raisedWindowMs - b.raisedWindowMs);
}

interface OpenAlert {
  readonly raisedWindowMs: number;
  readonly result: CheckResult;
  readonly steps: BacktestStep[];
  told: StoredAlert['told'];
  episode: Episode;
}

function foldCheck(
  starts: readonly number[],
  results: ReadonlyMap<number, CheckResult>,
  { persistence, resolveAfter, cooldownMs }: BacktestRules,
): BacktestAlert[] {
  const alerts: BacktestAlert[] = [];
  const over: Pick<StoredAlert, 'told' | 'resolvedWindowMs'>[] = [];
  let state: FoldState = NOTHING_BEFORE;
  let open: OpenAlert | null = null;
  for (const windowStartMs of starts) {
    const result = results.get(windowStartMs);
    const judged = judgedWindow(windowStartMs, result, false);
    const opensOnNoData = result?.checkId === ROWS_CHECK_ID;
    const step = stepAlert(state, judged, { persistence, resolveAfter, opensOnNoData });
    state = step.state;
    const episode: Episode | null = step.ended ?? state.open;
    if (episode === null || result === undefined) continue;
    const transitions = decideTransitions(open === null ? null : asStored(open), episode, {
      result,
      cause: 'scheduled',
      isRevision: false,
      coolingDown: isCoolingDown(over, windowStartMs, cooldownMs),
    });
    open ??= { raisedWindowMs: windowStartMs, result, steps: [], told: 'nothing', episode };
    open.episode = episode;
    for (const transition of transitions) {
      open.steps.push({ ...transition, windowStartMs });
      if (transition.notify) open.told = transition.kind === 'resolved' ? 'resolved' : 'firing';
    }
    if (step.ended === null) continue;
    over.push({ told: open.told, resolvedWindowMs: step.ended.resolvedWindowMs });
    alerts.push(describe(open));
    open = null;
  }
  return open === null ? alerts : [...alerts, describe(open)];
}

/** As a store would have kept it until this window. */
function asStored({ episode, result, told }: OpenAlert): StoredAlert {
  const { openedWindowMs, lastWindowMs, severity, goodWindows } = episode;
  return {
    alertId: '',
    monitorId: '',
    checkId: result.checkId,
    segment: result.segment,
    state: 'firing',
    severity,
    historical: false,
    openedWindowMs,
    lastWindowMs,
    goodWindows,
    resolvedWindowMs: null,
    withdrawn: false,
    told,
    acknowledgedAtMs: null,
    closedAfterMs: null,
    closedReason: null,
  };
}

const describe = ({ episode, result, raisedWindowMs, steps }: OpenAlert): BacktestAlert => ({
  checkId: result.checkId,
  segment: result.segment,
  worst: worstOf(
    steps.map((step) => step.severity),
    episode.severity,
  ),
  severity: episode.severity,
  openedWindowMs: episode.openedWindowMs,
  raisedWindowMs,
  lastWindowMs: episode.lastWindowMs,
  resolvedWindowMs: episode.resolvedWindowMs,
  result,
  steps,
});

const worstOf = (severities: readonly Severity[], last: Severity): Severity =>
  severities.reduce((a, b) => (rankOfSeverity(b) > rankOfSeverity(a) ? b : a), last);
