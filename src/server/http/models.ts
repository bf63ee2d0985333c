import type { FastifyPluginAsync } from 'fastify';
import {
  CLOCK_SCHEMA,
  type ClockBody,
  FEATURE_PATCH_SCHEMA,
  FEATURE_SCHEMA,
  type FeaturePatchBody,
  MODEL_DRAFT_SCHEMA,
  MODEL_LIST_SCHEMA,
  MODEL_PARAMS_SCHEMA,
  MODEL_SCHEMA,
  type ModelDraftBody,
} from '../../contract/model.ts';
import type { BaselineStore } from '../../monitoring/baseline/baseline-store.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { ModelStore } from '../../monitoring/model/model-store.ts';
import { isInCalendar, parseTime } from '../../monitoring/prediction/parse-time.ts';
import type { ProfileStore } from '../../monitoring/profile/profile-store.ts';
import { FUTURE_LIMIT_MS } from '../ingest/read-fields.ts';
import { ApiError } from './api-error.ts';
import { describeFeature, describeModel, readModelDraft } from './model-wire.ts';

export interface ModelRouteDeps {
  readonly models: ModelStore;
  readonly baselines: BaselineStore;
  readonly profiles: ProfileStore;
  readonly now: () => number;
  /** After every change, so that this server's ingest sees it at once. */
  readonly onChange: (projectId: string, name: string) => void;
}

interface OfModel {
  Params: { model: string };
}

export async function findModel(
  models: Pick<ModelStore, 'find'>,
  projectId: string,
  name: string,
): Promise<Model> {
  const model = await models.find(projectId, name);
  if (model === null) throw new ApiError('model_not_found', { detail: { model: name } });
  return model;
}

export function modelRoutes(deps: ModelRouteDeps): FastifyPluginAsync {
  const { models, now, onChange } = deps;

  return async (app) => {
    const common = { tags: ['models'], params: MODEL_PARAMS_SCHEMA };

    app.put<OfModel & { Body: ModelDraftBody }>(
      '/v1/models/:model',
      {
        config: { scope: 'admin' },
        schema: {
          ...common,
          operationId: 'putModel',
          summary: 'Create a model, or change one; what is left out stays',
          body: MODEL_DRAFT_SCHEMA,
          response: { 200: MODEL_SCHEMA, 201: MODEL_SCHEMA },
        },
      },
      async (request, reply) => {
        const { projectId } = request.access;
        const name = request.params.model;
        const known = await models.find(projectId, name);
        if (known === null) {
          const made = await models.create(projectId, readModelDraft(name, request.body, null));
          // Of two callers who make the same model at once, the second changes it.
          if (made !== 'name_taken') {
            onChange(projectId, name);
            reply.code(201);
            return describeModel(made);
          }
        }
        const before = known ?? (await findModel(models, projectId, name));
        const model = await changeModel(deps, before, request.body);
        onChange(projectId, name);
        return describeModel(model);
      },
    );

    app.get<OfModel>(
      '/v1/models/:model',
      {
        config: { scope: 'read' },
        schema: {
          ...common,
          operationId: 'getModel',
          summary: 'One model with its features',
          response: { 200: MODEL_SCHEMA },
        },
      },
      async (request) =>
        describeModel(await findModel(models, request.access.projectId, request.params.model)),
    );

    app.get(
      '/v1/models',
      {
        config: { scope: 'read' },
        schema: {
          tags: common.tags,
          operationId: 'listModels',
          summary: 'The models of the project',
          response: { 200: MODEL_LIST_SCHEMA },
        },
      },
      async (request) => ({
        models: (await models.list(request.access.projectId)).map(describeModel),
      }),
    );

    app.patch<{ Params: { model: string; feature: string }; Body: FeaturePatchBody }>(
      '/v1/models/:model/features/:feature',
      {
        config: { scope: 'admin' },
        schema: {
          ...common,
          operationId: 'editFeature',
          summary: 'Correct what was inferred of a feature, or say how much hangs on it',
          body: FEATURE_PATCH_SCHEMA,
          response: { 200: FEATURE_SCHEMA },
        },
      },
      async (request) => {
        const { projectId } = request.access;
        const model = await findModel(models, projectId, request.params.model);
        const name = request.params.feature;
        const known = model.features.find((feature) => feature.name === name);
        if (known === undefined) throw new ApiError('feature_not_found', { detail: name });
        const { range, ...edits } = request.body;
        const edited = {
          ...known,
          ...edits,
          ...(range === undefined ? {} : { range: pair(range) }),
        };
        const features = await models.registerFeatures(model.modelId, [edited], now());
        if (typeof features === 'string') throw new ApiError('model_not_found');
        onChange(projectId, model.name);
        const feature = features.find((one) => one.name === name);
        if (feature === undefined) throw new ApiError('feature_not_found', { detail: name });
        return describeFeature(feature);
      },
    );

    app.post<OfModel & { Body: ClockBody }>(
      '/v1/models/:model/clock',
      {
        // Whoever replays the events says when they are complete.
        config: { scope: 'ingest' },
        schema: {
          ...common,
          operationId: 'moveClock',
          summary: 'Say that a replay is complete up to a moment; never moves back',
          body: CLOCK_SCHEMA,
          response: { 200: MODEL_SCHEMA },
        },
      },
      async (request) => {
        const { projectId } = request.access;
        const model = await findModel(models, projectId, request.params.model);
        if (model.clock === 'wall') throw new ApiError('clock_is_wall');
        const watermarkMs = parseTime(request.body.watermark);
        if (watermarkMs === null || !isInCalendar(watermarkMs)) {
          throw new ApiError('invalid_request', {
            where: 'body/watermark',
            detail: 'must be ISO 8601 or milliseconds since 1970, before the year 10000',
          });
        }
        // No event can be later, and a watermark never moves back.
        if (watermarkMs > now() + FUTURE_LIMIT_MS) {
          throw new ApiError('invalid_request', {
            where: 'body/watermark',
            detail: 'is more than 24 hours ahead of the server, later than any event it accepts',
          });
        }
        const moved = await models.advanceWatermark(model.modelId, watermarkMs);
        if (moved === 'not_found') throw new ApiError('model_not_found');
        onChange(projectId, model.name);
        return describeModel(moved);
      },
    );
  };
}

/** Other dimensions need other counts of the baselines that are in use; their rows are kept. */
async function changeModel(
  { models, baselines, profiles }: ModelRouteDeps,
  before: Model,
  body: ModelDraftBody,
): Promise<Model> {
  const draft = readModelDraft(before.name, body, before);
  const changed = await models.update(before.projectId, before.modelId, draft);
  if (changed === 'not_found' || changed === 'name_taken') throw new ApiError('model_not_found');
  if (changed === 'cell_is_fixed') throw new ApiError('cell_is_fixed', { where: 'body/cell' });
  const added = changed.segmentBy.some((name) => !before.segmentBy.includes(name));
  if (added || JSON.stringify(changed.outputs) !== JSON.stringify(before.outputs)) {
    for (const baseline of await baselines.list(changed.modelId)) {
      if (baseline.active) await profiles.countBaseline(changed, baseline);
    }
  }
  return changed;
}

function pair(range: readonly number[] | null): readonly [number, number] | null {
  if (range === null) return null;
  const [min, max] = range;
  if (min === undefined || max === undefined || min > max) {
    throw new ApiError('invalid_request', {
      where: 'body/range',
      detail: 'must be [smallest, largest]',
    });
  }
  return [min, max];
}
