import type { FastifyPluginAsync } from 'fastify';
import { ACCOUNTING_QUERY_SCHEMA, ACCOUNTING_SCHEMA } from '../../contract/ingest.ts';
import { MODEL_PARAMS_SCHEMA } from '../../contract/model.ts';
import type { IdentityCounter, IngestRecords } from '../../monitoring/ingest/ingest-accounting.ts';
import { accountRows } from '../../monitoring/ingest/ingest-accounting.ts';
import type { RowKind } from '../../monitoring/ingest/ingest-log.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { Ingest } from '../ingest/create-ingest.ts';
import type { ModelCache } from '../ingest/model-cache.ts';
import { ApiError } from './api-error.ts';

interface Deps {
  readonly models: ModelCache;
  readonly records: IngestRecords;
  readonly identities: IdentityCounter;
  readonly ingest: Pick<Ingest, 'health'>;
}

/** `GET /v1/models/{model}/accounting`: where every row that was sent went. */
export function accountingRoutes(deps: Deps): FastifyPluginAsync {
  async function account({ projectId, modelId }: Model, kind: RowKind, withIdentities: boolean) {
    const outcomes = await deps.records.outcomes(modelId, kind);
    const identities = withIdentities
      ? await deps.identities.count(projectId, modelId, kind)
      : null;
    return accountRows(outcomes, identities);
  }

  return async (app) => {
    app.get<{ Params: { model: string }; Querystring: { identities: boolean } }>(
      '/v1/models/:model/accounting',
      {
        config: { scope: 'read' },
        schema: {
          operationId: 'getAccounting',
          summary: 'Where every row that was sent went',
          tags: ['ingest'],
          params: MODEL_PARAMS_SCHEMA,
          querystring: ACCOUNTING_QUERY_SCHEMA,
          response: { 200: ACCOUNTING_SCHEMA },
        },
      },
      async (request) => {
        const name = request.params.model;
        const model = await deps.models.find(request.access.projectId, name);
        if (model === null) throw new ApiError('model_not_found', { detail: { model: name } });
        // First: counting takes a while, and what is written meanwhile is no merit of this moment.
        const { lagSeconds: logLagSeconds, backlogBytes } = deps.ingest.health;
        const [predictions, labels] = await Promise.all([
          account(model, 'predictions', request.query.identities),
          account(model, 'labels', request.query.identities),
        ]);
        return { predictions, labels, logLagSeconds, backlogBytes };
      },
    );
  };
}
