import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Pool } from 'pg';
import { inject } from 'vitest';
import { startEmbeddedClickHouse } from '../adapters/storage/clickhouse/embedded/embedded-clickhouse.ts';
import { openClickHouse } from '../adapters/storage/clickhouse/open-clickhouse.ts';
import {
  type EmbeddedEngine,
  type EngineLogger,
  type SupervisionTimes,
  silentLogger,
} from '../adapters/storage/engine.ts';
import { migrateClickHouse, migratePostgres } from '../adapters/storage/migration/migrate.ts';
import { startEmbeddedPostgres } from '../adapters/storage/postgres/embedded/embedded-postgres.ts';
import { stopOrphan } from '../adapters/storage/postgres/embedded/stop-orphan.ts';
import { openPostgres } from '../adapters/storage/postgres/open-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    clickhouseUrl: string;
    postgresUrl: string;
  }
}

const prefix = 'leeway-test-';

export interface FreshOptions {
  /** With our tables; otherwise the database is empty. */
  migrated?: boolean;
}

/** A database of its own for one test file, in the ClickHouse of the whole run. */
export async function freshClickHouse(options: FreshOptions = {}): Promise<{
  url: string;
  database: string;
  client: ClickHouseClient;
  drop(): Promise<void>;
}> {
  const base = inject('clickhouseUrl');
  const database = freshName();
  const admin = openClickHouse(base);
  await admin.command({ query: `CREATE DATABASE ${database}` });
  const url = withDatabase(base, database);
  const client = openClickHouse(url);
  if (options.migrated) await migrateClickHouse(client);
  return {
    url,
    database,
    client,
    async drop() {
      await client.close();
      await admin.command({ query: `DROP DATABASE ${database}` });
      await admin.close();
    },
  };
}

/** A database of its own for one test file, in the PostgreSQL of the whole run. */
export async function freshPostgres(
  options: FreshOptions = {},
): Promise<{ url: string; pool: Pool; drop(): Promise<void> }> {
  const base = inject('postgresUrl');
  const database = freshName();
  const admin = openPostgres(base, { maxConnections: 1 });
  await admin.query(`CREATE DATABASE ${database}`);
  const url = withDatabase(base, database);
  const pool = openPostgres(url, { maxConnections: 5 });
  if (options.migrated) await migratePostgres(pool);
  return {
    url,
    pool,
    async drop() {
      await pool.end();
      await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
      await admin.end();
    },
  };
}

function withDatabase(url: string, database: string): string {
  const target = new URL(url);
  target.pathname = `/${database}`;
  return target.href;
}

function freshName(): string {
  return `t_${process.pid}_${randomBytes(5).toString('hex')}`;
}

/** Impatient, so that a test of a frozen engine takes seconds. */
export const testTimes: Partial<SupervisionTimes> = {
  probeIntervalMs: 200,
  probeTimeoutMs: 1_500,
  probeFailures: 2,
  firstBackoffMs: 100,
  maxBackoffMs: 1_000,
};

export interface TestEngines {
  dataDir: string;
  clickhouse: EmbeddedEngine;
  postgres: EmbeddedEngine;
  stop(): Promise<void>;
}

/** Engines of a test's own, which it may kill and freeze. */
export async function startTestEngines(
  times: Partial<SupervisionTimes> = testTimes,
  logger: EngineLogger = silentLogger,
): Promise<TestEngines> {
  const dataDir = await testDirectory();
  const [clickhouse, postgres] = await Promise.all([
    startTestClickHouse(join(dataDir, 'clickhouse'), times, logger),
    startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), times, logger }),
  ]);
  return {
    dataDir,
    clickhouse,
    postgres,
    async stop() {
      await Promise.all([clickhouse.stop(), postgres.stop()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Starts ClickHouse on a directory of the caller's, with the compiled child. */
export function startTestClickHouse(
  dataDir: string,
  times: Partial<SupervisionTimes> = testTimes,
  logger: EngineLogger = silentLogger,
): Promise<EmbeddedEngine> {
  const childEntry = compiledChild();
  return startEmbeddedClickHouse({ dataDir, childEntry, times, logger });
}

export function compiledChild(): string {
  const path = fileURLToPath(
    new URL('../../dist/adapters/storage/clickhouse/embedded/child/main.js', import.meta.url),
  );
  if (existsSync(path)) return path;
  throw new Error('the engines run compiled code, which is not there: run `npm run build` first');
}

/** A directory that the account of PostgreSQL can enter even when the tests run as root. */
export async function testDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  await chmod(directory, 0o711);
  return directory;
}

/** Removes what test runs that were killed have left, including a PostgreSQL that still runs. */
export async function sweepTestDirectories(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const directory = join(tmpdir(), name);
    await stopOrphan(join(directory, 'postgres', 'cluster'), silentLogger);
    await rm(directory, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
