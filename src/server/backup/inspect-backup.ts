import { checkBackup } from '../../adapters/storage/backup/check-backup.ts';
import {
  BackupError,
  type BackupManifest,
  chunksOf,
  rowsOf,
  type StoreName,
} from '../../adapters/storage/backup/manifest.ts';

/** What a backup holds, for people. */
export interface BackupFacts {
  readonly takenAt: string;
  readonly version: string;
  readonly stores: readonly {
    readonly name: string;
    readonly tables: number;
    readonly rows: number;
    /** In the file. */
    readonly bytes: number;
  }[];
}

const STORES: readonly (readonly [StoreName, string])[] = [
  ['postgres', 'control plane'],
  ['clickhouse', 'telemetry'],
];

export function factsOf(manifest: BackupManifest): BackupFacts {
  const stores = STORES.map(([store, name]) => {
    const tables = manifest.tables.filter((table) => table.store === store);
    const rows = tables.reduce((sum, table) => sum + rowsOf(table), 0);
    const bytes = tables.flatMap(chunksOf).reduce((sum, chunk) => sum + chunk.bytes, 0);
    return { name, tables: tables.length, rows, bytes };
  });
  return { takenAt: manifest.takenAt, version: manifest.version, stores };
}

/** Reads a backup from end to end, or throws what is wrong with it. */
export async function inspectBackup(
  path: string,
  onProgress: (readBytes: number) => void,
): Promise<BackupFacts> {
  return factsOf(await checkBackup(path, onProgress));
}

/** The sentence of a backup that was refused; null for whatever else went wrong. */
export const refusalOf = (error: unknown): string | null =>
  error instanceof BackupError ? `${error.message} [${error.code}]` : null;
