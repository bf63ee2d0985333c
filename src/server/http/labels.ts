import type { FastifyPluginAsync } from 'fastify';
import { LABEL_ROW_SCHEMA } from '../../contract/label.ts';
import type { IngestRouteDeps } from './ingest-body.ts';
import { ingestRoute } from './ingest-body.ts';

export function labelRoutes(deps: IngestRouteDeps): FastifyPluginAsync {
  return ingestRoute(deps, {
    kind: 'labels',
    operationId: 'sendLabels',
    summary: 'Send labels, before or after their predictions; the last one of an id counts',
    rowSchema: LABEL_ROW_SCHEMA,
  });
}
