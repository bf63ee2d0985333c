import { openClickHouse } from '../clickhouse/open-clickhouse.ts';
import { migrate, readOwnMigrations } from '../migration/migrate.ts';
import { openPostgres } from '../postgres/open-postgres.ts';
import { type LoadOptions, openControlPlaneLoad } from './load-control-plane.ts';
import { loadTelemetry, withWritableColumns } from './load-telemetry.ts';
import { type AppliedMigration, BackupError, type BackupManifest } from './manifest.ts';
import { readSlices, type SliceLoader } from './read-slices.ts';
import type { StoreUrls } from './take-backup.ts';

export interface RestoreOptions extends LoadOptions {
  readonly cluster?: string;
  readonly onProgress?: (readBytes: number) => void;
}

const LOAD_PATIENCE_MS = 60 * 60_000;

/** Refuses what this release cannot bring up to date. */
export async function requireKnownState(manifest: BackupManifest): Promise<void> {
  const own = await readOwnMigrations();
  for (const store of ['postgres', 'clickhouse'] as const) {
    const known = new Map(own[store].map(({ name, checksum }) => [name, checksum]));
    for (const { name, checksum } of manifest.migrations[store]) {
      if (known.get(name) === checksum) continue;
      throw new BackupError(
        'backup_newer',
        `The backup was taken by Leeway ${manifest.version} and its ${store} is in a state (${name}) that this release does not know. Restore it with that release or a later one.`,
      );
    }
  }
}

/** Loads a backup that was checked into empty stores, and brings them up to date. Returns the
 *  migrations that were applied to what the backup held. */
export async function restoreBackup(
  path: string,
  manifest: BackupManifest,
  stores: StoreUrls,
  options: RestoreOptions,
): Promise<readonly string[]> {
  const clickhouse = openClickHouse(stores.clickhouseUrl, { requestTimeoutMs: LOAD_PATIENCE_MS });
  const postgres = openPostgres(stores.postgresUrl, { maxConnections: 2 });
  const { cluster } = options;
  const target = { clickhouse, postgres, ...(cluster === undefined ? {} : { cluster }) };
  const namesOf = (of: readonly AppliedMigration[]) => new Set(of.map((one) => one.name));
  try {
    const { migrations } = manifest;
    const only = {
      postgres: namesOf(migrations.postgres),
      clickhouse: namesOf(migrations.clickhouse),
    };
    await migrate({ ...target, only });
    await load(path, manifest, { ...stores, clickhouse }, options);
    return await migrate(target);
  } finally {
    await Promise.allSettled([clickhouse.close(), postgres.end()]);
  }
}

async function load(
  path: string,
  manifest: BackupManifest,
  target: StoreUrls & { clickhouse: ReturnType<typeof openClickHouse> },
  options: RestoreOptions,
): Promise<void> {
  const control = await openControlPlaneLoad(target.postgresUrl, manifest, options);
  try {
    const loadSlice: SliceLoader = (one, rows) =>
      one.table.store === 'postgres'
        ? control.load(one, rows)
        : loadTelemetry(target.clickhouse, one, rows);
    await withWritableColumns(target.clickhouse, () =>
      readSlices(path, manifest, loadSlice, options.onProgress),
    );
    // Last: until now the control plane is empty.
    await control.commit();
  } finally {
    await control.close();
  }
}
