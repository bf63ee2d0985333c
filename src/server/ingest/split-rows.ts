import { isUtf8 } from 'node:buffer';
import { ApiError } from '../http/api-error.ts';
import { arrayElements, faultAt, skipSpace } from './array-elements.ts';
import { findInvalidUtf8 } from './find-invalid-utf8.ts';
import { findJsonFault } from './find-json-fault.ts';
import { Refusal } from './refusal.ts';

export type BodyFormat = 'json' | 'ndjson';

/** A row as it came, or why it cannot be read. */
export interface SplitRow {
  readonly index: number;
  readonly row: unknown;
}

export const MAXIMUM_ROW_BYTES = 1_048_576;
export const MAXIMUM_ROWS = 200_000;

const OPEN_BRACKET = 91;
const OPEN_BRACE = 123;
const LINE_FEED = 10;

/** The rows of a body, one by one. Broken JSON refuses the whole body, because nothing says
 *  where the next row starts; a broken line of NDJSON refuses itself. Bytes that are no UTF-8 are
 *  broken too: decoded in silence, ids that differ would become one. */
export function splitRows(body: Buffer, format: BodyFormat): Generator<SplitRow> {
  const isText = isUtf8(body);
  if (format === 'ndjson') return linesOf(body, isText);
  if (!isText) throw faultAt(findInvalidUtf8(body), 'it is not UTF-8');
  return elementsOf(body);
}

function* elementsOf(body: Buffer): Generator<SplitRow> {
  const from = skipSpace(body, hasByteOrderMark(body) ? 3 : 0);
  const first = body[from];
  const isBig = body.length - from > MAXIMUM_ROW_BYTES;
  if (isBig && first === OPEN_BRACE) {
    yield { index: 0, row: tooLarge() };
  } else if (isBig && first !== OPEN_BRACKET) {
    throw notRows();
  } else if (!isBig) {
    const parsed = parse(body, from, body.length);
    if (typeof parsed !== 'object' || parsed === null) throw notRows();
    const rows: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
    if (rows.length > MAXIMUM_ROWS) throw new ApiError('too_many_rows');
    for (let index = 0; index < rows.length; index += 1) yield { index, row: rows[index] };
  } else {
    let index = 0;
    for (const { start, end } of arrayElements(body, from)) {
      if (index === MAXIMUM_ROWS) throw new ApiError('too_many_rows');
      const row = end - start > MAXIMUM_ROW_BYTES ? tooLarge() : parse(body, start, end);
      yield { index, row };
      index += 1;
    }
  }
}

function* linesOf(body: Buffer, isText: boolean): Generator<SplitRow> {
  let start = hasByteOrderMark(body) ? 3 : 0;
  for (let index = 0; start < body.length; index += 1) {
    if (index === MAXIMUM_ROWS) throw new ApiError('too_many_rows');
    const feed = body.indexOf(LINE_FEED, start);
    const end = feed < 0 ? body.length : feed;
    if (skipSpace(body, start) < end) yield { index, row: readLine(body, start, end, isText) };
    start = end + 1;
  }
}

function readLine(body: Buffer, start: number, end: number, isText: boolean): unknown {
  if (end - start > MAXIMUM_ROW_BYTES) return tooLarge();
  if (!isText && !isUtf8(body.subarray(start, end))) {
    const offset = findInvalidUtf8(body.subarray(start, end));
    return new Refusal('invalid_line', `byte ${offset}: it is not UTF-8`);
  }
  const text = body.toString('utf8', start, end);
  try {
    return JSON.parse(text);
  } catch {
    const fault = findJsonFault(text);
    return new Refusal('invalid_line', `character ${fault?.offset ?? 0}: ${fault?.reason ?? ''}`);
  }
}

function parse(body: Buffer, start: number, end: number): unknown {
  const text = body.toString('utf8', start, end);
  try {
    return JSON.parse(text);
  } catch {
    const fault = findJsonFault(text);
    const offset = fault === null ? 0 : Buffer.byteLength(text.slice(0, fault.offset));
    throw faultAt(start + offset, fault?.reason ?? 'it cannot be read');
  }
}

const hasByteOrderMark = (body: Buffer) => body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;

const tooLarge = () =>
  new Refusal('row_too_large', `the row has more than ${MAXIMUM_ROW_BYTES} bytes`);

const notRows = () =>
  new ApiError('invalid_request', {
    where: 'body',
    detail: 'must be an array of objects, or one object',
  });
