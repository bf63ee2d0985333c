import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { openClickHouse } from '../clickhouse/open-clickhouse.ts';
import { databaseIdentity } from '../migration/migrate.ts';
import {
  type ControlSnapshot,
  isLogTable,
  lockBackups,
  snapshotControlPlane,
} from './control-snapshot.ts';
import { gzipChunks } from './gzip-chunks.ts';
import {
  BACKUP_FORMAT,
  type BackupChunk,
  type BackupManifest,
  type BackupSlice,
  type BackupTable,
  chunkName,
  FORMAT_VERSION,
  MANIFEST_ENTRY,
  SEAL_ENTRY,
} from './manifest.ts';
import { prepareTelemetryCopy, type TelemetryCopy } from './telemetry-copy.ts';

export interface StoreUrls {
  readonly clickhouseUrl: string;
  readonly postgresUrl: string;
}

export interface BackupEntry {
  readonly name: string;
  readonly data: Buffer;
}

/** A reader may be slow: no answer is given up before this long without a byte. */
const READER_PATIENCE_MS = 60 * 60_000;

export const sha256 = (data: Buffer | string): string =>
  createHash('sha256').update(data).digest('hex');

/** A backup that has begun: both stores were held still for a moment, and what they were then is
 *  kept until it is read or given up. */
export interface BegunBackup {
  readonly takenAt: Date;
  /** The entries of its file; read to the end or left, they let everything go. */
  entries(): AsyncGenerator<BackupEntry, void>;
}

/** Fixes both stores as they are at one moment. Servers go on meanwhile. */
export async function beginBackup(stores: StoreUrls, version: string): Promise<BegunBackup> {
  const lock = await lockBackups(stores.postgresUrl);
  const client = openClickHouse(stores.clickhouseUrl, { requestTimeoutMs: READER_PATIENCE_MS });
  let copy: TelemetryCopy | undefined;
  let control: ControlSnapshot | undefined;
  const release = async () => {
    // One failure must not keep the other parts from being let go.
    await Promise.allSettled([control?.close(), copy?.drop()]);
    await Promise.allSettled([client.close(), lock.release()]);
  };
  try {
    const telemetry = await prepareTelemetryCopy(client);
    copy = telemetry;
    const snapshot = await snapshotControlPlane(stores.postgresUrl, () => telemetry.fill());
    control = snapshot;
    const migrations = migrationsOf(snapshot, await databaseIdentity(client));
    return {
      takenAt: snapshot.takenAt,
      async *entries() {
        try {
          yield* writeEntries(snapshot, telemetry, { version, migrations });
        } finally {
          await release();
        }
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

async function* writeEntries(
  snapshot: ControlSnapshot,
  telemetry: TelemetryCopy,
  known: Pick<BackupManifest, 'version' | 'migrations'>,
): AsyncGenerator<BackupEntry, void> {
  const tables = yield* writeControlPlane(snapshot);
  // Nothing of it is needed any more, and old rows can be cleaned up behind it.
  await snapshot.close();
  tables.push(...(yield* writeTelemetry(telemetry)));
  const manifest: BackupManifest = {
    format: BACKUP_FORMAT,
    formatVersion: FORMAT_VERSION,
    ...known,
    takenAt: snapshot.takenAt.toISOString(),
    tables,
    sequences: snapshot.sequences,
    routines: snapshot.routines,
  };
  const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
  yield { name: MANIFEST_ENTRY, data: text };
  yield { name: SEAL_ENTRY, data: Buffer.from(`${sha256(text)}  ${MANIFEST_ENTRY}\n`) };
}

function migrationsOf(snapshot: ControlSnapshot, clickhouse: string): BackupManifest['migrations'] {
  const of = (store: string, target: string) =>
    snapshot.migrations
      .filter((one) => one.store === store && one.target === target)
      .map(({ name, checksum }) => ({ name, checksum }));
  return { postgres: of('postgres', ''), clickhouse: of('clickhouse', clickhouse) };
}

async function* writeControlPlane(
  snapshot: ControlSnapshot,
): AsyncGenerator<BackupEntry, BackupTable[]> {
  const tables: BackupTable[] = [];
  let logIsHeld = true;
  for (const { name, columns } of snapshot.tables) {
    if (logIsHeld && !isLogTable(name)) {
      await snapshot.releaseLog();
      logIsHeld = false;
    }
    const source = snapshot.read({ name, columns });
    const written = yield* writeSlice(source, (chunk) => chunkName('postgres', name, 0, chunk));
    const rows = source.rowCount;
    tables.push({ store: 'postgres', name, columns, slices: [{ rows, ...written }] });
  }
  return tables;
}

async function* writeTelemetry(copy: TelemetryCopy): AsyncGenerator<BackupEntry, BackupTable[]> {
  const tables: BackupTable[] = [];
  for (const { name, columns } of copy.tables) {
    const slices: BackupSlice[] = [];
    for (const cut of await copy.cuts(name)) {
      const source = await copy.read({ name, columns }, cut);
      const nameOf = (chunk: number) => chunkName('clickhouse', name, slices.length, chunk);
      slices.push({ rows: cut.rows, ...(yield* writeSlice(source, nameOf)) });
    }
    tables.push({ store: 'clickhouse', name, columns, slices });
  }
  return tables;
}

async function* writeSlice(
  source: Readable,
  nameOf: (chunk: number) => string,
): AsyncGenerator<BackupEntry, Pick<BackupSlice, 'bytes' | 'chunks'>> {
  const chunks: BackupChunk[] = [];
  const pieces = gzipChunks(source);
  try {
    for (;;) {
      const { done, value } = await pieces.next();
      if (done === true) return { bytes: value, chunks };
      const name = nameOf(chunks.length);
      chunks.push({ name, bytes: value.length, sha256: sha256(value) });
      yield { name, data: value };
    }
  } finally {
    await pieces.return(0);
    source.destroy();
  }
}
