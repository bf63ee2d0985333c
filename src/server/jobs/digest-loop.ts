import type { Logger } from 'pino';
import { type DigestDeps, sendDigests } from '../digest/send-digests.ts';
import { createLoop, type Loop } from './loop.ts';

export interface DigestLoopDeps extends DigestDeps {
  readonly logger: Logger;
  readonly idleMs?: number;
}

const IDLE_MS = 1_000;
const FAILED_MS = 5_000;

/** Sends digests when they are due. */
export function createDigestLoop(deps: DigestLoopDeps): Loop {
  return createLoop({
    name: 'digest',
    logger: deps.logger,
    idleMs: deps.idleMs ?? IDLE_MS,
    failedMs: FAILED_MS,
    async turn(signal) {
      await sendDigests(deps, signal);
      return false;
    },
  });
}
