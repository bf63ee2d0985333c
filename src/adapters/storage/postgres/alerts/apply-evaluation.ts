import type { CheckResult, Evaluation } from '../../../../monitoring/alert/alert.ts';
import { decideTransitions } from '../../../../monitoring/alert/decide-transitions.ts';
import { foldAlerts, type JudgedWindow } from '../../../../monitoring/alert/fold-alerts.ts';
import { matchEpisodes, type StoredAlert } from '../../../../monitoring/alert/match-episodes.ts';
import { ROWS_CHECK_ID } from '../../../../monitoring/monitor/rows-check.ts';
import type { Queryable } from '../transaction.ts';
import { ALERT_COLUMNS, type AlertRow, alertIdOf, toStoredAlert } from './alert-rows.ts';
import type { AlertOutcome } from './write-changes.ts';

/** What one evaluation makes of a monitor's alerts. A window behind all others goes on from the
 *  alerts as they are; any other is folded anew from the beginning of the alert it lies in. */
export async function applyEvaluation(
  client: Queryable,
  evaluation: Evaluation,
  changed: readonly CheckResult[],
  isRevision: boolean,
): Promise<AlertOutcome[]> {
  const isLast = !isRevision && !(await hasLaterWindow(client, evaluation));
  const checkIds = changed.map((result) => result.checkId);
  const alerts = await readAlerts(client, evaluation.monitorId, checkIds, isLast);
  const outcomes: AlertOutcome[] = [];
  for (const result of changed) {
    const own = alerts.filter(
      (alert) => alert.checkId === result.checkId && alert.segment === result.segment,
    );
    const rules = { opensOnNoData: result.checkId === ROWS_CHECK_ID, closures: closuresOf(own) };
    const fromMs = isLast ? evaluation.windowStartMs : foldStart(own, evaluation.windowStartMs);
    const judged = isLast
      ? [judge(result, evaluation.windowStartMs)]
      : await readJudged(client, evaluation.monitorId, result.checkId, fromMs);
    const open = isLast ? (own.find(isOpen) ?? null) : null;
    const episodes = foldAlerts(judged, rules, open);
    const touched = own.filter((alert) => (alert.resolvedWindowMs ?? Infinity) >= fromMs);
    const matches = matchEpisodes(
      touched,
      episodes,
      new Set(own.map((alert) => alert.alertId)),
      (openedMs, again) =>
        alertIdOf(evaluation.monitorId, result.checkId, result.segment, openedMs, again),
    );
    const { cause } = evaluation;
    for (const match of matches) {
      const transitions = decideTransitions(match.before, match.after, {
        result,
        cause,
        isRevision,
      });
      outcomes.push({ ...match, check: result, transitions });
    }
  }
  // What is over is told before what begins.
  return outcomes.sort((a, b) => Number(a.before === null) - Number(b.before === null));
}

const isOpen = (alert: StoredAlert): boolean => alert.state !== 'resolved';

const judge = (result: CheckResult, windowStartMs: number): JudgedWindow => ({
  windowStartMs,
  verdict: result.verdict,
  quiet: result.quiet === true,
});

const closuresOf = (alerts: readonly StoredAlert[]) =>
  alerts.flatMap(({ closedAfterMs, closedReason }) =>
    closedAfterMs === null
      ? []
      : [{ afterWindowMs: closedAfterMs, reason: closedReason ?? 'closed' }],
  );

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

async function readAlerts(
  client: Queryable,
  monitorId: string,
  checkIds: readonly string[],
  openOnly: boolean,
): Promise<StoredAlert[]> {
  const { rows } = await client.query<AlertRow>(
    `SELECT ${ALERT_COLUMNS} FROM alerts
     WHERE monitor_id = $1 AND check_id = ANY($2) ${openOnly ? "AND state <> 'resolved'" : ''}
     ORDER BY opened_window`,
    [monitorId, checkIds],
  );
  return rows.map(toStoredAlert);
}

interface JudgedRow {
  readonly window_start: Date;
  readonly result: CheckResult;
}

/** The latest revision of every window from `fromMs` on. */
async function readJudged(
  client: Queryable,
  monitorId: string,
  checkId: string,
  fromMs: number,
): Promise<JudgedWindow[]> {
  const { rows } = await client.query<JudgedRow>(
    `SELECT e.window_start, result
     FROM (
       SELECT DISTINCT ON (window_start) window_start, results FROM evaluations
       WHERE monitor_id = $1 AND window_start >= $2 ORDER BY window_start, revision DESC
     ) e CROSS JOIN LATERAL jsonb_array_elements(e.results) result
     WHERE result ->> 'checkId' = $3`,
    [monitorId, new Date(fromMs), checkId],
  );
  return rows.map((row) => judge(row.result, row.window_start.getTime()));
}
