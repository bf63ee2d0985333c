import type { Pool } from 'pg';
import type { Route } from '../../../../monitoring/route/route.ts';
import type {
  RouteDraft,
  RouteStore,
  WatchedPlace,
} from '../../../../monitoring/route/route-store.ts';
import { formatMatcher } from '../../../../monitoring/silence/matcher.ts';
import { newId } from '../../../new-id.ts';
import { isNameTaken } from '../name-taken.ts';
import { labelledAlertOf, readLabelled } from '../silences/labels.ts';
import { inTransaction } from '../transaction.ts';
import { releaseDigested } from './release-digested.ts';
import {
  ROUTE_COLUMNS,
  type RouteRow,
  readDefaultChannels,
  readRoutes,
  toRoute,
} from './route-rows.ts';

export function createRouteStore(pool: Pool): RouteStore {
  return {
    create: (projectId, draft, nowMs) =>
      unlessTaken(async () => {
        const { rows } = await pool.query<RouteRow>(
          `INSERT INTO routes (route_id, project_id, name, matchers, min_severity, channel_ids,
             delivery, enabled, created_at, digested_until, digest_told_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9) RETURNING ${ROUTE_COLUMNS}`,
          [newId('rte'), projectId, ...valuesOf(draft), new Date(nowMs)],
        );
        if (rows[0] === undefined) throw new Error('The insert returned no route.');
        return toRoute(rows[0]);
      }),

    async get(projectId, routeId) {
      const found = await readRoutes(pool, 'project_id = $1 AND route_id = $2', [
        projectId,
        routeId,
      ]);
      return found[0] ?? null;
    },

    list: (projectId) => readRoutes(pool, 'project_id = $1', [projectId]),

    update: (projectId, routeId, draft, nowMs) =>
      unlessTaken(() =>
        inTransaction(pool, async (client) => {
          const condition = 'project_id = $1 AND route_id = $2';
          const [before] = await readRoutes(client, condition, [projectId, routeId], 'FOR UPDATE');
          if (before === undefined) return 'not_found';
          // A digest that was not one, or comes at other times, begins anew: its next one is about
          // what happens from now on.
          const { rows } = await client.query<RouteRow>(
            `UPDATE routes SET name = $3, matchers = $4, min_severity = $5, channel_ids = $6,
               delivery = $7, enabled = $8,
               digested_until = CASE WHEN delivery = $7::jsonb AND enabled THEN digested_until
                 ELSE greatest(digested_until, $9) END
             WHERE project_id = $1 AND route_id = $2 RETURNING ${ROUTE_COLUMNS}`,
            [projectId, routeId, ...valuesOf(draft), new Date(nowMs)],
          );
          if (!takesTheSame(before, draft)) await releaseDigested(client, projectId, routeId);
          return rows[0] === undefined ? 'not_found' : toRoute(rows[0]);
        }),
      ),

    remove: (projectId, routeId) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          'DELETE FROM routes WHERE project_id = $1 AND route_id = $2',
          [projectId, routeId],
        );
        if (rowCount === 0) return false;
        await releaseDigested(client, projectId, routeId);
        return true;
      }),

    defaultChannels: (projectId) => readDefaultChannels(pool, projectId),

    async setDefaultChannels(projectId, channels) {
      await pool.query('UPDATE projects SET default_channels = $2 WHERE project_id = $1', [
        projectId,
        channels === 'all' ? null : channels,
      ]);
    },

    async recentAlerts(projectId, sinceMs, limit) {
      const rows = await readLabelled(
        pool,
        `a.project_id = $1 AND NOT a.historical AND NOT a.withdrawn AND a.severity <> 'info'
           AND a.alert_id IN (
             SELECT alert_id FROM alerts WHERE project_id = $1 AND state <> 'resolved'
             UNION ALL SELECT alert_id FROM alert_transitions WHERE occurred_at >= $2)
         ORDER BY a.opened_window DESC, a.alert_id LIMIT $3`,
        [projectId, new Date(sinceMs), limit],
      );
      return rows.map(labelledAlertOf);
    },

    async places(projectId) {
      const { rows } = await pool.query<WatchedPlace>(
        `SELECT m.name AS model, mo.name AS monitor, mo.definition ->> 'environment' AS environment
         FROM monitors mo JOIN models m USING (model_id)
         WHERE mo.project_id = $1 AND mo.enabled AND mo.deleted_at IS NULL
         ORDER BY m.name, mo.name`,
        [projectId],
      );
      return rows;
    },
  };
}

/** Whether a digest would tell of what it was to tell of before. */
const takesTheSame = (before: Route, after: RouteDraft): boolean =>
  after.enabled &&
  before.minSeverity === after.minSeverity &&
  before.delivery.kind === after.delivery.kind &&
  before.matchers.map(formatMatcher).join('\n') === after.matchers.map(formatMatcher).join('\n');

const valuesOf = (draft: RouteDraft) => [
  draft.name,
  JSON.stringify(draft.matchers),
  draft.minSeverity,
  draft.channelIds,
  JSON.stringify(draft.delivery),
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
