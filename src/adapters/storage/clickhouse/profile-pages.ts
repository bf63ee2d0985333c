import type { ClickHouseClient } from '@clickhouse/client';
import type {
  ProfileFilter,
  ProfilePages,
  ProfilePosition,
  ProfileRecord,
} from '../../../monitoring/records/records.ts';
import { EXPORT_LIMITS } from './export-limits.ts';
import { NO_GRID } from './profiling/counted-columns.ts';
import { LIVE } from './profiling/row-source.ts';

interface Row {
  readonly column_key: string;
  readonly segment: string;
  readonly version: string;
  readonly variant: string;
  readonly environment: string;
  readonly cell: number;
  readonly grid_id: string;
  readonly rows: string;
  readonly weight: number;
  readonly absent: number;
  readonly null_values: number;
  readonly nan_values: number;
  readonly infinite_values: number;
  readonly mismatched: number;
  readonly value_weight: number;
  readonly mean: number;
  readonly m2: number;
  readonly min: number;
  readonly max: number;
  readonly bins: readonly number[];
  readonly category_values: readonly string[];
  readonly category_weights: readonly number[];
}

const KEY = 'cell_start, column_key, segment, version, variant, environment, grid_id';
const AFTER = `(toDateTime({atCell:UInt32}, 'UTC'), {atColumn:String}, {atSegment:String},
  {atVersion:String}, {atVariant:String}, {atEnvironment:String}, {atGrid:String})`;

/** Counts of the last time that a cell was counted for this baseline: an older one is of a group
 *  that has no rows any more. */
function queryOf(filter: ProfileFilter, after: ProfilePosition | null): string {
  const cells = [
    `project_id = {project:String} AND model_id = {model:String} AND source = '${LIVE}'`,
    ...(filter.fromMs === null ? [] : [`cell_start >= toDateTime({from:UInt32}, 'UTC')`]),
    ...(filter.toMs === null ? [] : [`cell_start < toDateTime({to:UInt32}, 'UTC')`]),
  ].join(' AND ');
  const conditions = [
    'grid_id IN {grids:Array(String)}',
    ...(filter.columns === undefined ? [] : ['column_key IN {columns:Array(String)}']),
    ...(filter.segment === undefined ? [] : ['segment = {segment:String}']),
    ...(after === null ? [] : [`(${KEY}) > ${AFTER}`]),
  ].join(' AND ');
  return `
    SELECT column_key, segment, version, variant, environment,
      toUInt32(counted.cell_start) AS cell, grid_id, rows, weight, absent, null_values, nan_values,
      infinite_values, mismatched, value_weight, mean, m2, min, max, bins, category_values,
      category_weights
    FROM (SELECT * FROM profiles FINAL WHERE ${cells} AND ${conditions}) AS counted
    INNER JOIN (
      SELECT cell_start, max(if(baseline_id = {baseline:String}, revision, 0)) AS last_revision
      FROM cell_revisions WHERE ${cells} AND family = 'rows'
      GROUP BY cell_start HAVING last_revision > 0
    ) AS last ON counted.cell_start = last.cell_start
    WHERE counted.revision >= last_revision
    ORDER BY counted.cell_start, column_key, segment, version, variant, environment, grid_id
    LIMIT {limit:UInt32}`;
}

const seconds = (ms: number) => Math.min(4_294_967_295, Math.max(0, Math.ceil(ms / 1000)));

export function createProfilePages(client: ClickHouseClient): ProfilePages {
  return {
    async page(filter, after, limit) {
      const grids = [...(filter.baseline?.grids.values() ?? [])].map((grid) => grid.id);
      const answer = await client.query({
        query: queryOf(filter, after),
        format: 'JSONEachRow',
        query_params: {
          project: filter.projectId,
          model: filter.modelId,
          baseline: filter.baseline?.baselineId ?? '',
          grids: [...new Set([NO_GRID, ...grids])],
          limit,
          ...(filter.fromMs === null ? {} : { from: seconds(filter.fromMs) }),
          ...(filter.toMs === null ? {} : { to: seconds(filter.toMs) }),
          ...(filter.columns === undefined ? {} : { columns: filter.columns }),
          ...(filter.segment === undefined ? {} : { segment: filter.segment }),
          ...(after === null
            ? {}
            : {
                atCell: seconds(after.cellStartMs),
                atColumn: after.column,
                atSegment: after.segment,
                atVersion: after.version,
                atVariant: after.variant,
                atEnvironment: after.environment,
                atGrid: after.gridId,
              }),
        },
        clickhouse_settings: EXPORT_LIMITS,
      });
      return (await answer.json<Row>()).map(toRecord);
    },
  };
}

function toRecord(row: Row): ProfileRecord {
  const { mean, m2, min, max } = row;
  const counted = row.value_weight > 0 && row.bins.length > 0;
  return {
    column: row.column_key,
    segment: row.segment,
    version: row.version,
    variant: row.variant,
    environment: row.environment,
    cellStartMs: row.cell * 1000,
    gridId: row.grid_id,
    rows: Number(row.rows),
    weight: row.weight,
    absent: row.absent,
    nulls: row.null_values,
    nan: row.nan_values,
    infinite: row.infinite_values,
    mismatched: row.mismatched,
    valueWeight: row.value_weight,
    moments: counted ? { mean, m2, min, max } : null,
    bins: row.bins,
    categories: row.category_values.map((value, at) => [value, row.category_weights[at] ?? 0]),
  };
}
