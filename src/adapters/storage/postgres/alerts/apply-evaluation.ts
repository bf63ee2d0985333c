import type { CheckResult, Evaluation } from '../../../../monitoring/alert/alert.ts';
import { decideTransitions } from '../../../../monitoring/alert/decide-transitions.ts';
import {
  type Closure,
  type FoldState,
  foldAlerts,
  type JudgedWindow,
} from '../../../../monitoring/alert/fold-alerts.ts';
import { isCoolingDown } from '../../../../monitoring/alert/is-cooling-down.ts';
import { judgedWindow } from '../../../../monitoring/alert/judged-window.ts';
import { matchEpisodes, type StoredAlert } from '../../../../monitoring/alert/match-episodes.ts';
import type { Monitor } from '../../../../monitoring/monitor/monitor.ts';
import { ROWS_CHECK_ID } from '../../../../monitoring/monitor/rows-check.ts';
import { groupBy } from '../../../../stats/summary/group-by.ts';
import type { Queryable } from '../transaction.ts';
import type { AlertOutcome } from './alert-outcome.ts';
import { ALERT_COLUMNS, type AlertRow, alertIdOf, toStoredAlert } from './alert-rows.ts';
import { judgedBefore, judgedFrom } from './judged-windows.ts';

export type AlertRules = Pick<Monitor, 'persistence' | 'resolveAfter' | 'cooldownMs'>;

/** One check's result with what is to be folded for it. */
interface Line {
  readonly result: CheckResult;
  /** Alerts of the check in its segment. */
  readonly own: readonly StoredAlert[];
  readonly fromMs: number;
  readonly judged: readonly JudgedWindow[];
  readonly before: FoldState;
  /** Those that `before` does not know of. */
  readonly closures: readonly Closure[];
}

/** What one evaluation makes of a monitor's alerts. A window behind all others goes on from the
 *  alerts as they are; any other is folded anew from the beginning of the alert it lies in. */
export async function applyEvaluation(
  client: Queryable,
  evaluation: Evaluation,
  rules: AlertRules,
  changed: readonly CheckResult[],
  isRevision: boolean,
): Promise<AlertOutcome[]> {
  const isLast = !isRevision && !(await hasLaterWindow(client, evaluation));
  const lines = isLast
    ? await goOn(client, evaluation, rules, changed)
    : await foldAnew(client, evaluation, rules, changed);
  const outcomes = lines.flatMap((line) => outcomesOf(line, evaluation, rules, isRevision));
  // What is over is told before what begins.
  return outcomes.sort((a, b) => Number(a.before === null) - Number(b.before === null));
}

/** The new window alone, after what the alerts and the last windows have left. */
async function goOn(
  client: Queryable,
  { monitorId, windowStartMs }: Evaluation,
  rules: AlertRules,
  changed: readonly CheckResult[],
): Promise<Line[]> {
  const checkIds = changed.map((result) => result.checkId);
  const remembered = rules.persistence.windows - 1;
  const last = await judgedBefore(client, monitorId, checkIds, windowStartMs, remembered);
  const [oldest] = last('');
  const sinceMs = Math.min(windowStartMs - rules.cooldownMs, oldest?.windowStartMs ?? Infinity);
  const alertsOf = await readAlerts(client, monitorId, checkIds, sinceMs);
  return changed.map((result) => {
    const own = alertsOf(result);
    const { checkId } = result;
    return {
      result,
      own,
      fromMs: windowStartMs,
      judged: [judgedWindow(windowStartMs, result)],
      before: { open: own.find(isOpen) ?? null, recent: since(last(checkId), own, windowStartMs) },
      closures: [],
    };
  });
}

async function foldAnew(
  client: Queryable,
  { monitorId, windowStartMs }: Evaluation,
  rules: AlertRules,
  changed: readonly CheckResult[],
): Promise<Line[]> {
  const alertsOf = await readAlerts(
    client,
    monitorId,
    changed.map((result) => result.checkId),
    Number.NEGATIVE_INFINITY,
  );
  const starts = changed.map((result) => {
    const own = alertsOf(result);
    return { result, own, fromMs: foldStart(own, windowStartMs) };
  });
  const lines: Line[] = [];
  // Most checks begin at the same window, so that their history is read at once.
  for (const [fromMs, group] of groupBy(starts, (one) => one.fromMs)) {
    const checkIds = group.map(({ result }) => result.checkId);
    const remembered = rules.persistence.windows - 1;
    const judged = await judgedFrom(client, monitorId, checkIds, fromMs);
    const last = await judgedBefore(client, monitorId, checkIds, fromMs, remembered);
    for (const { result, own } of group) {
      const { checkId } = result;
      const before = { open: null, recent: since(last(checkId), own, fromMs) };
      lines.push({
        result,
        own,
        fromMs,
        judged: judged(checkId),
        before,
        closures: closuresOf(own),
      });
    }
  }
  return lines;
}

