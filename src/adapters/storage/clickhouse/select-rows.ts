import type { ClickHouseClient } from '@clickhouse/client';
import { QUERY_LIMITS } from './query-limits.ts';

/** One query of a read model. */
export async function selectRows<Row>(
  client: ClickHouseClient,
  query: string,
  parameters: Record<string, unknown>,
): Promise<Row[]> {
  const answer = await client.query({
    query,
    query_params: parameters,
    format: 'JSONEachRow',
    clickhouse_settings: QUERY_LIMITS,
  });
  return answer.json<Row>();
}
