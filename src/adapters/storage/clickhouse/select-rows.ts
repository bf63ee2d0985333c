import type { ClickHouseClient } from '@clickhouse/client';

/** A page is not worth more than this: what is slower should fail and be seen. */
const PAGE_LIMITS = {
  max_threads: 2,
  max_memory_usage: '1000000000',
  max_execution_time: 20,
} as const;

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
    clickhouse_settings: PAGE_LIMITS,
  });
  return answer.json<Row>();
}
