import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Credentials, createAuthorize } from './authorize.ts';
import type { Engine } from './engine.ts';
import { handleQuery } from './handle-query.ts';
import { createReply } from './reply.ts';
import { readRequest } from './request.ts';

/** Parameters travel in the URL, and arrays of ids are long; ClickHouse itself allows 1 MiB. */
const maxHeaderBytes = 1024 * 1024;
/** Longer than any client keeps an idle socket, so that the client is the one who closes. */
const keepAliveMs = 60_000;

export function createHttpServer(engine: Engine, credentials: Credentials): Server {
  const authorize = createAuthorize(credentials);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/ping') {
      response.end('Ok.\n');
      return;
    }
    let reply = createReply(response, randomUUID());
    try {
      const query = readRequest(request.url ?? '/', request.headers);
      authorize(query);
      reply = createReply(response, query.queryId ?? randomUUID());
      await handleQuery(engine, { request, response }, query, reply);
    } catch (error) {
      reply.fail(error);
      // What is left of the body must be read, or the socket could not be used again.
      request.resume();
    }
  }

  const server = createServer({ maxHeaderSize: maxHeaderBytes }, (request, response) => {
    // Nothing that a request holds may end the process.
    answer(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = keepAliveMs;
  // Large inserts and long queries have their own limits.
  server.requestTimeout = 0;
  return server;
}
