import type { Pool } from 'pg';
import type { Grid } from '../../../metrics/profile.ts';
import type { Baseline } from '../../../monitoring/baseline/baseline.ts';
import type { BaselineStore } from '../../../monitoring/baseline/baseline-store.ts';
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
        `INSERT INTO baselines (baseline_id, project_id, model_id, name, version, state)
         VALUES ($1, $2, $3, $4, $5, 'building')`,
        [baselineId, draft.projectId, draft.modelId, draft.name, draft.version],
      );
      return mustExist(await one(pool, 'baseline_id = $1', [baselineId]), baselineId);
    },

    complete: (baselineId, result) =>
      inTransaction(pool, async (client) => {
        // Two baselines finishing at once must not both end up active: the model decides.
        await client.query(
          `SELECT 1 FROM models JOIN baselines USING (model_id) WHERE baseline_id = $1
           FOR UPDATE OF models`,
          [baselineId],
        );
        const draft = mustExist(await one(client, 'baseline_id = $1', [baselineId]), baselineId);
        if (draft.state === 'failed') {
          throw new Error(`Baseline ${baselineId} has failed and cannot be completed.`);
        }
        await insertGrids(client, baselineId, result.grids);
        await client.query(
          `UPDATE baselines SET active = false
           WHERE model_id = $1 AND version IS NOT DISTINCT FROM $2 AND baseline_id <> $3`,
          [draft.modelId, draft.version, baselineId],
        );
        await client.query(
          `UPDATE baselines SET state = 'ready', active = true, rows = $2, source_rows = $3
           WHERE baseline_id = $1`,
          [baselineId, result.rows, result.sourceRows],
        );
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
