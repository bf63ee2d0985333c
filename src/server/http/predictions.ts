import type { FastifyPluginAsync } from 'fastify';
import { PREDICTION_ROW_SCHEMA } from '../../contract/prediction.ts';
import type { IngestRouteDeps } from './ingest-body.ts';
import { ingestRoute } from './ingest-body.ts';

export function predictionRoutes(deps: IngestRouteDeps): FastifyPluginAsync {
  return ingestRoute(deps, {
    kind: 'predictions',
    operationId: 'sendPredictions',
    summary: 'Send predictions; acknowledged once they are durable',
    rowSchema: PREDICTION_ROW_SCHEMA,
  });
}
