import type { FastifyPluginAsync } from 'fastify';
import { MODEL_PARAMS_SCHEMA } from '../../contract/model.ts';
import {
  REFUSAL_LIST_SCHEMA,
  REFUSAL_QUERY_SCHEMA,
  type RefusalListBody,
  type RefusalQuery,
} from '../../contract/refusal.ts';
import type { RefusedRowStore } from '../../monitoring/ingest/refused-row-store.ts';
import type { ModelCache } from '../ingest/model-cache.ts';
import { ApiError } from './api-error.ts';

interface Deps {
  readonly models: ModelCache;
  readonly refused: Pick<RefusedRowStore, 'list'>;
}

/** `GET /v1/models/{model}/refusals`: the latest rows that were refused, and why. */
export function refusalRoutes({ models, refused }: Deps): FastifyPluginAsync {
  return async (app) => {
    app.get<{ Params: { model: string }; Querystring: RefusalQuery }>(
      '/v1/models/:model/refusals',
      {
        config: { scope: 'read' },
        schema: {
          operationId: 'listRefusals',
          summary: 'Examples of rows that were refused, latest first',
          description:
            'All of them are counted (GET …/accounting); of each batch the first 20 are kept, and ' +
            'the latest 1,000 of a model.',
          tags: ['ingest'],
          params: MODEL_PARAMS_SCHEMA,
          querystring: REFUSAL_QUERY_SCHEMA,
          response: { 200: REFUSAL_LIST_SCHEMA },
        },
      },
      async (request): Promise<RefusalListBody> => {
        const name = request.params.model;
        const model = await models.find(request.access.projectId, name);
        if (model === null) throw new ApiError('model_not_found', { detail: { model: name } });
        const { limit, before = null } = request.query;
        const rows = await refused.list(model.modelId, limit + 1, before);
        const shown = rows.slice(0, limit);
        return {
          rows: shown.map(({ refusedAtMs, ...row }) => ({
            ...row,
            refusedAt: new Date(refusedAtMs).toISOString(),
          })),
          next: rows.length > limit ? (shown.at(-1)?.refusedId ?? null) : null,
        };
      },
    );
  };
}
