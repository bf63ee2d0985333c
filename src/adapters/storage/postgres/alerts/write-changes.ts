import type { AlertTransition } from '../../../../monitoring/alert/alert.ts';
import type { AlertChange, MessageWriter } from '../../../../monitoring/alert/alert-change.ts';
import {
  type RoutedOutcome,
  type RoutedTransition,
  routeOutcomes,
} from '../routes/route-outcomes.ts';
import { muteOutcomes } from '../silences/mute-outcomes.ts';
import type { Queryable } from '../transaction.ts';
import type { AlertOutcome, ChangeOrigin } from './alert-outcome.ts';
import { rankAlerts } from './rank-alerts.ts';
import { type Notice, writeNotifications } from './write-notifications.ts';

type RoutedChange = AlertChange & { readonly transition: RoutedTransition };

/** Upserts alerts, adds their transitions, and writes the notifications of those that tell
 *  people: all in the caller's transaction. Everything is keyed, so that once is enough. */
export async function writeChanges(
  client: Queryable,
  origin: ChangeOrigin,
  outcomes: readonly AlertOutcome[],
  write: MessageWriter,
): Promise<AlertTransition[]> {
  if (outcomes.length === 0) return [];
  const written: AlertTransition[] = [];
  const notices: Notice[] = [];
  const ranking = await rankAlerts(client, origin.modelId, outcomes);
  const held = await muteOutcomes(client, origin, outcomes);
  for (const outcome of await routeOutcomes(client, origin, held)) {
    const urgentWith = ranking.of(outcome.alertId);
    const changes = outcome.transitions.map((transition) => ({
      ...describe(origin, outcome, transition),
      urgentWith,
    }));
    const texts = changes.map((change) => write(change));
    await upsertAlert(client, origin, outcome, detailOf(texts), urgentWith);
    for (const [i, change] of changes.entries()) {
      const text = texts[i];
      if (text === undefined) continue;
      await insertTransition(client, origin, change, text.explanation);
      const { windowStartMs, revision } = origin;
      const { alertId } = outcome;
      const { drop: _drop, channelIds, isTold: _isTold, ...transition } = change.transition;
      if (transition.notify) {
        const key = `${alertId}:${windowStartMs}:${revision}:${transition.kind}`;
        notices.push({ alertId, key, body: text.body, channelIds });
      }
      written.push({ alertId, windowStartMs, revision, ...transition });
    }
  }
  await writeNotifications(client, origin, notices);
  await ranking.apply();
  return written;
}

/** The latest words; a diagnosis stays until there is another one. */
function detailOf(texts: readonly ReturnType<MessageWriter>[]) {
  const explanation = texts.at(-1)?.explanation;
  const diagnosis = texts.findLast((text) => text.diagnosis !== null)?.diagnosis;
  return {
    ...(explanation === undefined ? {} : { explanation }),
    ...(diagnosis === undefined ? {} : { diagnosis }),
  };
}

function describe(
  origin: ChangeOrigin,
  outcome: RoutedOutcome,
  transition: RoutedTransition,
): Omit<RoutedChange, 'urgentWith'> {
  const { alertId, before, after, check } = outcome;
  return {
    alertId,
    transition,
    check,
    result: origin.resultOf(check.checkId),
    windowStartMs: origin.windowStartMs,
    openedWindowMs: after?.openedWindowMs ?? before?.openedWindowMs ?? origin.windowStartMs,
  };
}

