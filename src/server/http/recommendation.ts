import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import {
  createRecommendedSchema,
  getRecommendationSchema,
  type RecommendationBody,
  type RecommendationQuery,
} from '../../contract/recommendation.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type {
  BaselineStore,
  ModelStore,
  MonitorStore,
  ProfileStore,
} from '../../monitoring/ports.ts';
import { describeMonitorBody } from '../monitors/describe-monitor-body.ts';
import { createOneAtATime } from '../one-at-a-time.ts';
import { makeRecommended } from '../recommendation/make-recommended.ts';
import {
  type ReadRecommendation,
  readRecommendation,
} from '../recommendation/read-recommendation.ts';
import { ApiError } from './api-error.ts';
import { findModel } from './models.ts';

export interface RecommendationRouteDeps {
  readonly models: Pick<ModelStore, 'find'>;
  readonly baselines: Pick<BaselineStore, 'activeFor'>;
  readonly profiles: Pick<
    ProfileStore,
    'readBaseline' | 'readBaselineWindows' | 'readBaselineWindowsOf'
  >;
  readonly monitors: Pick<MonitorStore, 'create' | 'list'>;
  readonly now: () => number;
}

interface OfModel {
  Params: { model: string };
  Querystring: RecommendationQuery;
}

/** So long a caller waits for its turn. */
const PATIENCE_MS = 60_000;
/** Enough for the 2,000 columns that a model may have, and less than clients wait for an answer.
 *  What was found out by then is still known when it is asked for again. */
const LONGEST_MS = 240_000;
const WAITING = 4;
const BUSY_SECONDS = 5;

export function recommendationRoutes(deps: RecommendationRouteDeps): FastifyPluginAsync {
  const { models, monitors, now } = deps;
  const line = createOneAtATime(WAITING);

  async function recommend(
    request: FastifyRequest<OfModel>,
    model: Model,
  ): Promise<ReadRecommendation> {
    const isHeardUntil = (ms: number) => now() < ms && request.raw.socket.destroyed !== true;
    const turnUntilMs = now() + PATIENCE_MS;
    const preset = request.query.preset ?? null;
    const read = await line.run(async () => {
      if (!isHeardUntil(turnUntilMs)) return null;
      const untilMs = now() + LONGEST_MS;
      return readRecommendation(deps, model, preset, () => isHeardUntil(untilMs));
    });
    if (read !== null) return read;
    throw new ApiError('recommendation_busy', { retryAfterSeconds: BUSY_SECONDS });
  }

  return async (app) => {
    app.get<OfModel>(
      '/v1/models/:model/recommendation',
      { config: { scope: 'read' }, schema: getRecommendationSchema },
      async (request): Promise<RecommendationBody> => {
        const model = await findModel(models, request.access.projectId, request.params.model);
        const { baseline, expected, recommendation } = await recommend(request, model);
        const saved = await monitors.list(model.modelId);
        return {
          model: model.name,
          baselineId: baseline.baselineId,
          rowsPerHour: expected?.hour ?? null,
          rowsPerDay: expected?.day ?? null,
          monitors: recommendation.monitors.map(({ draft, why, checks }) => ({
            name: draft.name,
            monitorId: saved.find((one) => one.name === draft.name)?.monitorId ?? null,
            cadence: draft.cadence,
            segmentsOf: draft.segmentsOf,
            budget: draft.budget,
            persistence: draft.persistence,
            why,
            checks: checks.map(({ checkId, ...check }) => ({ id: checkId, ...check })),
          })),
          passedOver: recommendation.passedOver,
        };
      },
    );

    app.post<OfModel>(
      '/v1/models/:model/monitors/recommended',
      { config: { scope: 'admin' }, schema: createRecommendedSchema },
      async (request, reply) => {
        const model = await findModel(models, request.access.projectId, request.params.model);
        const { recommendation } = await recommend(request, model);
        const historyUntilMs = model.clock === 'replay' ? model.watermarkMs : now();
        const { created, kept } = await makeRecommended(
          monitors,
          model,
          recommendation,
          historyUntilMs,
        );
        reply.code(created.length > 0 ? 201 : 200);
        return {
          created: created.map((made) => describeMonitorBody(made, model)),
          kept,
          passedOver: recommendation.passedOver,
        };
      },
    );
  };
}
