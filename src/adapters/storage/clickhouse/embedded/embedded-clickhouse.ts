import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import {
  defaultSupervisionTimes,
  type EmbeddedEngine,
  type EngineLogger,
  type SupervisionTimes,
} from '../../engine.ts';
import { superviseEngine } from '../../supervisor.ts';
import { embeddedDatabase } from './child/messages.ts';
import { startChildProcess } from './child-process.ts';
import { probeClickHouse } from './probe.ts';

export interface EmbeddedClickHouseOptions {
  dataDir: string;
  logger: EngineLogger;
  /** Compiled entry of the child; by default the one beside this module. */
  childEntry?: string;
  childExecArgv?: readonly string[];
  /** By default 40 % of the machine's memory, at most 8 GiB: the application needs some too. */
  maxServerMemoryBytes?: number;
  markCacheBytes?: number;
  readLanes?: number;
  writeLanes?: number;
  /** Opening a data directory with very many parts takes seconds. */
  startTimeoutMs?: number;
  times?: Partial<SupervisionTimes>;
}

const gibibyte = 1024 ** 3;

/** Starts ClickHouse in a process of its own and keeps it running until `stop`. */
export async function startEmbeddedClickHouse(
  options: EmbeddedClickHouseOptions,
): Promise<EmbeddedEngine> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  // New with every start: loopback is open to every user of the machine.
  const credentials = { user: 'leeway', password: randomBytes(24).toString('hex') };
  const start = (port: number) =>
    startChildProcess({
      entry: options.childEntry ?? fileURLToPath(new URL('./child/main.js', import.meta.url)),
      execArgv: options.childExecArgv ?? [],
      startTimeoutMs: options.startTimeoutMs ?? 120_000,
      logger: options.logger,
      start: {
        type: 'start',
        dataDir: options.dataDir,
        port,
        ...credentials,
        readLanes: options.readLanes ?? Math.max(6, 2 * availableParallelism()),
        writeLanes: options.writeLanes ?? 4,
        maxServerMemoryBytes:
          options.maxServerMemoryBytes ?? Math.floor(Math.min(8 * gibibyte, 0.4 * totalmem())),
        markCacheBytes: options.markCacheBytes ?? 256 * 1024 ** 2,
      },
    });

  const first = await start(0);
  const { port } = first;
  const url = `http://${credentials.user}:${credentials.password}@127.0.0.1:${port}/${embeddedDatabase}`;
  options.logger.info(
    { engine: 'clickhouse', enginePid: first.process.pid, port },
    'engine started',
  );
  return superviseEngine({
    name: 'clickhouse',
    url,
    first: first.process,
    start: async () => (await start(port)).process,
    probe: (signal) => probeClickHouse(url, signal),
    times: { ...defaultSupervisionTimes, ...options.times },
    logger: options.logger,
  });
}
