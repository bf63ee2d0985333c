import type { FastifyInstance } from 'fastify';

/** Stops listening and waits for the requests under way, but not for ever: a sender that does
 *  not come to its end was told nothing and will send again. */
export async function closeGracefully(app: FastifyInstance, graceMs: number): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), graceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
