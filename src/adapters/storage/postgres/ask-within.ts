import type pg from 'pg';
import type { Queryable } from './transaction.ts';

/** The driver knows it per query, its types do not. */
type TimedQuery = pg.QueryConfig & { readonly query_timeout: number };

/** The rows of a query, or an error after so long: a database that froze keeps no deadline of
 *  its own. The connection is not to be used again then; a pool sees to that. */
export async function askWithin<Row extends pg.QueryResultRow>(
  queryable: Queryable,
  withinMs: number,
  query: pg.QueryConfig,
): Promise<Row[]> {
  const timed: TimedQuery = { ...query, query_timeout: withinMs };
  return (await queryable.query<Row>(timed)).rows;
}
