import type { Logger } from 'pino';

/** What was started, in order, so that it can be stopped in the opposite one. */
export interface Teardown {
  add(part: string, stop: () => unknown): void;
  /** Stops every part, the last one first, even where one fails. */
  run(): Promise<void>;
}

export function createTeardown(logger: Logger): Teardown {
  const parts: { part: string; stop: () => unknown }[] = [];
  let running: Promise<void> | undefined;

  async function stopAll(): Promise<void> {
    for (let next = parts.pop(); next !== undefined; next = parts.pop()) {
      try {
        await next.stop();
        logger.debug({ part: next.part }, 'stopped');
      } catch (error) {
        logger.error({ part: next.part, err: error }, 'did not stop cleanly');
      }
    }
  }

  return {
    add: (part, stop) => {
      parts.push({ part, stop });
    },
    run() {
      running ??= stopAll();
      return running;
    },
  };
}
