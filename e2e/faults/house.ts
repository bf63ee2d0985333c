import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngines, type RunningEngines } from './engines.ts';
import type { Target } from './post.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/** What a round breaks: one server with engines of its own, or two that share a pair. */
export interface House extends Target {
  readonly servers: readonly ServerProcess[];
  /** Kills one server and starts it again. */
  killServer(index: number): Promise<void>;
  /** Asks one server to stop by SIGTERM, within the minute that a stop may take, and starts it
   *  again. */
  restartServer(index: number): Promise<void>;
  /** Stops everything and opens the stores to look at what is really there. */
  openStores(): Promise<RunningEngines>;
  close(): Promise<void>;
}

export async function openHouse(serverCount: 1 | 2): Promise<House> {
  const root = await mkdtemp(join(tmpdir(), 'leeway-faults-'));
  const engineDir = join(root, serverCount === 1 ? 'server-0' : 'engines');
  let engines = serverCount === 1 ? null : await openEngines(engineDir);
  const environment: Record<string, string> =
    engines === null
      ? {}
      : { LEEWAY_CLICKHOUSE_URL: engines.clickhouseUrl, LEEWAY_POSTGRES_URL: engines.postgresUrl };
  const start = (index: number) => startServer(join(root, `server-${index}`), environment);
  const servers: ServerProcess[] = [];
  for (let index = 0; index < serverCount; index += 1) servers.push(await start(index));

  let turn = 0;
  async function stopServers() {
    for (const server of servers.splice(0)) {
      if (!(await server.stop())) throw new Error('a server did not stop cleanly on SIGTERM');
    }
  }
  return {
    servers,
    url() {
      turn += 1;
      return servers[turn % servers.length]?.url ?? 'http://127.0.0.1:9';
    },
    async killServer(index) {
      await servers[index]?.kill();
      servers[index] = await start(index);
    },
    async restartServer(index) {
      if (!(await servers[index]?.stop())) {
        throw new Error('a server under load did not stop cleanly on SIGTERM within a minute');
      }
      servers[index] = await start(index);
    },
    async openStores() {
      await stopServers();
      engines ??= await openEngines(engineDir);
      return engines;
    },
    async close() {
      for (const server of servers.splice(0)) await server.kill();
      await engines?.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}
