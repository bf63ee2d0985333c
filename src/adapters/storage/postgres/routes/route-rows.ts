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
): Promise<readonly Route[]> {
  const { rows } = await client.query<RouteRow>(
    `SELECT ${ROUTE_COLUMNS} FROM routes WHERE ${condition} ORDER BY name, route_id`,
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

/** All that decides where the alerts of a project go. */
export async function readPlan(client: Queryable, projectId: string): Promise<RoutingPlan> {
  const { rows } = await client.query<{ channel_id: string }>(
    `SELECT channel_id FROM channels
     WHERE project_id = $1 AND enabled AND deleted_at IS NULL ORDER BY channel_id`,
    [projectId],
  );
  return {
    routes: await readRoutes(client, 'project_id = $1 AND enabled', [projectId]),
    defaultChannels: await readDefaultChannels(client, projectId),
    openChannels: rows.map((row) => row.channel_id),
  };
}
