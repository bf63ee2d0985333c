import type { Pool } from 'pg';
import type { SilenceMarks } from '../../../../monitoring/silence/silence-store.ts';
import { groupBy } from '../../../../stats/summary/group-by.ts';
import { type Notice, writeNotifications } from '../alerts/write-notifications.ts';
import { openRouter } from '../routes/open-router.ts';
import { inTransaction } from '../transaction.ts';
import { applyMark } from './apply-mark.ts';
import { labelledAlertOf, labelsOfRow, readLabelled } from './labels.ts';

export function createSilenceMarks(pool: Pool): SilenceMarks {
  return {
    async projects(nowMs) {
      const { rows } = await pool.query<{ project_id: string }>(
        `SELECT project_id FROM silences WHERE starts_at <= $1 AND ends_at > $1
         UNION SELECT project_id FROM alerts WHERE silenced_by <> '{}'`,
        [new Date(nowMs)],
      );
      return rows.map((row) => row.project_id);
    },

    async alerts(projectId, { sinceMs, limit }) {
      const rows = await readLabelled(
        pool,
        `a.project_id = $1 AND a.alert_id IN (
           SELECT alert_id FROM alerts WHERE project_id = $1 AND state <> 'resolved'
           UNION ALL SELECT alert_id FROM alerts WHERE project_id = $1 AND silenced_by <> '{}'
           UNION ALL SELECT t.alert_id FROM alert_transitions t JOIN alerts o USING (alert_id)
             WHERE t.occurred_at >= $2::timestamptz AND NOT o.withdrawn)
         ORDER BY a.opened_window DESC, a.alert_id LIMIT $3`,
        [projectId, sinceMs === null ? null : new Date(sinceMs), limit],
      );
      return rows.map(labelledAlertOf);
    },

    async labelsOf(projectId, alertIds) {
      const rows = await readLabelled(pool, 'a.project_id = $1 AND a.alert_id = ANY($2)', [
        projectId,
        alertIds,
      ]);
      return new Map(rows.map((row) => [row.alert_id, labelsOfRow(row)]));
    },

    async apply(changes, write, nowMs) {
      for (const [monitorId, group] of groupBy(changes, (one) => one.monitorId)) {
        await inTransaction(pool, async (client) => {
          // Evaluations of the monitor take this lock first too.
          const { rows } = await client.query<{ project_id: string }>(
            'SELECT project_id FROM monitors WHERE monitor_id = $1 FOR UPDATE',
            [monitorId],
          );
          const projectId = rows[0]?.project_id;
          if (projectId === undefined) return;
          const origin = { projectId, monitorId, occurredAtMs: nowMs };
          const router = await openRouter(client, origin);
          const notices: Notice[] = [];
          for (const change of group) {
            const notice = await applyMark(client, change, write, router, nowMs);
            if (notice !== null) notices.push(notice);
          }
          // All at once: people hear of the end of a silence in one message.
          await writeNotifications(client, origin, notices);
        });
      }
    },
  };
}
