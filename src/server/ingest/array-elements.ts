import { ApiError } from '../http/api-error.ts';

/** Start and end of one element of a JSON array, in bytes. */
export interface ElementSpan {
  readonly start: number;
  readonly end: number;
}

const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

const isSpace = (byte: number | undefined) =>
  byte === 32 || byte === 10 || byte === 13 || byte === 9;

export function skipSpace(body: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(body[at])) at += 1;
  return at;
}

function trimEnd(body: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(body[at - 1])) at -= 1;
  return at;
}

/** Cuts a big array into its elements without parsing them, so that a row can be refused by its
 *  size and the values of one row at a time are in memory. What is inside an element is for
 *  the parser to judge. */
export function* arrayElements(body: Uint8Array, from: number): Generator<ElementSpan> {
  let at = skipSpace(body, from + 1);
  if (body[at] === CLOSE_BRACKET) return expectEnd(body, at + 1);
  for (;;) {
    const start = at;
    at = endOfElement(body, at);
    yield { start, end: trimEnd(body, start, at) };
    if (body[at] === CLOSE_BRACKET) return expectEnd(body, at + 1);
    at = skipSpace(body, at + 1);
  }
}

function expectEnd(body: Uint8Array, from: number): void {
  const at = skipSpace(body, from);
  if (at < body.length) throw faultAt(at, 'something follows the end');
}

/** The comma or the bracket after the element. */
function endOfElement(body: Uint8Array, from: number): number {
  let depth = 0;
  for (let at = from; at < body.length; at += 1) {
    switch (body[at]) {
      case QUOTE:
        at = endOfText(body, at + 1);
        break;
      case OPEN_BRACKET:
      case OPEN_BRACE:
        depth += 1;
        break;
      case CLOSE_BRACE:
        depth -= 1;
        break;
      case CLOSE_BRACKET:
        if (depth === 0) return at;
        depth -= 1;
        break;
      case COMMA:
        if (depth === 0) return at;
    }
  }
  throw faultAt(body.length, 'it ends in the middle');
}

function endOfText(body: Uint8Array, from: number): number {
  for (let at = from; at < body.length; at += 1) {
    if (body[at] === QUOTE) return at;
    if (body[at] === BACKSLASH) at += 1;
  }
  throw faultAt(body.length, 'a text does not end');
}

export const faultAt = (offset: number, reason: string) =>
  new ApiError('invalid_json', { detail: { offset, reason } });
