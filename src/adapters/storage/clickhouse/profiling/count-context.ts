import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client';
import { QUERY_LIMITS } from '../query-limits.ts';
import type { RowSource } from './row-source.ts';
import type { Grouping } from './segments.ts';

/** What every counting statement of one pass shares. */
export interface CountContext {
  readonly client: ClickHouseClient;
  readonly source: RowSource;
  readonly grouping: Grouping;
  /** Whose grids the rows are counted on; '' without a baseline. */
  readonly baselineId: string;
  readonly outputs: readonly string[];
  readonly revision: number;
  /** Whether all rows weigh the same, so that unweighted moments can be scaled. */
  readonly equalWeights: boolean;
}

export const COUNT_SETTINGS: ClickHouseSettings = {
  ...QUERY_LIMITS,
  // Grids are literals: some hundred edges for every column of a chunk.
  max_query_size: '4000000',
  // The hour is part of the key and of the partition: no identity spans two partitions.
  do_not_merge_across_partitions_select_final: 1,
  max_bytes_before_external_group_by: '1000000000',
};

/** SQL: the rows of the pass with their dimensions, as the relation `counted_rows`. */
export const withRows = ({ source, grouping }: CountContext): string =>
  `WITH counted_rows AS (
    SELECT ${['*', ...grouping.dimensions].join(', ')} FROM (${source.sql})
  )`;

export async function runCount(
  context: CountContext,
  query: string,
  params: Readonly<Record<string, unknown>> = {},
  settings: ClickHouseSettings = {},
): Promise<void> {
  await context.client.command({
    query,
    query_params: {
      ...context.source.params,
      ...context.grouping.params,
      source: context.source.name,
      baseline: context.baselineId,
      outputs: context.outputs,
      revision: context.revision,
      ...params,
    },
    clickhouse_settings: { ...COUNT_SETTINGS, ...settings },
  });
}

/** Splits what does not fit into one statement. */
export function inChunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
