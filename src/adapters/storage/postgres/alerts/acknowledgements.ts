import type { Pool } from 'pg';
import type { AlertNote, AlertStore } from '../../../../monitoring/alert/alert-store.ts';
import { newId } from '../../../new-id.ts';
import { inTransaction, type Queryable } from '../transaction.ts';

interface NoteRow {
  readonly note_id: string;
  readonly kind: AlertNote['kind'];
  readonly author: string | null;
  readonly comment: string | null;
  readonly silence_id: string | null;
  readonly notify: boolean;
  readonly dropped: AlertNote['dropped'];
  readonly occurred_at: Date;
}

type Acknowledgements = Pick<AlertStore, 'notes' | 'acknowledge' | 'unacknowledge'>;

/** Who looks after an alert, and what they say about it. */
export function acknowledgements(pool: Pool, get: AlertStore['get']): Acknowledgements {
  return {
    async notes(alertId) {
      const { rows } = await pool.query<NoteRow>(
        `SELECT note_id, kind, author, comment, silence_id, notify, dropped, occurred_at
         FROM alert_notes WHERE alert_id = $1 ORDER BY occurred_at, note_id`,
        [alertId],
      );
      return rows.map((row) => ({
        noteId: row.note_id,
        kind: row.kind,
        author: row.author,
        comment: row.comment,
        silenceId: row.silence_id,
        notify: row.notify,
        dropped: row.dropped,
        occurredAtMs: row.occurred_at.getTime(),
      }));
    },

    async acknowledge(projectId, alertId, by, comment) {
      const outcome = await inTransaction(pool, async (client) => {
        const state = await lock(client, projectId, alertId);
        if (state === null || state === 'resolved') return state;
        await client.query(
          `UPDATE alerts SET state = 'acknowledged',
             acknowledged_at = coalesce(acknowledged_at, now()),
             acknowledged_by = coalesce(acknowledged_by, $2)
           WHERE alert_id = $1`,
          [alertId, by],
        );
        const isNews = state !== 'acknowledged' || comment !== null;
        if (isNews) await note(client, alertId, 'acknowledged', by, comment);
        return state;
      });
      if (outcome === 'resolved') return 'already_resolved';
      return (await get(projectId, alertId)) ?? 'not_found';
    },

    async unacknowledge(projectId, alertId, by, comment) {
      const outcome = await inTransaction(pool, async (client) => {
        const state = await lock(client, projectId, alertId);
        if (state !== 'acknowledged') return state;
        await client.query(
          `UPDATE alerts SET state = 'firing', acknowledged_at = NULL, acknowledged_by = NULL
           WHERE alert_id = $1`,
          [alertId],
        );
        await note(client, alertId, 'unacknowledged', by, comment);
        return state;
      });
      if (outcome === 'resolved') return 'already_resolved';
      if (outcome === 'firing') return 'not_acknowledged';
      return (await get(projectId, alertId)) ?? 'not_found';
    },
  };
}

async function lock(
  client: Queryable,
  projectId: string,
  alertId: string,
): Promise<'firing' | 'acknowledged' | 'resolved' | null> {
  const { rows } = await client.query<{ state: 'firing' | 'acknowledged' | 'resolved' }>(
    'SELECT state FROM alerts WHERE project_id = $1 AND alert_id = $2 FOR UPDATE',
    [projectId, alertId],
  );
  return rows[0]?.state ?? null;
}

async function note(
  client: Queryable,
  alertId: string,
  kind: AlertNote['kind'],
  author: string,
  comment: string | null,
): Promise<void> {
  await client.query(
    `INSERT INTO alert_notes (note_id, alert_id, kind, author, comment, occurred_at)
     VALUES ($1, $2, $3, $4, $5, now())`,
    [newId('note'), alertId, kind, author, comment],
  );
}
