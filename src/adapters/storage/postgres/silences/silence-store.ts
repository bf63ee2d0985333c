import type { Pool } from 'pg';
import type { Silence } from '../../../../monitoring/silence/silence.ts';
import type { SilenceDraft, SilenceStore } from '../../../../monitoring/silence/silence-store.ts';
import { newId } from '../../../new-id.ts';
import { inTransaction, type Queryable } from '../transaction.ts';
import { readSilences } from './silence-rows.ts';

export function createSilenceStore(pool: Pool): SilenceStore {
  return {
    create: (projectId, draft, nowMs) => insert(pool, projectId, draft, nowMs, null),

    get: (projectId, silenceId) => find(pool, projectId, silenceId),

    list: (projectId, endedAfterMs) =>
      readSilences(pool, 'project_id = $1 AND ends_at > $2', [projectId, new Date(endedAfterMs)]),

    expire: (projectId, silenceId, nowMs) =>
      inTransaction(pool, (client) => expire(client, projectId, silenceId, nowMs)),

    replace: (projectId, silenceId, draft, nowMs) =>
      inTransaction(pool, async (client) => {
        const before = await expire(client, projectId, silenceId, nowMs);
        if (typeof before === 'string') return before;
        return insert(client, projectId, draft, nowMs, silenceId);
      }),
  };
}

async function find(
  client: Queryable,
  projectId: string,
  silenceId: string,
): Promise<Silence | null> {
  const [silence] = await readSilences(client, 'project_id = $1 AND silence_id = $2', [
    projectId,
    silenceId,
  ]);
  return silence ?? null;
}

async function insert(
  client: Queryable,
  projectId: string,
  draft: SilenceDraft,
  nowMs: number,
  replaces: string | null,
): Promise<Silence> {
  const silenceId = newId('sil');
  await client.query(
    `INSERT INTO silences (silence_id, project_id, matchers, starts_at, ends_at, repeat, author,
       comment, created_at, replaces)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      silenceId,
      projectId,
      JSON.stringify(draft.matchers),
      new Date(draft.startMs),
      new Date(draft.endMs),
      draft.repeat === null ? null : JSON.stringify(draft.repeat),
      draft.author,
      draft.comment,
      new Date(nowMs),
      replaces,
    ],
  );
  return { ...draft, silenceId, projectId, createdAtMs: nowMs, replaces };
}

async function expire(
  client: Queryable,
  projectId: string,
  silenceId: string,
  nowMs: number,
): Promise<Silence | 'not_found' | 'already_expired'> {
  // One that had not begun never was in force.
  const { rowCount } = await client.query(
    `UPDATE silences SET ends_at = $3, starts_at = least(starts_at, $3)
     WHERE project_id = $1 AND silence_id = $2 AND ends_at > $3`,
    [projectId, silenceId, new Date(nowMs)],
  );
  const silence = await find(client, projectId, silenceId);
  if (silence === null) return 'not_found';
  return rowCount === 0 ? 'already_expired' : silence;
}
