import type { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import {
  BadFileError,
  emptyValues,
  type FileRow,
  type FileRows,
  ROWS_PER_BATCH,
} from './file-rows.ts';

/** A record this long is a quote that nobody closed. */
const RECORD_BYTES = 16 * 1_048_576;

/** Comma-separated text with a header. Every value stays text until the kind of its column is
 *  known: only then does `007` turn out to be a number or a code. */
export async function* readCsv(stream: Readable): FileRows {
  const parser = parse({ bom: true, skip_empty_lines: true, max_record_size: RECORD_BYTES });
  stream.on('error', (error) => parser.destroy(error));
  stream.pipe(parser);
  let header: string[] | undefined;
  let batch: FileRow[] = [];
  let number = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      if (header === undefined) {
        header = checkHeader(record);
        continue;
      }
      number += 1;
      const values = emptyValues();
      for (let index = 0; index < header.length; index += 1) {
        values[header[index] as string] = record[index];
      }
      batch.push({ number, values });
      if (batch.length === ROWS_PER_BATCH) {
        yield batch;
        batch = [];
      }
    }
  } catch (error) {
    if (error instanceof CsvError) {
      const line = typeof error['lines'] === 'number' ? error['lines'] : null;
      throw new BadFileError(error.message, line, { cause: error });
    }
    throw error;
  } finally {
    stream.destroy();
  }
  if (header === undefined) throw new BadFileError('the file is empty', null);
  if (batch.length > 0) yield batch;
}

function checkHeader(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((raw, index) => {
    const name = raw.trim();
    if (name === '') throw new BadFileError(`column ${index + 1} of the header has no name`, 1);
    if (seen.has(name)) throw new BadFileError(`the header names "${name}" twice`, 1);
    seen.add(name);
    return name;
  });
}
