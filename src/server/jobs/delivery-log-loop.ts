import type { Logger } from 'pino';
import type { DeliveryLog } from '../../monitoring/ports.ts';
import { createLoop, type Loop } from './loop.ts';

/** Longer than a message is tried, and long enough to find out what happened last month. */
const KEPT_MS = 30 * 86_400_000;
const IDLE_MS = 600_000;
const FAILED_MS = 60_000;

/** Forgets tries to deliver after a month. */
export function createDeliveryLogLoop(deps: {
  readonly log: Pick<DeliveryLog, 'prune'>;
  readonly logger: Logger;
  readonly now: () => number;
}): Loop {
  return createLoop({
    name: 'delivery log',
    logger: deps.logger,
    idleMs: IDLE_MS,
    failedMs: FAILED_MS,
    turn: async () => (await deps.log.prune(deps.now() - KEPT_MS)) > 0,
  });
}
