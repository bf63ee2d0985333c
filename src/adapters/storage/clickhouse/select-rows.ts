import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client';
import { QUERY_LIMITS } from './query-limits.ts';

/** One query of a read model. */
export async function selectRows<Row>(
  client: ClickHouseClient,
  query: string,
  parameters: Record<string, unknown>,
  settings: ClickHouseSettings = {},
): Promise<Row[]> {
  const answer = await client.query({
    query,
    query_params: parameters,
    format: 'JSONEachRow',
    clickhouse_settings: { ...QUERY_LIMITS, ...settings },
  });
  return answer.json<Row>();
}
