export type FileFormat = 'csv' | 'ndjson' | 'parquet';

export interface FileRow {
  /** Of the file, from 1; a header is no row. */
  readonly number: number;
  /** By column. CSV gives text, whatever it means; the others what they hold. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** A row that is none: its text cannot be read as one. */
export interface BadRow {
  /** As the row would have had. */
  readonly number: number;
  readonly message: string;
  /** What there is in its place, cut off. */
  readonly raw: string;
}

/** Takes rows that cannot be read; without one, the first of them ends the file. */
export type OnBadRow = (row: BadRow) => void;

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

const RAW_CHARACTERS = 500;

export const cutRaw = (text: string): string =>
  text.length > RAW_CHARACTERS ? `${text.slice(0, RAW_CHARACTERS)}…` : text;
