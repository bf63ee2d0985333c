import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Instruments } from './instruments.ts';

/** Times every answer by its route. What has no route is one series, whatever was asked for. To be
 *  registered before the routes that it times. */
export function timeRequests({ requestSeconds }: Instruments): FastifyPluginAsync {
  const plugin = async (app: FastifyInstance) => {
    app.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? 'none';
      const status = `${Math.floor(reply.statusCode / 100)}xx`;
      requestSeconds.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
    });
  };
  // The hook is for all routes, not for those of this plugin, which has none.
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}
