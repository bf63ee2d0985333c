import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BadFileError, type FileFormat, type FileRows } from './file-rows.ts';
import { readCsv } from './read-csv.ts';
import { readNdjson } from './read-ndjson.ts';
import { readParquet } from './read-parquet.ts';

/** Reads a table from a file, in batches of rows. */
export async function* readRows(
  path: string,
  format: FileFormat,
  options: { readonly gzip?: boolean } = {},
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
    yield* (format === 'csv' ? readCsv : readNdjson)(openText(path, gzip));
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new BadFileError(`not a complete gzip file (${error.message})`, null, { cause: error });
    }
    throw error;
  }
}

function openText(path: string, gzip: boolean): Readable {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  // The pipeline hands errors of the file on to whoever reads the unpacked text.
  return gzip ? pipeline(file, createGunzip(), () => undefined) : file;
}
