import type { Readable } from 'node:stream';
import {
  BadFileError,
  cutRaw,
  type FileRow,
  type FileRows,
  type OnBadRow,
  ROWS_PER_BATCH,
} from './file-rows.ts';

/** A longer line is not one row of a table. */
const LINE_CHARACTERS = 16 * 1_048_576;

/** One JSON object a line; blank lines are skipped. */
export async function* readNdjson(stream: Readable, onBadRow?: OnBadRow): FileRows {
  let batch: FileRow[] = [];
  let number = 0;
  let line = 0;
  for await (const text of linesOf(stream)) {
    line += 1;
    if (text.trim() === '') continue;
    number += 1;
    try {
      batch.push({ number, values: parseLine(text, line) });
    } catch (error) {
      if (onBadRow === undefined || !(error instanceof BadFileError)) throw error;
      onBadRow({ number, message: error.message, raw: cutRaw(text) });
    }
    if (batch.length === ROWS_PER_BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (number === 0) throw new BadFileError('the file is empty', null);
  if (batch.length > 0) yield batch;
}

async function* linesOf(stream: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > LINE_CHARACTERS) {
      throw new BadFileError(`a line is longer than ${LINE_CHARACTERS} characters`, null);
    }
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

function parseLine(text: string, line: number): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadFileError(error instanceof Error ? error.message : String(error), line, {
      cause: error,
    });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadFileError('a row must be a JSON object', line);
  }
  return value as Record<string, unknown>;
}
