import type { Pool } from 'pg';
import type { Model } from '../../../monitoring/model/model.ts';
import type { ModelDraft, ModelStore } from '../../../monitoring/model/model-store.ts';
import { newId } from '../../new-id.ts';
import { readModels } from './model-rows.ts';
import { registerFeatures } from './register-features.ts';
import { inTransaction, type Queryable } from './transaction.ts';

/** Models and their features. Everything that changes a schema locks the model's row first, so
 *  that two servers registering at once give every feature one id and every change one version. */
export function createModelStore(pool: Pool): ModelStore {
  const one = async (source: Queryable, modelId: string): Promise<Model | null> =>
    (await readModels(source, 'model_id = $1', [modelId]))[0] ?? null;

  return {
    async create(projectId, draft) {
      const modelId = newId('mdl');
      const inserted = await pool.query(
        `INSERT INTO models (model_id, project_id, name, time_zone, clock, lateness_ms, cell_ms,
           outputs, segment_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (project_id, name) DO NOTHING`,
        [
          modelId,
          projectId,
          draft.name,
          draft.timeZone,
          draft.clock,
          draft.latenessMs,
          draft.cellMs,
          JSON.stringify(draft.outputs),
          JSON.stringify(draft.segmentBy),
        ],
      );
      if (inserted.rowCount === 0) return 'name_taken';
      return mustExist(await one(pool, modelId));
    },

    update: (projectId, modelId, draft) =>
      inTransaction(pool, async (client) => {
        const locked = await client.query(
          'SELECT 1 FROM models WHERE model_id = $1 AND project_id = $2 FOR UPDATE',
          [modelId, projectId],
        );
        if (locked.rowCount === 0) return 'not_found';
        const before = mustExist(await one(client, modelId));
        if (before.cellMs !== draft.cellMs) return 'cell_is_fixed';
        const taken = await client.query(
          'SELECT 1 FROM models WHERE project_id = $1 AND name = $2 AND model_id <> $3',
          [projectId, draft.name, modelId],
        );
        if (taken.rowCount !== 0) return 'name_taken';
        await client.query(
          `UPDATE models SET name = $2, time_zone = $3, clock = $4, lateness_ms = $5, outputs = $6,
             segment_by = $7, schema_version = schema_version + $8
           WHERE model_id = $1`,
          [
            modelId,
            draft.name,
            draft.timeZone,
            draft.clock,
            draft.latenessMs,
            JSON.stringify(draft.outputs),
            JSON.stringify(draft.segmentBy),
            sameOutputs(before, draft) ? 0 : 1,
          ],
        );
        return mustExist(await one(client, modelId));
      }),

    find: async (projectId, name) =>
      (await readModels(pool, 'project_id = $1 AND name = $2', [projectId, name]))[0] ?? null,

    get: (modelId) => one(pool, modelId),

    list: (projectId) => readModels(pool, 'project_id = $1', [projectId]),

    registerFeatures: (modelId, drafts, nowMs) =>
      inTransaction(pool, (client) => registerFeatures(client, modelId, drafts, nowMs)),

    async advanceWatermark(modelId, watermarkMs) {
      const moved = await pool.query(
        // greatest() ignores a NULL, so the first call sets it.
        `UPDATE models SET watermark = greatest(watermark, to_timestamp($2::double precision / 1000))
         WHERE model_id = $1`,
        [modelId, watermarkMs],
      );
      if (moved.rowCount === 0) return 'not_found';
      return mustExist(await one(pool, modelId));
    },
  };
}

const sameOutputs = (model: Model, draft: ModelDraft): boolean =>
  JSON.stringify(model.outputs.map(inOrder)) === JSON.stringify(draft.outputs.map(inOrder));

/** jsonb forgets the order of keys. */
const inOrder = (output: ModelDraft['outputs'][number]): unknown[] => [
  output.name,
  output.task,
  output.classes,
  output.positiveClass,
];

function mustExist(model: Model | null): Model {
  if (model === null) throw new Error('A model vanished between two statements.');
  return model;
}
