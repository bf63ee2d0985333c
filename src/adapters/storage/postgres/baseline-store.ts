import type { Pool } from 'pg';
import type { Grid } from '../../../metrics/profile.ts';
import type { Baseline } from '../../../monitoring/baseline/baseline.ts';
import type { BaselineStore } from '../../../monitoring/baseline/baseline-store.ts';
import type { ExcludedPeriod } from '../../../monitoring/baseline/excluded-period.ts';
import { newId } from '../../new-id.ts';
import { inTransaction, type Queryable } from './transaction.ts';

/** What is known about baselines, with their grids; rows and profiles live in ClickHouse. */
export function createBaselineStore(pool: Pool): BaselineStore {
  const one = async (source: Queryable, condition: string, values: unknown[]) =>
    (await readBaselines(source, condition, values))[0] ?? null;

  return {
    async begin(draft) {
      const baselineId = newId('bsl');
      await pool.query(
        `INSERT INTO baselines (baseline_id, project_id, model_id, name, version, state, created_by,
           origin, period_start, period_end, excluded)
         VALUES ($1, $2, $3, $4, $5, 'building', $6, $7, $8, $9, $10)`,
        [
          baselineId,
          draft.projectId,
          draft.modelId,
          draft.name,
          draft.version,
          draft.createdBy ?? '',
          draft.history === undefined ? 'file' : 'history',
          ...edgesOf(draft.history?.period ?? null),
          JSON.stringify(draft.history?.excluded ?? []),
        ],
      );
      return mustExist(await one(pool, 'baseline_id = $1', [baselineId]), baselineId);
    },

    complete: (baselineId, result) =>
      inTransaction(pool, async (client) => {
        await lockModel(client, baselineId);
        const draft = mustExist(await one(client, 'baseline_id = $1', [baselineId]), baselineId);
        if (draft.state === 'failed') {
          throw new Error(`Baseline ${baselineId} has failed and cannot be completed.`);
        }
        await insertGrids(client, baselineId, result.grids);
        await client.query(
          `UPDATE baselines SET state = 'ready', rows = $2, source_rows = $3,
             period_start = coalesce(period_start, $4), period_end = coalesce(period_end, $5)
           WHERE baseline_id = $1`,
          [baselineId, result.rows, result.sourceRows, ...edgesOf(result.period ?? null)],
        );
        if (result.activate ?? true) await makeActive(client, draft);
        return mustExist(await one(client, 'baseline_id = $1', [baselineId]), baselineId);
      }),

    activate: (baselineId) =>
      inTransaction(pool, async (client) => {
        await lockModel(client, baselineId);
        const found = await one(client, 'baseline_id = $1', [baselineId]);
        if (found === null) return 'not_found';
        if (found.state !== 'ready') return 'not_ready';
        await makeActive(client, found);
        return mustExist(await one(client, 'baseline_id = $1', [baselineId]), baselineId);
      }),

    async fail(baselineId, failure) {
      await pool.query(
        `UPDATE baselines SET state = 'failed', failure = $2, active = false
         WHERE baseline_id = $1 AND state = 'building'`,
        [baselineId, failure],
      );
    },

    get: (baselineId) => one(pool, 'baseline_id = $1', [baselineId]),

    list: (modelId) => readBaselines(pool, 'model_id = $1', [modelId]),

    async activeFor(modelId, version) {
      const candidates = await readBaselines(
        pool,
        'model_id = $1 AND active AND (version IS NULL OR version = $2)',
        [modelId, version],
      );
      return candidates.find((b) => b.version !== null) ?? candidates[0] ?? null;
    },
  };
}

/** Two baselines finishing at once must not both end up active: the model decides. */
const lockModel = (client: Queryable, baselineId: string) =>
  client.query(
    `SELECT 1 FROM models JOIN baselines USING (model_id) WHERE baseline_id = $1
     FOR UPDATE OF models`,
    [baselineId],
  );

const makeActive = (client: Queryable, { modelId, version, baselineId }: Baseline) =>
  client.query(
    `UPDATE baselines SET active = baseline_id = $3
     WHERE model_id = $1 AND version IS NOT DISTINCT FROM $2
       AND active IS DISTINCT FROM (baseline_id = $3)`,
    [modelId, version, baselineId],
  );

const edgesOf = (period: Baseline['period']): (Date | null)[] =>
  period === null ? [null, null] : [new Date(period.startMs), new Date(period.endMs)];

interface BaselineRow {
  baseline_id: string;
  project_id: string;
  model_id: string;
  name: string;
  version: string | null;
  state: Baseline['state'];
  failure: string | null;
  rows: string;
  source_rows: string;
  active: boolean;
  created_at: Date;
  origin: Baseline['origin'];
  period_start: Date | null;
  period_end: Date | null;
  excluded: ExcludedPeriod[];
  created_by: string;
  grids: Record<string, Grid> | null;
}

async function readBaselines(
  source: Queryable,
  condition: string,
  values: unknown[],
): Promise<Baseline[]> {
  const { rows } = await source.query<BaselineRow>(
    `SELECT *, (
       SELECT json_object_agg(g.column_key, g.grid) FROM baseline_grids g
       WHERE g.baseline_id = baselines.baseline_id
     ) AS grids
     FROM baselines WHERE ${condition} ORDER BY created_at DESC, baseline_id DESC`,
    values,
  );
  return rows.map((row) => ({
    baselineId: row.baseline_id,
    projectId: row.project_id,
    modelId: row.model_id,
    name: row.name,
    version: row.version,
    state: row.state,
    failure: row.failure,
    rows: Number(row.rows),
    sourceRows: Number(row.source_rows),
    createdAtMs: row.created_at.getTime(),
    active: row.active,
    origin: row.origin,
    period:
      row.period_start === null || row.period_end === null
        ? null
        : { startMs: row.period_start.getTime(), endMs: row.period_end.getTime() },
    excluded: row.excluded,
    createdBy: row.created_by,
    grids: new Map(Object.entries(row.grids ?? {})),
  }));
}

async function insertGrids(
  client: Queryable,
  baselineId: string,
  grids: ReadonlyMap<string, Grid>,
): Promise<void> {
  await client.query('DELETE FROM baseline_grids WHERE baseline_id = $1', [baselineId]);
  await client.query(
    `INSERT INTO baseline_grids (baseline_id, column_key, grid_id, grid)
     SELECT $1, g.column_key, g.grid_id, g.grid
     FROM unnest($2::text[], $3::text[], $4::jsonb[]) AS g(column_key, grid_id, grid)`,
    [
      baselineId,
      [...grids.keys()],
      [...grids.values()].map((grid) => grid.id),
      [...grids.values()].map((grid) => JSON.stringify(grid)),
    ],
  );
}

function mustExist(baseline: Baseline | null, baselineId: string): Baseline {
  if (baseline === null) throw new Error(`There is no baseline ${baselineId}.`);
  return baseline;
}
