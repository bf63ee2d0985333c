import type { FastifyPluginAsync } from 'fastify';
import {
  getHealthSchema,
  getMetricsTextSchema,
  type SelfWatchWire,
} from '../../contract/self-watch.ts';

export interface SelfWatchRoutesDeps {
  readonly health: (projectId: string) => Promise<SelfWatchWire>;
  /** In the text format of Prometheus. */
  readonly metrics: (
    projectId: string,
  ) => Promise<{ readonly type: string; readonly text: string }>;
}

/** `GET /v1/health` for people, `GET /metrics` for Prometheus. Both name models, so both ask for a
 *  key where there is one. */
export function selfWatchRoutes(deps: SelfWatchRoutesDeps): FastifyPluginAsync {
  return async (app) => {
    app.get(
      '/v1/health',
      { config: { scope: 'read' }, schema: getHealthSchema },
      async (request, reply): Promise<SelfWatchWire> => {
        void reply.header('cache-control', 'no-store');
        return deps.health(request.access.projectId);
      },
    );
    app.get(
      '/metrics',
      { config: { scope: 'read' }, schema: getMetricsTextSchema },
      async (request, reply) => {
        const { type, text } = await deps.metrics(request.access.projectId);
        return reply.header('cache-control', 'no-store').type(type).send(text);
      },
    );
  };
}
