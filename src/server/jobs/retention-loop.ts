import type { Logger } from 'pino';
import { enforceRetention, type RetentionDeps } from '../retention/enforce-retention.ts';
import { createLoop, type Loop } from './loop.ts';

const IDLE_MS = 3_600_000;
const FAILED_MS = 600_000;

/** Removes what is older than it is to be kept. */
export function createRetentionLoop(deps: RetentionDeps & { readonly logger: Logger }): Loop {
  return createLoop({
    name: 'retention',
    logger: deps.logger,
    idleMs: IDLE_MS,
    failedMs: FAILED_MS,
    async turn(signal) {
      await enforceRetention(deps, signal);
      return false;
    },
  });
}
