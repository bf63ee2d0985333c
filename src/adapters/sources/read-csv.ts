import type { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import {
  BadFileError,
  cutRaw,
  emptyValues,
  type FileRow,
  type FileRows,
  type OnBadRow,
  ROWS_PER_BATCH,
} from './file-rows.ts';

/** A record this long is a quote that nobody closed. */
const RECORD_BYTES = 16 * 1_048_576;

/** Comma-separated text with a header. Every value stays text until the kind of its column is
 *  known: only then does `007` turn out to be a number or a code. Where bad rows are taken, a row of
 *  too few or too many cells is one, and stray quotes are letters: only a quote that nobody closes
 *  takes along what follows it. */
export async function* readCsv(stream: Readable, onBadRow?: OnBadRow): FileRows {
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    max_record_size: RECORD_BYTES,
    ...(onBadRow === undefined ? {} : TOLERANT),
  });
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
      if (record.length !== header.length && onBadRow !== undefined) {
        onBadRow({
          number,
          message: describeLength(header, record),
          raw: cutRaw(record.join(',')),
        });
        continue;
      }
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
      if (onBadRow !== undefined && header !== undefined) {
        if (batch.length > 0) yield batch;
        onBadRow({
          number: number + 1,
          message: `${error.message}; nothing after it was read`,
          raw: '',
        });
        return;
      }
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

const TOLERANT = { relax_column_count: true, relax_quotes: true } as const;

const describeLength = (header: readonly string[], record: readonly string[]): string =>
  `the row has ${record.length} cells, the header ${header.length}`;

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
