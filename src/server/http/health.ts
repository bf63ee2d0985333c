import type { FastifyPluginAsync } from 'fastify';
import {
  LIVENESS_SCHEMA,
  type PartBody,
  READINESS_SCHEMA,
  type ReadinessBody,
} from '../../contract/readiness.ts';

/** Something the server cannot work without. Rejects when it is not well; may return a figure
 *  worth knowing. */
export interface Part {
  readonly name: string;
  check(): Promise<string | undefined>;
}

/** A part that does not answer in this time is not ready, whatever it would have said. */
const PATIENCE_MS = 2_000;

async function checkPart(part: Part, patienceMs: number): Promise<PartBody> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PartError(`no answer in ${patienceMs} ms`)), patienceMs);
  });
  try {
    const detail = await Promise.race([part.check(), late]);
    return { part: part.name, ready: true, ...(detail === undefined ? {} : { detail }) };
  } catch (error) {
    // A code or a sentence about time, never a message of a driver: this route is open to all.
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    const detail = code ?? (error instanceof PartError ? error.message : 'does not answer');
    return { part: part.name, ready: false, detail };
  } finally {
    clearTimeout(timer);
  }
}

/** Thrown by a check whose sentence may be shown to anybody. */
export class PartError extends Error {}

export const checkParts = (parts: readonly Part[], patienceMs = PATIENCE_MS): Promise<PartBody[]> =>
  Promise.all(parts.map((part) => checkPart(part, patienceMs)));

export function healthRoutes(deps: {
  parts: readonly Part[];
  isStopping: () => boolean;
  patienceMs?: number;
}): FastifyPluginAsync {
  return async (app) => {
    app.get(
      '/healthz',
      {
        schema: {
          operationId: 'isAlive',
          summary: 'Whether the process answers at all',
          tags: ['health'],
          response: { 200: LIVENESS_SCHEMA },
        },
      },
      async () => ({ alive: true }),
    );

    app.get(
      '/readyz',
      {
        schema: {
          operationId: 'isReady',
          summary: 'Whether every part that a request may need is working, and which is not',
          tags: ['health'],
          response: { 200: READINESS_SCHEMA, 503: READINESS_SCHEMA },
        },
      },
      async (_, reply): Promise<ReadinessBody> => {
        const parts = await checkParts(deps.parts, deps.patienceMs);
        if (deps.isStopping()) parts.push({ part: 'server', ready: false, detail: 'stopping' });
        const ready = parts.every((part) => part.ready);
        reply.code(ready ? 200 : 503).header('cache-control', 'no-store');
        return { ready, parts };
      },
    );
  };
}
