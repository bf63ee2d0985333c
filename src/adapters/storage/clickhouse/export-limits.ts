import type { ClickHouseSettings } from '@clickhouse/client';

/** Bounds of a page that is read for somebody elsewhere: half of what a screen may take, so that
 *  an export that asks for years does not stop the writer. */
export const EXPORT_LIMITS: ClickHouseSettings = {
  max_threads: 2,
  max_memory_usage: '1000000000',
  max_execution_time: 20,
  do_not_merge_across_partitions_select_final: 1,
};