function outcomesOf(
  { result, own, fromMs, judged, before, closures }: Line,
  { monitorId, windowStartMs, cause }: Evaluation,
  rules: AlertRules,
  isRevision: boolean,
): AlertOutcome[] {
  const opensOnNoData = result.checkId === ROWS_CHECK_ID;
  const episodes = foldAlerts(judged, { ...rules, opensOnNoData, closures }, before);
  const touched = own.filter((alert) => (alert.resolvedWindowMs ?? Infinity) >= fromMs);
  const matches = matchEpisodes(
    touched,
    episodes,
    new Set(own.map((alert) => alert.alertId)),
    (openedMs, again) => alertIdOf(monitorId, result.checkId, result.segment, openedMs, again),
  );
  const coolingDown = isCoolingDown(own, windowStartMs, rules.cooldownMs);
  return matches.map((match) => ({
    ...match,
    check: result,
    transitions: decideTransitions(match.before, match.after, {
      result,
      cause,
      isRevision,
      coolingDown,
    }),
  }));
}

const isOpen = (alert: StoredAlert): boolean => alert.state !== 'resolved';

const closuresOf = (alerts: readonly StoredAlert[]) =>
  alerts.flatMap(({ closedAfterMs, closedReason }) =>
    closedAfterMs === null
      ? []
      : [{ afterWindowMs: closedAfterMs, reason: closedReason ?? 'closed' }],
  );

/** The windows after the last alert that was over before `beforeMs`. */
function since(
  windows: readonly JudgedWindow[],
  alerts: readonly StoredAlert[],
  beforeMs: number,
): JudgedWindow[] {
  const ends = alerts.flatMap(({ withdrawn, resolvedWindowMs, closedAfterMs }) => [
    withdrawn ? null : resolvedWindowMs,
    closedAfterMs,
  ]);
  const endMs = Math.max(...ends.filter((end) => end !== null && end < beforeMs).map(Number));
  return windows.filter((window) => window.windowStartMs > endMs);
}

/** Before this window no alert of the check was open. */
function foldStart(alerts: readonly StoredAlert[], windowStartMs: number): number {
  const around = alerts.filter(
    (alert) =>
      !alert.withdrawn &&
      alert.openedWindowMs <= windowStartMs &&
      (alert.resolvedWindowMs ?? Infinity) >= windowStartMs,
  );
  return Math.min(windowStartMs, ...around.map((alert) => alert.openedWindowMs));
}

async function hasLaterWindow(client: Queryable, evaluation: Evaluation): Promise<boolean> {
  const { rows } = await client.query<{ any: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM evaluations WHERE monitor_id = $1 AND window_start > $2) AS any`,
    [evaluation.monitorId, new Date(evaluation.windowStartMs)],
  );
  return rows[0]?.any === true;
}

/** Alerts that are open, or were over at `sinceMs` or later. */
async function readAlerts(
  client: Queryable,
  monitorId: string,
  checkIds: readonly string[],
  sinceMs: number,
): Promise<(result: CheckResult) => readonly StoredAlert[]> {
  const { rows } = await client.query<AlertRow>(
    `SELECT ${ALERT_COLUMNS} FROM alerts
     WHERE monitor_id = $1 AND check_id = ANY($2)
       AND (state <> 'resolved' OR $3::timestamptz IS NULL OR resolved_window >= $3)
     ORDER BY opened_window`,
    [monitorId, checkIds, Number.isFinite(sinceMs) ? new Date(sinceMs) : null],
  );
  const keyOf = (one: { checkId: string; segment: string }) =>
    JSON.stringify([one.checkId, one.segment]);
  const alerts = groupBy(rows.map(toStoredAlert), keyOf);
  return (result) => alerts.get(keyOf(result)) ?? [];
}
