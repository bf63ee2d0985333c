import type { ClickHouseClient } from '@clickhouse/client';
import type { IdentityCounter } from '../../../monitoring/ingest/ingest-accounting.ts';
import type { RowKind } from '../../../monitoring/ingest/ingest-log.ts';
import { QUERY_LIMITS } from './query-limits.ts';

interface CountRow {
  distinct_rows: string;
  conflicts: string;
}

/** The index keeps every content of an identity, also after the table has merged the losers
 *  away. Groups come in the order of the key, so memory does not grow with the rows. */
const SQL: Readonly<Record<RowKind, string>> = {
  predictions: `
    SELECT count() AS distinct_rows, countIf(contents > 1) AS conflicts FROM (
      SELECT uniqExact(content_hash) AS contents FROM prediction_index
      WHERE project_id = {project:String} AND model_id = {model:String}
      GROUP BY project_id, model_id, prediction_id, variant)
    SETTINGS optimize_aggregation_in_order = 1`,
  // Truth may be corrected, so another content is no conflict. A label may lie under 1970 and
  // under its hour.
  labels: `
    SELECT count() AS distinct_rows, 0 AS conflicts FROM (
      SELECT 1 FROM labels
      WHERE project_id = {project:String} AND model_id = {model:String}
      GROUP BY prediction_id, output)`,
};

export function createIdentityCounter(client: ClickHouseClient): IdentityCounter {
  return {
    async count(projectId, modelId, kind) {
      const result = await client.query({
        query: SQL[kind],
        query_params: { project: projectId, model: modelId },
        format: 'JSONEachRow',
        clickhouse_settings: QUERY_LIMITS,
      });
      const [row] = await result.json<CountRow>();
      return { distinct: Number(row?.distinct_rows ?? 0), conflicts: Number(row?.conflicts ?? 0) };
    },
  };
}
