import type { AlertTransition, CheckResult } from '../../../../monitoring/alert/alert.ts';
import type { AlertChange, MessageWriter } from '../../../../monitoring/alert/alert-change.ts';
import type { Transition } from '../../../../monitoring/alert/decide-transitions.ts';
import type { Match } from '../../../../monitoring/alert/match-episodes.ts';
import { newId } from '../../../new-id.ts';
import type { Queryable } from '../transaction.ts';

/** One matched alert with what happened to it. */
export interface AlertOutcome extends Match {
  readonly check: AlertChange['check'];
  readonly transitions: readonly Transition[];
}

export interface ChangeOrigin {
  readonly projectId: string;
  readonly modelId: string;
  readonly monitorId: string;
  /** The window that was judged, or the last one before an alert was closed from outside. */
  readonly windowStartMs: number;
  /** 0 where no evaluation brought the change. */
  readonly revision: number;
  readonly occurredAtMs: number;
  readonly resultOf: (checkId: string) => CheckResult | null;
}

/** Upserts alerts, adds their transitions, and writes the notifications of those that tell
 *  people: all in the caller's transaction. Everything is keyed, so that once is enough. */
export async function writeChanges(
  client: Queryable,
  origin: ChangeOrigin,
  outcomes: readonly AlertOutcome[],
  write: MessageWriter,
): Promise<AlertTransition[]> {
  const written: AlertTransition[] = [];
  for (const outcome of outcomes) {
    const changes = outcome.transitions.map((transition) => describe(origin, outcome, transition));
    const texts = changes.map((change) => write(change));
    await upsertAlert(client, origin, outcome, texts.at(-1)?.explanation ?? null);
    for (const [i, change] of changes.entries()) {
      const text = texts[i];
      if (text === undefined) continue;
      await insertTransition(client, origin, change, text.explanation);
      if (change.transition.notify) await insertNotifications(client, origin, change, text.body);
      const { windowStartMs, revision } = origin;
      const { alertId } = outcome;
      written.push({ alertId, windowStartMs, revision, ...change.transition });
    }
  }
  return written;
}

function describe(
  origin: ChangeOrigin,
  outcome: AlertOutcome,
  transition: Transition,
): AlertChange {
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
  outcome: AlertOutcome,
  explanation: string | null,
): Promise<void> {
  const { alertId, before, after, check, transitions } = outcome;
  const told = transitions.findLast((one) => one.notify);
  const isOver = told?.kind === 'resolved' || told?.severity === 'info';
  const toldState = told === undefined ? null : isOver ? 'resolved' : 'firing';
  const last = after ?? before;
  if (last === null) return;
  const endMs = after === null ? origin.windowStartMs : after.resolvedWindowMs;
  await client.query(
    `INSERT INTO alerts (alert_id, project_id, model_id, monitor_id, check_id, segment, state,
       severity, historical, opened_window, last_window, resolved_window, withdrawn, told, detail,
       good_windows)
     VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $12::timestamptz IS NULL THEN 'firing' ELSE 'resolved' END,
       $7, $8, $9, $10, $12, $11, coalesce($13, 'nothing'), $14, $15)
     ON CONFLICT (alert_id) DO UPDATE SET
       state = CASE WHEN $12::timestamptz IS NOT NULL THEN 'resolved'
         WHEN alerts.acknowledged_at IS NOT NULL THEN 'acknowledged' ELSE 'firing' END,
       severity = excluded.severity, historical = excluded.historical,
       opened_window = excluded.opened_window, last_window = excluded.last_window,
       resolved_window = excluded.resolved_window, withdrawn = excluded.withdrawn,
       told = coalesce($13, alerts.told), detail = alerts.detail || excluded.detail,
       good_windows = excluded.good_windows`,
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
      JSON.stringify(explanation === null ? {} : { explanation }),
      last.goodWindows,
    ],
  );
}

async function insertTransition(
  client: Queryable,
  origin: ChangeOrigin,
  { alertId, transition }: AlertChange,
  explanation: string,
): Promise<void> {
  await client.query(
    `INSERT INTO alert_transitions (alert_id, window_start, revision, kind, reason, severity,
       notify, explanation, occurred_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
    [
      alertId,
      new Date(origin.windowStartMs),
      origin.revision,
      transition.kind,
      transition.reason,
      transition.severity,
      transition.notify,
      explanation,
      new Date(origin.occurredAtMs),
    ],
  );
}

async function insertNotifications(
  client: Queryable,
  origin: ChangeOrigin,
  { alertId, transition }: AlertChange,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { rows } = await client.query<{ channel_id: string }>(
    `SELECT channel_id FROM channels
     WHERE project_id = $1 AND enabled AND deleted_at IS NULL ORDER BY channel_id`,
    [origin.projectId],
  );
  const key = `${alertId}:${origin.windowStartMs}:${origin.revision}:${transition.kind}`;
  for (const { channel_id } of rows) {
    await client.query(
      `INSERT INTO notifications (notification_id, project_id, channel_id, dedup_key,
         idempotency_key, body, created_at, next_attempt_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT (channel_id, idempotency_key) DO NOTHING`,
      [
        newId('ntf'),
        origin.projectId,
        channel_id,
        alertId,
        key,
        JSON.stringify(body),
        new Date(origin.occurredAtMs),
      ],
    );
  }
}
