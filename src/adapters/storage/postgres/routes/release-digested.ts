import type { Queryable } from '../transaction.ts';

/** Takes open alerts back from a digest that will not tell of them as it was to. Those that nobody
 *  else was told of count as untold: they go another way at their next bad window. */
export async function releaseDigested(
  client: Queryable,
  projectId: string,
  routeId: string,
): Promise<void> {
  await client.query(
    `UPDATE alerts SET digest_routes = array_remove(digest_routes, $2),
       told = CASE WHEN alone THEN 'nothing' ELSE told END, unrouted = unrouted OR alone
     FROM (SELECT alert_id AS id, told = 'firing' AND told_channels = '{}'
         AND digest_routes = ARRAY[$2] AS alone
       FROM alerts WHERE project_id = $1 AND state <> 'resolved' AND $2 = ANY(digest_routes)
       FOR UPDATE) held
     WHERE alert_id = held.id`,
    [projectId, routeId],
  );
}
