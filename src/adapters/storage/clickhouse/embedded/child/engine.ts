import { setMaxListeners } from 'node:events';
import { type EngineConnection, openConnection, processOf } from './connection.ts';
import { createLane, type Lane } from './lane.ts';
import { identifier } from './session-state.ts';
import { createSpool, type Spool } from './spool.ts';

export interface EngineOptions {
  dataDir: string;
  readLanes: number;
  writeLanes: number;
  maxServerMemoryBytes: number;
  markCacheBytes: number;
}

/** The opened engine: separate connections for reads, writes and control, so that a probe or a
 *  kill is never stuck behind the very statements it is about. */
export interface Engine {
  readonly reads: Lane;
  readonly writes: Lane;
  readonly control: Lane;
  readonly spool: Spool;
  /** Kills what runs on the connection, again and again until `done` fires. */
  killUntil(connection: EngineConnection, done: AbortSignal): Promise<void>;
  createDatabase(name: string): Promise<void>;
  close(): void;
}

const killAgainAfterMs = 200;
const never = new AbortController().signal;
// Many may wait on it at a time, and that is no leak.
setMaxListeners(0, never);

export function openEngine(options: EngineOptions): Engine {
  const spool = createSpool();
  const open = () =>
    openConnection({
      dataDir: options.dataDir,
      connectionArgs: [
        `--max_server_memory_usage=${options.maxServerMemoryBytes}`,
        `--mark_cache_size=${options.markCacheBytes}`,
      ],
    });
  // One connection stays open for good: the engine lives as long as its first connection.
  const anchor = open();
  const reads = createLane(options.readLanes, open);
  const writes = createLane(options.writeLanes, open);
  const control = createLane(2, open);

  async function killUntil(connection: EngineConnection, done: AbortSignal): Promise<void> {
    while (!done.aborted) {
      await control.run(never, (own) =>
        // Never SYNC: it hangs the engine.
        own.query(`KILL QUERY WHERE ${processOf(connection.tag)} ASYNC`, 'Null'),
      );
      // A statement that had not begun yet is not found by the first attempt.
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, killAgainAfterMs);
        done.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  return {
    reads,
    writes,
    control,
    spool,
    killUntil,
    async createDatabase(name) {
      await anchor.query(`CREATE DATABASE IF NOT EXISTS ${identifier(name)}`, 'Null');
    },
    close() {
      for (const lane of [reads, writes, control]) lane.close();
      anchor.close();
      spool.close();
    },
  };
}
