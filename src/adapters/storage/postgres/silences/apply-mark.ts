import type { CheckResult } from '../../../../monitoring/alert/alert.ts';
import type { MessageWriter } from '../../../../monitoring/alert/alert-change.ts';
import { SILENCE_ENDED } from '../../../../monitoring/alert/decide-transitions.ts';
import type { Destinations } from '../../../../monitoring/route/choose-destinations.ts';
import { type Drop, decideReminder } from '../../../../monitoring/silence/decide-delivery.ts';
import type { MarkChange } from '../../../../monitoring/silence/silence-store.ts';
import { newId } from '../../../new-id.ts';
import { ALERT_COLUMNS, type AlertRow, toStoredAlert } from '../alerts/alert-rows.ts';
import type { Notice } from '../alerts/write-notifications.ts';
import type { Router } from '../routes/open-router.ts';
import type { Queryable } from '../transaction.ts';

interface MarkedRow extends AlertRow {
  readonly metric: string;
  readonly column_key: string | null;
  readonly urgent_with: readonly string[];
  readonly told_channels: readonly string[];
  readonly result: CheckResult | null;
}

/** Notes one change of what silences an alert, in the caller's transaction. Gives what people
 *  should now hear of it. */
export async function applyMark(
  client: Queryable,
  { alertId, before, after }: MarkChange,
  write: MessageWriter | null,
  router: Router,
  nowMs: number,
): Promise<Notice | null> {
  // Where somebody was faster there is nothing to do.
  const { rows } = await client.query<MarkedRow>(
    `UPDATE alerts SET silenced_by = $3 WHERE alert_id = $1 AND silenced_by = $2
     RETURNING ${ALERT_COLUMNS}, metric, column_key, urgent_with,
       told_channels, (
       SELECT result FROM evaluations e CROSS JOIN LATERAL jsonb_array_elements(e.results) result
       WHERE e.monitor_id = alerts.monitor_id AND e.window_start = alerts.last_window
         AND result ->> 'checkId' = alerts.check_id
       ORDER BY e.revision DESC LIMIT 1) AS result`,
    [alertId, before, after],
  );
  const [row] = rows;
  if (row === undefined || row.state === 'resolved' || write === null) return null;
  for (const silenceId of after.filter((id) => !before.includes(id))) {
    await note(client, { alertId, kind: 'silenced', silenceId, notify: false, drop: null, nowMs });
  }
  if (after.length > 0) return null;
  const way = wayOf(row, router);
  const reminder = decideReminder(toStoredAlert(row), way.leadsNowhere);
  const noteId = await note(client, {
    alertId,
    kind: 'silence_ended',
    silenceId: before[0] ?? null,
    notify: reminder === 'tell',
    drop: typeof reminder === 'string' ? null : reminder,
    nowMs,
  });
  if (reminder !== 'tell') {
    if (way.leadsNowhere) await markUnrouted(client, alertId, reminder);
    return null;
  }
  return remind(client, row, noteId, write, way);
}

const checkOf = (row: MarkedRow) => ({
  checkId: row.check_id,
  metric: row.metric,
  column: row.column_key,
  segment: row.segment,
});

/** Where routes lead now, and who was told before. */
function wayOf(row: MarkedRow, router: Router) {
  const found = router.destinations(checkOf(row), row.severity);
  const told = router.stillOpen(row.told_channels);
  const channelIds = [...new Set([...told, ...found.channelIds])].sort();
  return { ...found, channelIds, leadsNowhere: router.leadsNowhere(channelIds, found) };
}

/** It counts as untold: the fold tells of it at the next bad window, if there is a way by then. */
async function markUnrouted(
  client: Queryable,
  alertId: string,
  reminder: ReturnType<typeof decideReminder>,
): Promise<void> {
  if (typeof reminder === 'string' || reminder.reason !== 'no_route') return;
  await client.query(`UPDATE alerts SET told = 'nothing', unrouted = true WHERE alert_id = $1`, [
    alertId,
  ]);
}

async function remind(
  client: Queryable,
  row: MarkedRow,
  noteId: string,
  write: MessageWriter,
  { channelIds, digestRouteIds }: Destinations,
): Promise<Notice> {
  const { alert_id: alertId, severity } = row;
  const { body, explanation } = write({
    alertId,
    transition: { kind: 'opened', reason: SILENCE_ENDED, severity, notify: true },
    check: checkOf(row),
    result: row.result,
    windowStartMs: row.last_window.getTime(),
    openedWindowMs: row.opened_window.getTime(),
    urgentWith: row.urgent_with,
  });
  await client.query(
    `UPDATE alerts SET told = 'firing', told_channels = $2, digest_routes = $3,
       unrouted = false WHERE alert_id = $1`,
    [alertId, channelIds, digestRouteIds],
  );
  await client.query('UPDATE alert_notes SET comment = $2 WHERE note_id = $1', [
    noteId,
    explanation,
  ]);
  return { alertId, key: `${alertId}:${noteId}`, body, channelIds };
}

async function note(
  client: Queryable,
  entry: {
    readonly alertId: string;
    readonly kind: 'silenced' | 'silence_ended';
    readonly silenceId: string | null;
    readonly notify: boolean;
    readonly drop: Drop | null;
    readonly nowMs: number;
  },
): Promise<string> {
  const noteId = newId('note');
  await client.query(
    `INSERT INTO alert_notes (note_id, alert_id, kind, silence_id, notify, dropped, occurred_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      noteId,
      entry.alertId,
      entry.kind,
      entry.silenceId,
      entry.notify,
      entry.drop?.reason ?? null,
      new Date(entry.nowMs),
    ],
  );
  return noteId;
}
