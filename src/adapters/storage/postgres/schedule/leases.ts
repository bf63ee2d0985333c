import type { Queryable } from '../transaction.ts';

/** Whether a server still holds a model's lease; keeps it from being taken until the end of the
 *  caller's transaction. */
export async function holdsLease(
  client: Queryable,
  modelId: string,
  owner: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM model_schedule
     WHERE model_id = $1 AND lease_owner = $2 AND leased_until > clock_timestamp() FOR SHARE`,
    [modelId, owner],
  );
  return rowCount === 1;
}
