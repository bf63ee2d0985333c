import { fileURLToPath } from 'node:url';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Pool, PoolClient } from 'pg';
import { clickhouseStatements } from './clickhouse-statements.ts';
import { type Migration, readMigrations } from './migration-files.ts';
import { pendingMigrations } from './pending-migrations.ts';

export interface MigrateOptions {
  postgres: Pool;
  clickhouse: ClickHouseClient;
  /** Name of the ClickHouse cluster, if it is one. */
  cluster?: string;
  postgresDirectory?: string;
  clickhouseDirectory?: string;
  /** Names of the migrations to apply, where not all: a backup is loaded into the state it is of. */
  only?: { readonly postgres: ReadonlySet<string>; readonly clickhouse: ReadonlySet<string> };
}

const directoryOf = (store: string) =>
  fileURLToPath(new URL(`../${store}/migrations/`, import.meta.url));

/** Any number that nothing else in this database locks. */
const lockKey = 5_117_310_092;

/** Brings both stores up to date and returns what was applied. Servers that start at the same
 *  time wait for each other. */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const { cluster } = options;
  // Spelt out, because the name goes into SQL text.
  if (cluster !== undefined && !/^[\w.-]+$/.test(cluster)) {
    throw new Error(`${cluster} is no name of a ClickHouse cluster`);
  }
  const wanted = (store: 'postgres' | 'clickhouse') => (migration: Migration) =>
    options.only?.[store].has(migration.name) ?? true;
  const postgres = (
    await readMigrations(options.postgresDirectory ?? directoryOf('postgres'))
  ).filter(wanted('postgres'));
  const clickhouse = (
    await readMigrations(options.clickhouseDirectory ?? directoryOf('clickhouse'))
  ).filter(wanted('clickhouse'));

  return withLock(options.postgres, async (session) => {
    const applied = await runOnPostgres(session, postgres);
    // Another ClickHouse behind the same PostgreSQL begins anew.
    const target = await databaseIdentity(options.clickhouse);
    for (const migration of await pending(session, 'clickhouse', target, clickhouse)) {
      await runOnClickHouse(options.clickhouse, migration, cluster);
      await record(session, 'clickhouse', target, migration);
      applied.push(`clickhouse/${migration.name}`);
    }
    return applied;
  });
}

/** The migrations of this release. */
export async function readOwnMigrations() {
  return {
    postgres: await readMigrations(directoryOf('postgres')),
    clickhouse: await readMigrations(directoryOf('clickhouse')),
  };
}

/** Creates the tables of PostgreSQL alone. */
export async function migratePostgres(postgres: Pool): Promise<void> {
  const migrations = await readMigrations(directoryOf('postgres'));
  await withLock(postgres, (session) => runOnPostgres(session, migrations));
}

/** Creates the tables of ClickHouse alone; they record nothing, but may be created again. */
export async function migrateClickHouse(client: ClickHouseClient): Promise<void> {
  for (const migration of await readMigrations(directoryOf('clickhouse'))) {
    await runOnClickHouse(client, migration, undefined);
  }
}

async function withLock<T>(pool: Pool, work: (session: PoolClient) => Promise<T>): Promise<T> {
  const session = await pool.connect();
  let broken = true;
  try {
    // Another server may migrate for longer than a statement is usually given.
    await session.query('SET statement_timeout = 0');
    await session.query('SELECT pg_advisory_lock($1)', [lockKey]);
    await session.query(`CREATE TABLE IF NOT EXISTS schema_migrations (
      store text NOT NULL,
      target text NOT NULL,
      name text NOT NULL,
      checksum text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (store, target, name)
    )`);
    const result = await work(session);
    await session.query('SELECT pg_advisory_unlock($1)', [lockKey]);
    await session.query('RESET statement_timeout');
    broken = false;
    return result;
  } finally {
    // A session that failed is closed, which frees the lock whatever state it is in.
    session.release(broken);
  }
}

async function pending(
  session: PoolClient,
  store: string,
  target: string,
  migrations: readonly Migration[],
): Promise<Migration[]> {
  const { rows } = await session.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM schema_migrations WHERE store = $1 AND target = $2',
    [store, target],
  );
  return pendingMigrations(store, migrations, new Map(rows.map((row) => [row.name, row.checksum])));
}

async function record(session: PoolClient, store: string, target: string, migration: Migration) {
  await session.query(
    'INSERT INTO schema_migrations (store, target, name, checksum) VALUES ($1, $2, $3, $4)',
    [store, target, migration.name, migration.checksum],
  );
}

async function runOnPostgres(
  session: PoolClient,
  migrations: readonly Migration[],
): Promise<string[]> {
  const applied: string[] = [];
  for (const migration of await pending(session, 'postgres', '', migrations)) {
    // What fails in between is rolled back when the session is closed.
    await session.query('BEGIN');
    await session.query(migration.sql);
    await record(session, 'postgres', '', migration);
    await session.query('COMMIT');
    applied.push(`postgres/${migration.name}`);
  }
  return applied;
}

async function runOnClickHouse(
  client: ClickHouseClient,
  migration: Migration,
  cluster: string | undefined,
): Promise<void> {
  for (const query of clickhouseStatements(migration.sql, cluster)) await client.command({ query });
}

/** Tells one ClickHouse database from another of the same name. */
export async function databaseIdentity(client: ClickHouseClient): Promise<string> {
  const found = await client.query({
    query: 'SELECT name, uuid FROM system.databases WHERE name = currentDatabase()',
    format: 'JSONEachRow',
  });
  const [database] = await found.json<{ name: string; uuid: string }>();
  if (database === undefined) throw new Error('the database of the ClickHouse URL does not exist');
  return `${database.name}/${database.uuid}`;
}
