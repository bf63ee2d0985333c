import type { Pool } from 'pg';
import type { DigestAlert, DigestFacts } from '../../../../monitoring/digest/digest-message.ts';
import type { DigestRoute, DigestStore } from '../../../../monitoring/digest/digest-store.ts';
import { takes, waitsForDigest } from '../../../../monitoring/route/choose-destinations.ts';
import { mutesInForce, mutesOf } from '../../../../monitoring/silence/silence-state.ts';
import { newId } from '../../../new-id.ts';
import { cronCalendar } from '../../../silence/cron-calendar.ts';
import { re2Patterns } from '../../../silence/re2-patterns.ts';
import { type LabelledRow, labelsOfRow, readLabelled } from '../silences/labels.ts';
import { begunSilences } from '../silences/silence-rows.ts';
import { inTransaction, type Queryable } from '../transaction.ts';
import { ROUTE_COLUMNS, type RouteRow, toRoute } from './route-rows.ts';

interface DigestRow extends RouteRow {
  readonly digested_until: Date;
  readonly digest_told_at: Date;
}

export function createDigestStore(pool: Pool): DigestStore {
  return {
    async list() {
      const { rows } = await pool.query<DigestRow>(
        `SELECT ${ROUTE_COLUMNS}, digested_until, digest_told_at FROM routes
         WHERE enabled AND delivery ->> 'kind' = 'digest' ORDER BY route_id`,
      );
      return rows.flatMap((row) => {
        const { delivery, ...route } = toRoute(row);
        if (delivery.kind !== 'digest') return [];
        return [
          {
            route: { ...route, delivery },
            digestedUntilMs: row.digested_until.getTime(),
            toldAtMs: row.digest_told_at.getTime(),
          },
        ];
      });
    },

    settle: (due, slotMs, nowMs, compose) =>
      inTransaction(pool, async (client) => {
        const { route } = due;
        // Where somebody was faster, or has edited it since, there is nothing to do.
        const { rowCount } = await client.query(
          `UPDATE routes SET digested_until = $3
           WHERE route_id = $1 AND digested_until = $2 AND enabled AND delivery = $4`,
          [
            route.routeId,
            new Date(due.digestedUntilMs),
            new Date(slotMs),
            JSON.stringify(route.delivery),
          ],
        );
        if (rowCount === 0) return false;
        const message = compose(await readFacts(client, due, slotMs, nowMs));
        if (message === null) return true;
        await client.query('UPDATE routes SET digest_told_at = $2 WHERE route_id = $1', [
          route.routeId,
          new Date(slotMs),
        ]);
        const key = `${route.routeId}:${slotMs}`;
        await client.query(
          `INSERT INTO notifications (notification_id, project_id, channel_id, dedup_key, line_key,
             idempotency_key, body, created_at, next_attempt_at)
           SELECT to_.id, $1, channel_id, $4, $5, $4, $6, $7, $7
           FROM unnest($2::text[], $3::text[]) AS to_ (id, channel)
           JOIN channels ON channel_id = to_.channel AND project_id = $1
           WHERE enabled AND deleted_at IS NULL
           ON CONFLICT (channel_id, idempotency_key) DO NOTHING`,
          [
            route.projectId,
            route.channelIds.map(() => newId('ntf')),
            route.channelIds,
            key,
            route.routeId,
            JSON.stringify(message),
            new Date(nowMs),
          ],
        );
        return true;
      }),
  };
}

async function readFacts(
  client: Queryable,
  { route, digestedUntilMs }: DigestRoute,
  slotMs: number,
  nowMs: number,
): Promise<Omit<DigestFacts, 'publicUrl'>> {
  const since = new Date(digestedUntilMs);
  // A server that was down comes late: what happened after the slot is news of the next digest.
  const until = new Date(slotMs);
  // Who was told that it began hears that it is over; what tells nobody is no part of a digest.
  const rows = await readLabelled(
    client,
    `a.project_id = $1 AND NOT a.historical AND a.severity <> 'info'
       AND (a.state <> 'resolved' OR a.told = 'resolved') AND a.alert_id IN (
         SELECT alert_id FROM alerts WHERE project_id = $1 AND state <> 'resolved'
         UNION ALL SELECT alert_id FROM alert_transitions
           WHERE kind = 'resolved' AND occurred_at > $2 AND occurred_at <= $3)
     ORDER BY a.alert_id`,
    [route.projectId, since, until],
  );
  const taken = rows.filter((row) => {
    const labels = labelsOfRow(row);
    return takes(route, labels, re2Patterns) && waitsForDigest(route, labels.severity);
  });
  const begun = await begunSilences(client, route.projectId, nowMs);
  const mutes = mutesInForce(begun, nowMs, cronCalendar);
  const isMuted = (row: LabelledRow) =>
    row.state !== 'resolved' && mutesOf(mutes, labelsOfRow(row), re2Patterns).length > 0;
  const { told, opened } = await readTold(client, taken, since, until);
  return {
    route,
    timeZone: route.delivery.timeZone,
    sinceMs: digestedUntilMs,
    slotMs,
    silenced: taken.filter(isMuted).length,
    alerts: taken
      .filter((row) => !isMuted(row) && told.has(row.alert_id))
      .map(
        (row): DigestAlert => ({
          alertId: row.alert_id,
          model: row.model_name,
          segment: row.segment,
          severity: row.severity,
          state: row.state as DigestAlert['state'],
          isNew: opened.has(row.alert_id),
          sentence: row.explanation,
          openedWindowMs: row.opened_window.getTime(),
        }),
      ),
  };
}

/** Those that people were told of, know of as somebody looks after them, or could not be told of
 *  until now; and those that began since. */
async function readTold(
  client: Queryable,
  alerts: readonly LabelledRow[],
  since: Date,
  until: Date,
) {
  const { rows } = await client.query<{ alert_id: string; opened: boolean }>(
    `SELECT a.alert_id, EXISTS (SELECT 1 FROM alert_transitions t WHERE t.alert_id = a.alert_id
       AND t.kind = 'opened' AND t.occurred_at > $2 AND t.occurred_at <= $3) AS opened
     FROM alerts a
     WHERE alert_id = ANY($1) AND (told <> 'nothing' OR unrouted OR state = 'acknowledged')`,
    [alerts.map((one) => one.alert_id), since, until],
  );
  return {
    told: new Set(rows.map((row) => row.alert_id)),
    opened: new Set(rows.filter((row) => row.opened).map((row) => row.alert_id)),
  };
}
