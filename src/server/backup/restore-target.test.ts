import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BackupManifest } from '../../adapters/storage/backup/manifest.ts';
import { readTelemetryTables } from '../../adapters/storage/backup/telemetry-copy.ts';
import { freshClickHouse, freshPostgres } from '../../testing/engines.ts';
import { emptyStores } from './restore-target.ts';

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let isTouched: boolean;
let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
beforeEach(async () => {
  isTouched = false;
  [postgres, clickhouse] = await Promise.all([
    freshPostgres({ migrated: true }),
    freshClickHouse({ migrated: true }),
  ]);
});
afterEach(async () => {
  await Promise.all([postgres.drop(), clickhouse.drop()]);
});

const tables = async () => {
  const { rows } = await postgres.pool.query<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1',
  );
  return rows.map(({ name }) => name);
};
const telemetry = async () =>
  (await readTelemetryTables(clickhouse.client)).map(({ name }) => name).sort();

/** Taken before there were routes and measurements. */
async function olderBackup(): Promise<BackupManifest> {
  const table = { columns: [], slices: [] };
  const controlPlane = (await tables()).filter((name) => name !== 'routes');
  const rest = (await telemetry()).filter((name) => name !== 'measurements');
  return {
    format: 'leeway-backup',
    formatVersion: 1,
    version: '0.0.1',
    takenAt: '2026-01-01T00:00:00.000Z',
    migrations: { postgres: [], clickhouse: [] },
    tables: [
      ...controlPlane.map((name) => ({ store: 'postgres', name, ...table }) as const),
      ...rest.map((name) => ({ store: 'clickhouse', name, ...table }) as const),
    ],
    sequences: [],
    routines: [],
  };
}

async function empty(manifest: BackupManifest, cluster?: string): Promise<void> {
  const stores = { postgres: postgres.pool, clickhouse: clickhouse.client };
  const onEmptied = () => {
    isTouched = true;
  };
  await emptyStores(stores, manifest, true, onEmptied, cluster);
}

it('what this release has made since a backup was taken goes too, and what others have stays', async () => {
  const backup = await olderBackup();
  await postgres.pool.query('CREATE TABLE theirs (id integer)');
  await empty(backup);
  expect([await tables(), await telemetry()]).toEqual([['theirs'], []]);
  expect(isTouched).toBe(true);
});

it('where a table of others refers to one of ours, nothing is changed', async () => {
  const backup = await olderBackup();
  await postgres.pool.query('CREATE TABLE theirs (project text REFERENCES projects)');
  const before = [await tables(), await telemetry()];
  await expect(empty(backup)).rejects.toThrow(/other objects depend/);
  expect([await tables(), await telemetry()]).toEqual(before);
  expect(isTouched).toBe(false);
});

it('tables of a cluster are dropped on every node of it', async () => {
  await expect(empty(await olderBackup(), 'main')).rejects.toThrow(/Replicated DDL/);
});
