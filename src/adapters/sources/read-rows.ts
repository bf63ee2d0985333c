import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BadFileError, type FileFormat, type FileRows, type OnBadRow } from './file-rows.ts';
import { readCsv } from './read-csv.ts';
import { readNdjson } from './read-ndjson.ts';
import { readParquet } from './read-parquet.ts';

export interface ReadOptions {
  readonly gzip?: boolean;
  /** Text formats only: takes the rows that cannot be read, so that the others still are. */
  readonly onBadRow?: OnBadRow;
  /** Text formats only: tells how far the file itself has been read, for whoever shows it. */
  readonly onOpen?: (file: { readonly bytesRead: number }) => void;
}

/** Reads a table from a file, in batches of rows. */
export async function* readRows(
  path: string,
  format: FileFormat,
  options: ReadOptions = {},
): FileRows {
  const gzip = options.gzip ?? false;
  if (format === 'parquet') {
    if (gzip) {
      throw new BadFileError('Parquet is compressed within: unpack the file around it first', null);
    }
    yield* readParquet(path);
    return;
  }
  try {
    yield* (format === 'csv' ? readCsv : readNdjson)(openText(path, options), options.onBadRow);
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new BadFileError(`not a complete gzip file (${error.message})`, null, { cause: error });
    }
    throw error;
  }
}

function openText(path: string, { gzip, onOpen }: ReadOptions): Readable {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  onOpen?.(file);
  // The pipeline hands errors of the file on to whoever reads the unpacked text.
  return gzip === true ? pipeline(file, createGunzip(), () => undefined) : file;
}
