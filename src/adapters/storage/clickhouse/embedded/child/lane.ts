import type { EngineConnection } from './connection.ts';

/** A bounded set of connections with a fair queue in front: reads never wait for writes. */
export interface Lane {
  /** Runs the work on a connection of its own; waits until one is free. */
  run<T>(signal: AbortSignal, work: (connection: EngineConnection) => Promise<T>): Promise<T>;
  readonly busy: number;
  close(): void;
}

interface Waiting {
  give(connection: EngineConnection): void;
  fail(error: unknown): void;
}

export function createLane(size: number, open: () => EngineConnection): Lane {
  const idle: EngineConnection[] = [];
  const queue = new Set<Waiting>();
  let busy = 0;

  function acquire(signal: AbortSignal): Promise<EngineConnection> {
    if (busy < size) {
      const connection = idle.pop() ?? open();
      busy += 1;
      return Promise.resolve(connection);
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        queue.delete(entry);
        reject(new Error('the client went away before its turn'));
      };
      const entry: Waiting = {
        give(connection) {
          signal.removeEventListener('abort', leave);
          resolve(connection);
        },
        fail(error) {
          signal.removeEventListener('abort', leave);
          reject(error);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      queue.add(entry);
    });
  }

  function release(connection: EngineConnection): void {
    if (!connection.reusable) connection.close();
    const [next] = queue;
    if (next === undefined) {
      busy -= 1;
      if (connection.reusable) idle.push(connection);
      return;
    }
    queue.delete(next);
    try {
      next.give(connection.reusable ? connection : open());
    } catch (error) {
      busy -= 1;
      next.fail(error);
    }
  }

  return {
    async run(signal, work) {
      signal.throwIfAborted();
      const connection = await acquire(signal);
      try {
        return await work(connection);
      } finally {
        release(connection);
      }
    },
    get busy() {
      return busy;
    },
    close() {
      for (const connection of idle.splice(0)) connection.close();
    },
  };
}
