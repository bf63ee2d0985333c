import type { DefaultChannels, Route, RoutingPlan } from '../../../../monitoring/route/route.ts';
import type { Queryable } from '../transaction.ts';

export interface RouteRow {
  readonly route_id: string;
  readonly project_id: string;
  readonly name: string;
  readonly matchers: Route['matchers'];
  readonly min_severity: Route['minSeverity'];
  readonly channel_ids: readonly string[];
  readonly delivery: Route['delivery'];
  readonly enabled: boolean;
}

export const ROUTE_COLUMNS = `route_id, project_id, name, matchers, min_severity, channel_ids,
  delivery, enabled`;

export const toRoute = (row: RouteRow): Route => ({
  routeId: row.route_id,
  projectId: row.project_id,
  name: row.name,
  matchers: row.matchers,
  minSeverity: row.min_severity,
  channelIds: row.channel_ids,
  delivery: row.delivery,
  enabled: row.enabled,
});

export async function readRoutes(
  client: Queryable,
  condition: string,
  values: readonly unknown[],
  lock: '' | 'FOR KEY SHARE' | 'FOR UPDATE' = '',
): Promise<readonly Route[]> {
  const { rows } = await client.query<RouteRow>(
    `SELECT ${ROUTE_COLUMNS} FROM routes WHERE ${condition} ORDER BY name, route_id ${lock}`,
    [...values],
  );
  return rows.map(toRoute);
}

export async function readDefaultChannels(
  client: Queryable,
  projectId: string,
): Promise<DefaultChannels> {
  const { rows } = await client.query<{ default_channels: readonly string[] | null }>(
    'SELECT default_channels FROM projects WHERE project_id = $1',
    [projectId],
  );
  return rows[0]?.default_channels ?? 'all';
}

/** All that decides where the alerts of a project go. An edit of a route waits for whoever decides by
 *  it now, so that it sees what was decided. */
export async function readPlan(client: Queryable, projectId: string): Promise<RoutingPlan> {
  const channels = await client.query<{ channel_id: string; enabled: boolean }>(
    `SELECT channel_id, enabled FROM channels
     WHERE project_id = $1 AND deleted_at IS NULL ORDER BY channel_id`,
    [projectId],
  );
  const all = await readRoutes(client, 'project_id = $1', [projectId], 'FOR KEY SHARE');
  const defaultChannels = await readDefaultChannels(client, projectId);
  return {
    routes: all.filter((route) => route.enabled),
    defaultChannels,
    openChannels: channels.rows.filter((row) => row.enabled).map((row) => row.channel_id),
    isAsked: channels.rows.length > 0 || all.length > 0 || defaultChannels !== 'all',
  };
}
