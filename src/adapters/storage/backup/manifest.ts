/** What a backup says of itself, in `manifest.json`, its last entry but one. */
export interface BackupManifest {
  readonly format: typeof BACKUP_FORMAT;
  readonly formatVersion: number;
  /** Release that took it. */
  readonly version: string;
  /** The one moment that both stores are of. */
  readonly takenAt: string;
  readonly migrations: {
    readonly postgres: readonly AppliedMigration[];
    readonly clickhouse: readonly AppliedMigration[];
  };
  /** In the order in which they lie in the file, which is one in which they can be loaded. */
  readonly tables: readonly BackupTable[];
  readonly sequences: readonly BackupSequence[];
  /** Functions of the control plane: a target that is emptied loses them too. */
  readonly routines: readonly string[];
}

export interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
}

export type StoreName = 'postgres' | 'clickhouse';

export interface BackupTable {
  readonly store: StoreName;
  readonly name: string;
  readonly columns: readonly string[];
  readonly slices: readonly BackupSlice[];
}

/** Rows of a table that are loaded at once. */
export interface BackupSlice {
  readonly rows: number;
  /** Before compression. */
  readonly bytes: number;
  /** Parts of one gzip stream, in order. */
  readonly chunks: readonly BackupChunk[];
}

export interface BackupChunk {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface BackupSequence {
  readonly name: string;
  /** Null where it was never asked. */
  readonly lastValue: string | null;
}

export const BACKUP_FORMAT = 'leeway-backup';
export const FORMAT_VERSION = 1;
export const MANIFEST_ENTRY = 'manifest.json';
/** The last entry: a backup without it was broken off. */
export const SEAL_ENTRY = 'manifest.sha256';
/** Of the copies of tables that a backup reads from. */
export const COPY_PREFIX = 'leeway_backup_';

export const chunkName = (store: StoreName, table: string, slice: number, chunk: number): string =>
  `${store}/${table}.${slice}.${store === 'postgres' ? 'copy' : 'native'}.gz.${String(chunk).padStart(3, '0')}`;

export const chunksOf = ({ slices }: BackupTable): readonly BackupChunk[] =>
  slices.flatMap((slice) => slice.chunks);

export const rowsOf = ({ slices }: BackupTable): number =>
  slices.reduce((sum, slice) => sum + slice.rows, 0);

export type BackupErrorCode =
  | 'backup_busy'
  | 'backup_damaged'
  | 'backup_incomplete'
  | 'backup_newer'
  | 'nothing_to_back_up'
  | 'restore_unfinished'
  | 'tables_locked'
  | 'target_not_empty';

/** Why a backup was not taken or not restored, in a sentence for people. */
export class BackupError extends Error {
  readonly code: BackupErrorCode;

  constructor(code: BackupErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackupError';
    this.code = code;
  }
}
