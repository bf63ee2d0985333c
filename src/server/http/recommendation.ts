import type { FastifyPluginAsync } from 'fastify';
import type { MonitorBody } from '../../contract/monitor.ts';
import {
  createRecommendedSchema,
  getRecommendationSchema,
  type RecommendationBody,
  type RecommendationQuery,
} from '../../contract/recommendation.ts';
import type {
  BaselineStore,
  ModelStore,
  MonitorStore,
  ProfileStore,
} from '../../monitoring/ports.ts';
import { describeMonitorBody } from '../monitors/describe-monitor-body.ts';
import { readRecommendation } from '../recommendation/read-recommendation.ts';
import { findModel } from './models.ts';

export interface RecommendationRouteDeps {
  readonly models: Pick<ModelStore, 'find'>;
  readonly baselines: Pick<BaselineStore, 'activeFor'>;
  readonly profiles: Pick<ProfileStore, 'readBaseline' | 'readBaselineWindows'>;
  readonly monitors: Pick<MonitorStore, 'create' | 'list'>;
  readonly now: () => number;
}

interface OfModel {
  Params: { model: string };
  Querystring: RecommendationQuery;
}

export function recommendationRoutes(deps: RecommendationRouteDeps): FastifyPluginAsync {
  const { models, monitors, now } = deps;
  return async (app) => {
    app.get<OfModel>(
      '/v1/models/:model/recommendation',
      { config: { scope: 'read' }, schema: getRecommendationSchema },
      async (request): Promise<RecommendationBody> => {
        const model = await findModel(models, request.access.projectId, request.params.model);
        const { baseline, expected, recommendation } = await readRecommendation(
          deps,
          model,
          request.query.preset ?? null,
        );
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
        const { recommendation } = await readRecommendation(
          deps,
          model,
          request.query.preset ?? null,
        );
        const historyUntilMs = model.clock === 'replay' ? model.watermarkMs : now();
        const created: MonitorBody[] = [];
        const kept: string[] = [];
        for (const { draft } of recommendation.monitors) {
          const made = await monitors.create(model, draft, historyUntilMs);
          if (made === 'name_taken') kept.push(draft.name);
          else created.push(describeMonitorBody(made, model));
        }
        reply.code(created.length > 0 ? 201 : 200);
        return { created, kept, passedOver: recommendation.passedOver };
      },
    );
  };
}