async function upsertAlert(
  client: Queryable,
  origin: ChangeOrigin,
  outcome: RoutedOutcome,
  detail: object,
  urgentWith: readonly string[],
): Promise<void> {
  const { alertId, before, after, check, transitions, silencedBy } = outcome;
  const told = transitions.findLast((one) => one.notify);
  const isOver = told?.kind === 'resolved' || told?.severity === 'info';
  // What leads nowhere is untold: the fold tells of it at the next bad window, if it then may.
  const untold = outcome.unrouted === true ? 'nothing' : null;
  const toldState = told === undefined ? untold : isOver ? 'resolved' : 'firing';
  const last = after ?? before;
  if (last === null) return;
  // A revision that withdraws it may be of a window before it, which is no end of it.
  const endMs = last.resolvedWindowMs ?? (after === null ? endOfWithdrawn(last, origin) : null);
  await client.query(
    `INSERT INTO alerts (alert_id, project_id, model_id, monitor_id, check_id, segment, state,
       severity, historical, opened_window, last_window, resolved_window, withdrawn, told, detail,
       good_windows, metric, urgent_with, column_key, silenced_by, told_channels, unrouted,
       digest_routes)
     VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $12::timestamptz IS NULL THEN 'firing' ELSE 'resolved' END,
       $7, $8, $9, $10, $12, $11, coalesce($13, 'nothing'), $14, $15, $16, $17, $18,
       coalesce($19::text[], '{}'), coalesce($20::text[], '{}'), coalesce($21, false),
       coalesce($22::text[], '{}'))
     ON CONFLICT (alert_id) DO UPDATE SET
       state = CASE WHEN $12::timestamptz IS NOT NULL THEN 'resolved'
         WHEN alerts.acknowledged_at IS NOT NULL THEN 'acknowledged' ELSE 'firing' END,
       severity = excluded.severity, historical = excluded.historical,
       opened_window = excluded.opened_window, last_window = excluded.last_window,
       resolved_window = excluded.resolved_window, withdrawn = excluded.withdrawn,
       told = coalesce($13, alerts.told), detail = alerts.detail || excluded.detail,
       good_windows = excluded.good_windows,
       column_key = coalesce(excluded.column_key, alerts.column_key),
       silenced_by = coalesce($19::text[], alerts.silenced_by),
       told_channels = coalesce($20::text[], alerts.told_channels),
       unrouted = coalesce($21, alerts.unrouted),
       digest_routes = coalesce($22::text[], alerts.digest_routes),
       urgent_with = CASE WHEN $12::timestamptz IS NULL THEN excluded.urgent_with
         ELSE alerts.urgent_with END`,
    [
      alertId,
      origin.projectId,
      origin.modelId,
      origin.monitorId,
      check.checkId,
      check.segment,
      last.severity,
      last.historical,
      new Date(last.openedWindowMs),
      new Date(last.lastWindowMs),
      after === null,
      endMs === null ? null : new Date(endMs),
      toldState,
      JSON.stringify(detail),
      last.goodWindows,
      check.metric,
      urgentWith,
      check.column,
      silencedBy,
      outcome.toldChannels,
      outcome.unrouted,
      outcome.digestRoutes,
    ],
  );
}

const endOfWithdrawn = (
  { lastWindowMs }: { readonly lastWindowMs: number },
  { windowStartMs }: Pick<ChangeOrigin, 'windowStartMs'>,
): number => Math.max(windowStartMs, lastWindowMs);

/** What one silence keeps back window after window is noted once. */
async function insertTransition(
  client: Queryable,
  origin: ChangeOrigin,
  { alertId, transition }: RoutedChange,
  explanation: string,
): Promise<void> {
  await client.query(
    `INSERT INTO alert_transitions (alert_id, window_start, revision, kind, reason, severity,
       notify, explanation, occurred_at, dropped, dropped_by)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 WHERE $10::text IS NULL OR NOT EXISTS (
       SELECT 1 FROM alert_transitions
       WHERE alert_id = $1 AND kind = $4 AND severity = $6 AND dropped = $10
         AND dropped_by IS NOT DISTINCT FROM $11::text)
     ON CONFLICT DO NOTHING`,
    [
      alertId,
      new Date(origin.windowStartMs),
      origin.revision,
      transition.kind,
      transition.reason,
      transition.severity,
      transition.isTold,
      explanation,
      new Date(origin.occurredAtMs),
      transition.drop?.reason ?? null,
      transition.drop?.silenceId ?? null,
    ],
  );
}
