import type { Readable } from 'node:stream';
import { CsvError, type Parser, parse } from 'csv-parse';
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
  // Taken as they are parsed: what a parser holds back when it fails would be lost with it.
  const parsed: string[][] = [];
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    max_record_size: RECORD_BYTES,
    on_record: (record: string[]) => void parsed.push(record),
    ...(onBadRow === undefined ? {} : TOLERANT),
  });
  parser.on('error', () => {});
  let header: string[] | undefined;
  let batch: FileRow[] = [];
  let number = 0;
  try {
    for await (const chunk of chunksOf(stream)) {
      const failure = await feed(parser, chunk);
      for (const record of parsed.splice(0)) {
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
      if (failure === null) continue;
      if (onBadRow === undefined || header === undefined) throw asBadFile(failure);
      onBadRow({
        number: number + 1,
        message: `${failure.message}; nothing after it was read`,
        raw: '',
      });
      break;
    }
  } finally {
    stream.destroy();
    parser.destroy();
  }
  if (header === undefined) throw new BadFileError('the file is empty', null);
  if (batch.length > 0) yield batch;
}

/** Null once the stream is at its end. */
async function* chunksOf(stream: Readable): AsyncGenerator<Buffer | null> {
  yield* stream;
  yield null;
}

/** Parses one piece, or the end; what stands against it, if anything does. */
function feed(parser: Parser, chunk: Buffer | null): Promise<CsvError | null> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => {
      if (!error) resolve(null);
      else if (error instanceof CsvError) resolve(error);
      else reject(error);
    };
    if (chunk === null) parser.end(done);
    else parser.write(chunk, done);
  });
}

function asBadFile(error: CsvError): BadFileError {
  const line = typeof error['lines'] === 'number' ? error['lines'] : null;
  return new BadFileError(error.message, line, { cause: error });
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
