import type { Pool } from 'pg';
import type { ChannelDraft, ChannelStore } from '../../../monitoring/notification/channel-store.ts';
import { newId } from '../../new-id.ts';
import { CHANNEL_COLUMNS, type ChannelRow, toChannel } from './channel-rows.ts';
import { isNameTaken } from './name-taken.ts';
import { releaseDigested } from './routes/release-digested.ts';
import { inTransaction } from './transaction.ts';

export function createChannelStore(pool: Pool): ChannelStore {
  return {
    create: (projectId, draft) =>
      unlessTaken(async () => {
        const { rows } = await pool.query<ChannelRow>(
          `INSERT INTO channels (channel_id, project_id, name, kind, config, enabled)
           VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${CHANNEL_COLUMNS}`,
          [newId('chn'), projectId, ...valuesOf(draft)],
        );
        if (rows[0] === undefined) throw new Error('The insert returned no channel.');
        return toChannel(rows[0]);
      }),

    async get(projectId, channelId) {
      const { rows } = await pool.query<ChannelRow>(
        `SELECT ${CHANNEL_COLUMNS} FROM channels
         WHERE project_id = $1 AND channel_id = $2 AND deleted_at IS NULL`,
        [projectId, channelId],
      );
      return rows[0] === undefined ? null : toChannel(rows[0]);
    },

    async list(projectId) {
      const { rows } = await pool.query<ChannelRow>(
        `SELECT ${CHANNEL_COLUMNS} FROM channels
         WHERE project_id = $1 AND deleted_at IS NULL ORDER BY name`,
        [projectId],
      );
      return rows.map(toChannel);
    },

    update: (projectId, channelId, draft) =>
      unlessTaken(async () => {
        const { rows } = await pool.query<ChannelRow>(
          `UPDATE channels SET name = $3, kind = $4, config = $5, enabled = $6
           WHERE project_id = $1 AND channel_id = $2 AND deleted_at IS NULL
           RETURNING ${CHANNEL_COLUMNS}`,
          [projectId, channelId, ...valuesOf(draft)],
        );
        return rows[0] === undefined ? 'not_found' : toChannel(rows[0]);
      }),

    remove: (projectId, channelId) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          `UPDATE channels SET deleted_at = now(), enabled = false, config = '{}'
           WHERE project_id = $1 AND channel_id = $2 AND deleted_at IS NULL`,
          [projectId, channelId],
        );
        if (rowCount === 0) return false;
        await client.query(
          `UPDATE notifications SET state = 'dead', last_outcome = 'the channel was deleted'
           WHERE channel_id = $1 AND state = 'pending'`,
          [channelId],
        );
        // Whoever sends by them at this moment is waited for, so that it is seen what was sent.
        await client.query(
          `SELECT FROM routes WHERE project_id = $1 AND $2 = ANY(channel_ids)
           ORDER BY route_id FOR UPDATE`,
          [projectId, channelId],
        );
        const routes = await client.query<{ route_id: string; empty: boolean }>(
          `UPDATE routes SET channel_ids = array_remove(channel_ids, $2)
           WHERE project_id = $1 AND $2 = ANY(channel_ids)
           RETURNING route_id, channel_ids = '{}' AS empty`,
          [projectId, channelId],
        );
        for (const { route_id, empty } of routes.rows) {
          if (empty) await releaseDigested(client, projectId, route_id);
        }
        await client.query(
          `UPDATE projects SET default_channels = array_remove(default_channels, $2)
           WHERE project_id = $1 AND $2 = ANY(default_channels)`,
          [projectId, channelId],
        );
        return true;
      }),
  };
}

const valuesOf = (draft: ChannelDraft) => [
  draft.name,
  draft.kind,
  JSON.stringify(draft.config),
  draft.enabled,
];

async function unlessTaken<T>(work: () => Promise<T>): Promise<T | 'name_taken'> {
  try {
    return await work();
  } catch (error) {
    if (isNameTaken(error)) return 'name_taken';
    throw error;
  }
}
