import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import {
  defaultSupervisionTimes,
  type EmbeddedEngine,
  type EngineLogger,
  type SupervisionTimes,
} from '../../engine.ts';
import { type EngineProcess, superviseEngine } from '../../supervisor.ts';
import { findPostgresBinaries } from './binaries.ts';
import { initialiseCluster } from './initialise-cluster.ts';
import { startPostmaster } from './postmaster.ts';
import { probePostgres } from './probe.ts';
import { createSpawner } from './spawn-as.ts';
import { stopOrphan } from './stop-orphan.ts';

export interface EmbeddedPostgresOptions {
  dataDir: string;
  logger: EngineLogger;
  /** Recovery after a crash may read a gigabyte of log. */
  startTimeoutMs?: number;
  times?: Partial<SupervisionTimes>;
}

const portAttempts = 5;

/** Starts PostgreSQL as a child process and keeps it running until `stop`. */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedEngine> {
  const { dataDir, logger } = options;
  // Another account must pass through on its way to the cluster, which itself is 0700.
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const binaries = await findPostgresBinaries();
  const spawner = await createSpawner([binaries.postgres, join(dataDir, 'cluster')]);
  const cluster = await initialiseCluster(dataDir, binaries, spawner);
  await stopOrphan(cluster.directory, logger);

  const urlAt = (port: number) =>
    `postgres://${cluster.user}:${cluster.password}@127.0.0.1:${port}/postgres`;
  const start = (port: number): Promise<EngineProcess> =>
    startPostmaster({
      program: binaries.postgres,
      cluster: cluster.directory,
      port,
      url: urlAt(port),
      spawner,
      startTimeoutMs: options.startTimeoutMs ?? 120_000,
      logger,
    });

  const { port, first } = await startOnFreePort(start);
  const url = urlAt(port);
  logger.info({ engine: 'postgres', enginePid: first.pid, port }, 'engine started');
  return superviseEngine({
    name: 'postgres',
    url,
    first,
    start: async () => {
      await stopOrphan(cluster.directory, logger);
      return start(port);
    },
    probe: (signal) => probePostgres(url, signal),
    times: { ...defaultSupervisionTimes, ...options.times },
    logger,
  });
}

/** PostgreSQL cannot pick a port itself, so somebody else may take it in between. */
async function startOnFreePort(start: (port: number) => Promise<EngineProcess>) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { port, first: await start(port) };
    } catch (error) {
      const isTaken = error instanceof Error && /Address already in use/i.test(error.message);
      if (!isTaken || attempt === portAttempts) throw error;
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
