export type FileFormat = 'csv' | 'ndjson' | 'parquet';

export interface FileRow {
  /** Of the file, from 1; a header is no row. */
  readonly number: number;
  /** By column. CSV gives text, whatever it means; the others what they hold. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Rows come in batches, because a promise a row costs more than reading it. */
export type FileRows = AsyncIterable<readonly FileRow[]>;

/** The file cannot be read from some place on. */
export class BadFileError extends Error {
  /** From 1; null where the format has none. */
  readonly line: number | null;

  constructor(message: string, line: number | null, options?: ErrorOptions) {
    super(line === null ? message : `line ${line}: ${message}`, options);
    this.name = 'BadFileError';
    this.line = line;
  }
}

export const ROWS_PER_BATCH = 1_000;

/** Without a prototype, so that no column name means anything but itself. */
export const emptyValues = (): Record<string, unknown> => Object.create(null);
