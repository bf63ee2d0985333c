import type { FastifyInstance } from 'fastify';
import {
  type DescribedRoute,
  describeApi,
  type OpenApiDocument,
  type RouteDocument,
} from '../../contract/openapi.ts';

declare module 'fastify' {
  interface FastifySchema extends Omit<RouteDocument, keyof FastifySchemaChecked> {}
}

/** The parts of a schema that the framework itself checks and types. */
interface FastifySchemaChecked {
  body: unknown;
  querystring: unknown;
  params: unknown;
  headers: unknown;
  response: unknown;
}

/** Serves `/openapi.json`, made of the routes themselves. To be called before any of them is
 *  registered. */
export function serveOpenApi(app: FastifyInstance, version: string): void {
  const routes: DescribedRoute[] = [];
  let document: OpenApiDocument | undefined;

  app.addHook('onRoute', (route) => {
    const methods = Array.isArray(route.method) ? route.method : [route.method];
    for (const method of methods) {
      if (method === 'HEAD') continue;
      const scope = route.config?.scope ?? null;
      routes.push({ method, url: route.url, schema: route.schema ?? {}, scope });
      if (route.url.startsWith('/v1') && route.schema?.operationId === undefined) {
        throw new Error(`route ${method} ${route.url} has no operationId`);
      }
    }
  });

  app.get(
    '/openapi.json',
    {
      schema: {
        operationId: 'describeApi',
        summary: 'This description of the API',
        tags: ['health'],
      },
    },
    async () => {
      document ??= describeApi(routes, version);
      return document;
    },
  );
}
