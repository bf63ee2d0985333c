import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import { INGEST_RESULT_SCHEMA, type IngestResult } from '../../contract/ingest.ts';
import { MODEL_PARAMS_SCHEMA } from '../../contract/model.ts';
import type { JsonSchema } from '../../contract/openapi.ts';
import type { RowKind } from '../../monitoring/ingest/ingest-log.ts';
import type { Ingest } from '../ingest/create-ingest.ts';
import type { ModelCache } from '../ingest/model-cache.ts';
import type { BodyFormat } from '../ingest/split-rows.ts';
import { splitRows } from '../ingest/split-rows.ts';
import type { BodyBudget, BodyLimits } from '../ingest/with-body.ts';
import { withBody } from '../ingest/with-body.ts';
import { ApiError } from './api-error.ts';

export interface IngestRouteDeps {
  readonly ingest: Ingest;
  readonly models: ModelCache;
  readonly limits: BodyLimits;
  /** One for all routes together. */
  readonly budget: BodyBudget;
}

export interface IngestRoute {
  readonly kind: RowKind;
  readonly operationId: string;
  readonly summary: string;
  readonly rowSchema: JsonSchema;
}

const FORMATS: Readonly<Record<string, BodyFormat>> = {
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
};

/** `POST /v1/models/{model}/{kind}`: the same way for predictions and labels. */
export function ingestRoute(deps: IngestRouteDeps, route: IngestRoute): FastifyPluginAsync {
  return async (app) => {
    readBodiesAsStreams(app);
    app.post<{ Params: { model: string } }>(
      `/v1/models/:model/${route.kind}`,
      {
        config: { scope: 'ingest' },
        schema: {
          operationId: route.operationId,
          summary: route.summary,
          tags: ['ingest'],
          params: MODEL_PARAMS_SCHEMA,
          rawBody: {
            'application/json': {
              anyOf: [{ type: 'array', items: route.rowSchema }, route.rowSchema],
            },
            'application/x-ndjson': route.rowSchema,
          },
          response: {
            202: { description: 'The accepted rows are durable.', ...INGEST_RESULT_SCHEMA },
          },
        },
      },
      async (request, reply): Promise<IngestResult> => {
        const result = await take(deps, route.kind, request, request.params.model);
        if (result.accepted === 0 && result.refusedCount > 0) {
          throw new ApiError('all_rows_refused', { detail: { ...result } });
        }
        void reply.code(202);
        return result;
      },
    );
  };
}

async function take(
  { ingest, models, limits, budget }: IngestRouteDeps,
  kind: RowKind,
  request: FastifyRequest,
  name: string,
): Promise<IngestResult> {
  // Before the body is read: a full server should not have to read what it then refuses.
  ingest.requireRoom();
  const model = await models.find(request.access.projectId, name);
  if (model === null) throw new ApiError('model_not_found', { detail: { model: name } });
  const format = FORMATS[mediaTypeOf(request)];
  if (format === undefined) throw new ApiError('unsupported_media_type');
  const { raw: stream, headers } = request;
  return withBody({ stream, headers }, limits, budget, (body) =>
    ingest.accept(model, kind, splitRows(body, format)),
  );
}

const mediaTypeOf = (request: FastifyRequest) =>
  (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** Bodies are read by the route, with limits of its own. */
function readBodiesAsStreams(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  for (const type of Object.keys(FORMATS)) {
    app.addContentTypeParser(type, (_request, _stream, done) => done(null));
  }
}
