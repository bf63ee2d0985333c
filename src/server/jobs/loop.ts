import type { Logger } from 'pino';

export interface Loop {
  start(): void;
  /** Resolves when the turn under way is over. */
  stop(): Promise<void>;
}

export interface LoopDeps {
  readonly name: string;
  readonly logger: Logger;
  /** How long to rest after a turn that found nothing to do. */
  readonly idleMs: number;
  /** And after one that failed. */
  readonly failedMs: number;
  /** One turn; says whether there may be more to do at once. */
  readonly turn: (signal: AbortSignal) => Promise<boolean>;
}

/** Runs turns one after the other until it is stopped. A turn that fails is logged, and the loop
 *  goes on: a database that is away for a while must not end the work for good. */
export function createLoop({ name, logger, idleMs, failedMs, turn }: LoopDeps): Loop {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const { signal } = stopping;
      // Stopped while a turn was under way: nothing would end the rest.
      if (signal.aborted) return resolve();
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
      signal.addEventListener('abort', done);
    });

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const more = await turn(stopping.signal);
        if (!more) await rest(idleMs);
      } catch (error) {
        logger.error({ err: error, loop: name }, 'a turn of background work failed');
        await rest(failedMs);
      }
    }
  }

  return {
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
