import type { Logger } from 'pino';
import { type ReviewDeps, reviewSilences } from '../quiet/review-silences.ts';
import { createLoop, type Loop } from './loop.ts';

export interface QuietDeps extends ReviewDeps {
  readonly logger: Logger;
  readonly idleMs?: number;
}

const IDLE_MS = 1_000;
const FAILED_MS = 5_000;

/** Notices when silences begin and end. Several servers may run it side by side. */
export function createQuietLoop(deps: QuietDeps): Loop {
  return createLoop({
    name: 'quiet',
    logger: deps.logger,
    idleMs: deps.idleMs ?? IDLE_MS,
    failedMs: FAILED_MS,
    async turn(signal) {
      await reviewSilences(deps, signal);
      return false;
    },
  });
}
