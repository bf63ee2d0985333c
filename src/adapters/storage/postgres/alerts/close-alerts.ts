import type { MessageWriter } from '../../../../monitoring/alert/alert-change.ts';
import { decideTransitions } from '../../../../monitoring/alert/decide-transitions.ts';
import type { Queryable } from '../transaction.ts';
import type { AlertOutcome, ChangeOrigin } from './alert-outcome.ts';
import { ALERT_COLUMNS, type AlertRow, toStoredAlert } from './alert-rows.ts';
import { writeChanges } from './write-changes.ts';

/** Closes open alerts of a monitor from outside: of the checks named, in whatever segment, or
 *  all. The caller holds
 *  the monitor's row lock. */
export async function closeAlerts(
  client: Queryable,
  monitor: Pick<ChangeOrigin, 'projectId' | 'modelId' | 'monitorId'>,
  closing: { readonly reason: string; readonly checkIds: readonly string[] | null },
  write: MessageWriter,
): Promise<void> {
  // Whoever edits a route locks it before alerts: in another order the two would wait for each other.
  await client.query('SELECT FROM routes WHERE project_id = $1 ORDER BY route_id FOR KEY SHARE', [
    monitor.projectId,
  ]);
  const { rows } = await client.query<AlertRow & { metric: string | null; column: string | null }>(
    `SELECT ${ALERT_COLUMNS}, r.result ->> 'metric' AS metric, r.result ->> 'column' AS "column"
     FROM alerts LEFT JOIN LATERAL (
       SELECT result FROM evaluations e CROSS JOIN LATERAL jsonb_array_elements(e.results) result
       WHERE e.monitor_id = alerts.monitor_id AND e.window_start = alerts.last_window
         AND result ->> 'checkId' = alerts.check_id
       ORDER BY e.revision DESC LIMIT 1) r ON true
     WHERE monitor_id = $1 AND state <> 'resolved' AND ($2::text[] IS NULL OR check_id = ANY($2)
       OR segment <> '' AND right(check_id, length(segment) + 1) = '@' || segment
         AND left(check_id, -length(segment) - 1) = ANY($2))
     ORDER BY alert_id FOR UPDATE OF alerts`,
    [monitor.monitorId, closing.checkIds],
  );
  if (rows.length === 0) return;
  const latest = await client.query<{ latest: Date | null }>(
    'SELECT max(window_start) AS latest FROM evaluations WHERE monitor_id = $1',
    [monitor.monitorId],
  );
  const lastMs = Math.max(...rows.map((row) => toStoredAlert(row).lastWindowMs));
  const windowStartMs = latest.rows[0]?.latest?.getTime() ?? lastMs;
  const occasion = {
    result: null,
    cause: 'scheduled',
    isRevision: false,
    coolingDown: false,
  } as const;
  const outcomes = rows.map((row): AlertOutcome => {
    const before = toStoredAlert(row);
    const after = { ...before, resolvedWindowMs: windowStartMs, closedReason: closing.reason };
    return {
      alertId: before.alertId,
      before,
      after,
      check: {
        checkId: before.checkId,
        metric: row.metric ?? before.checkId,
        column: row.column,
        segment: before.segment,
      },
      transitions: decideTransitions(before, after, occasion),
    };
  });
  const origin = { ...monitor, windowStartMs, revision: 0, resultOf: () => null };
  // All at once, so that people hear of it in one message.
  await writeChanges(client, { ...origin, occurredAtMs: Date.now() }, outcomes, write);
  await client.query(
    'UPDATE alerts SET closed_after = $2, closed_reason = $3 WHERE alert_id = ANY($1)',
    [outcomes.map((one) => one.alertId), new Date(windowStartMs), closing.reason],
  );
}
