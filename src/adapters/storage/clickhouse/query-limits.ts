import type { ClickHouseSettings } from '@clickhouse/client';

/** Bounds of every query, so that no question starves the writer: few threads, a share of the
 *  memory of a small machine, and an end before the client gives up waiting. */
export const QUERY_LIMITS: ClickHouseSettings = {
  max_threads: 2,
  max_memory_usage: '2000000000',
  max_execution_time: 50,
};
