import { existsSync, readdirSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { quoted } from '../../adapters/storage/backup/control-tables.ts';
import {
  BackupError,
  type BackupManifest,
  type StoreName,
} from '../../adapters/storage/backup/manifest.ts';
import { backticked, readTelemetryTables } from '../../adapters/storage/backup/telemetry-copy.ts';
import { onCluster } from '../../adapters/storage/clickhouse/on-cluster.ts';
import { readOwnMigrations } from '../../adapters/storage/migration/migrate.ts';
import { inTransaction } from '../../adapters/storage/postgres/transaction.ts';
import type { Config } from '../config.ts';
import type { Engines } from '../engines.ts';
import { isRestoreUnfinished } from './unfinished-restore.ts';

const notEmpty = (what: string) =>
  new BackupError(
    'target_not_empty',
    `${what} holds data already. Choose another --data-dir, or pass --force to replace it.`,
  );

/** Databases in the data directory that were put out of the way, and how to undo that. */
export interface SetAside {
  /** Where what was there is now, if anything was. */
  readonly keptAt: readonly string[];
  undo(): Promise<void>;
}

/** What the embedded databases left is not removed but renamed: whoever restored the wrong backup
 *  has a way back. */
export async function setDirectoriesAside(
  config: Config,
  force: boolean,
  now: () => number,
): Promise<SetAside> {
  const own = [
    ...(config.postgresUrl === null ? ['postgres'] : []),
    ...(config.clickhouseUrl === null ? ['clickhouse'] : []),
  ].map((name) => join(config.dataDir, name));
  const full = own.filter((path) => existsSync(path) && readdirSync(path).length > 0);
  if (full.length > 0 && !force) throw notEmpty(config.dataDir);
  const stamp = new Date(now()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  // Half of a backup is nothing to keep.
  const worthless = isRestoreUnfinished(config.dataDir);
  const moved: [from: string, to: string][] = [];
  for (const path of full) {
    if (worthless) {
      await rm(path, { recursive: true, force: true });
      continue;
    }
    const to = `${path}.replaced-${stamp}`;
    await rename(path, to);
    moved.push([path, to]);
  }
  return {
    keptAt: moved.map(([, to]) => to),
    async undo() {
      for (const path of own) await rm(path, { recursive: true, force: true });
      for (const [from, to] of moved) await rename(to, from);
    },
  };
}

/** Servers that others run may hold more than Leeway's: only tables are dropped there that the
 *  backup brings, or that this release has made since it was taken. `onEmptied` is told once there
 *  is no way back. */
export async function emptyStores(
  stores: Pick<Engines, 'clickhouse' | 'postgres'>,
  manifest: BackupManifest,
  force: boolean,
  onEmptied: () => void,
  cluster?: string,
): Promise<void> {
  const { clickhouse, postgres } = stores;
  const telemetry = (await readTelemetryTables(clickhouse)).map((table) => table.name);
  const control = await postgres.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()`,
  );
  if (telemetry.length + control.rows.length === 0) return;
  if (!force) throw notEmpty('The database that the configuration names');

  const own = await readOwnMigrations();
  const ours = (store: StoreName) =>
    new Set([
      ...manifest.tables.filter((one) => one.store === store).map((one) => one.name),
      ...own[store].flatMap(({ sql }) => tablesMadeBy(sql)),
    ]);
  const oursHere = ours('postgres').add('schema_migrations');
  const tables = control.rows
    .filter(({ name }) => oursHere.has(name))
    .map(({ name }) => quoted(name));
  const sequences = manifest.sequences.map(({ name }) => quoted(name));
  const drops = [
    ...(tables.length === 0 ? [] : [`DROP TABLE ${tables.join(', ')}`]),
    ...(sequences.length === 0 ? [] : [`DROP SEQUENCE IF EXISTS ${sequences.join(', ')}`]),
    ...manifest.routines.map((routine) => `DROP FUNCTION IF EXISTS ${routine}`),
  ];
  // All or nothing, and before the rows that cannot be had back: if a table of somebody else refers
  // to one of these, nothing is changed.
  await inTransaction(postgres, (client) => client.query(drops.join('; ')));
  onEmptied();
  const measured = ours('clickhouse');
  for (const name of telemetry.filter((one) => measured.has(one))) {
    await clickhouse.command({
      query: `DROP TABLE ${backticked(name)} ${onCluster(cluster)} SYNC`,
    });
  }
}

const tablesMadeBy = (sql: string): string[] =>
  [...sql.matchAll(/^CREATE TABLE (?:IF NOT EXISTS )?(\w+)/gm)].flatMap(([, name]) => name ?? []);
