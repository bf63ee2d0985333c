import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { ApiError } from './api-error.ts';

/** Built file names carry a hash of their content. */
const ASSETS = '/assets/';

/** What is written into the page itself instead of being fetched. */
export function inlineScripts(root: string): readonly string[] {
  const page = join(root, 'index.html');
  if (!existsSync(page)) return [];
  const found = readFileSync(page, 'utf8').matchAll(/<script>([\s\S]*?)<\/script>/g);
  return [...found].map(([, script = '']) => script);
}

/** Serves the built dashboard. Every other page address answers with the one page there is,
 *  which reads the address itself; anything else that nobody serves is `not_found`. */
export async function serveDashboard(app: FastifyInstance, root: string): Promise<void> {
  const built = existsSync(join(root, 'index.html'));
  if (built) {
    await app.register(fastifyStatic, {
      root,
      wildcard: false,
      cacheControl: false,
      // Made by the build: nothing is compressed while somebody waits.
      preCompressed: true,
      globIgnore: ['**/*.br', '**/*.gz'],
      setHeaders(response, path) {
        const forever = path.startsWith(join(root, ASSETS));
        const policy = forever ? 'public, max-age=31536000, immutable' : 'no-cache';
        response.setHeader('cache-control', policy);
        response.setHeader('vary', 'accept-encoding');
      },
    });
  }

  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const page =
      built &&
      request.method === 'GET' &&
      (request.headers.accept ?? '').includes('text/html') &&
      !path.startsWith('/v1/') &&
      !path.startsWith(ASSETS);
    if (page) return reply.sendFile('index.html');
    throw new ApiError('not_found', { detail: { method: request.method, path } });
  });
}
