import type { FastifyPluginAsync } from 'fastify';
import { QUARANTINE_SCHEMA } from '../../contract/ingest.ts';
import { MODEL_PARAMS_SCHEMA } from '../../contract/model.ts';
import type { IngestRecords, KeptRow } from '../../monitoring/ingest/ingest-accounting.ts';
import type { ModelCache } from '../ingest/model-cache.ts';
import { ApiError } from './api-error.ts';

interface Deps {
  readonly models: ModelCache;
  readonly records: IngestRecords;
}

const describe = (row: KeptRow) => ({
  quarantineId: row.quarantineId,
  kind: row.kind,
  predictionId: row.predictionId,
  reason: row.reason,
  quarantinedAt: new Date(row.quarantinedAtMs).toISOString(),
  payload: Buffer.from(row.payload).toString('base64'),
});

/** `GET /v1/models/{model}/quarantine`: rows that the store refused for good, and why. */
export function quarantineRoutes({ models, records }: Deps): FastifyPluginAsync {
  return async (app) => {
    app.get<{ Params: { model: string }; Querystring: { limit: number } }>(
      '/v1/models/:model/quarantine',
      {
        config: { scope: 'read' },
        schema: {
          operationId: 'listQuarantine',
          summary: 'Rows that the store refused for good, latest first',
          tags: ['ingest'],
          params: MODEL_PARAMS_SCHEMA,
          querystring: {
            type: 'object',
            properties: { limit: { type: 'integer', minimum: 1, maximum: 1_000, default: 100 } },
          },
          response: { 200: QUARANTINE_SCHEMA },
        },
      },
      async (request) => {
        const name = request.params.model;
        const model = await models.find(request.access.projectId, name);
        if (model === null) throw new ApiError('model_not_found', { detail: { model: name } });
        const rows = await records.quarantine(model.modelId, request.query.limit);
        return { rows: rows.map(describe) };
      },
    );
  };
}
