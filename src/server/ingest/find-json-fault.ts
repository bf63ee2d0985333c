export interface JsonFault {
  /** In UTF-16 units from the start of the text. */
  readonly offset: number;
  /** A sentence without a full stop. */
  readonly reason: string;
}

type Expectation =
  | 'value'
  | 'value or end'
  | 'name or end'
  | 'name'
  | 'colon'
  | 'comma or end'
  | 'nothing';

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\n\r]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const NOT_JSON = /-?(?:NaN|Infinity)|undefined|None|nan|inf/y;

const QUOTE = 34;
const BACKSLASH = 92;
const FIRST_PRINTABLE = 32;

/** Where and why a text is not JSON. The parser of the runtime says so in words that differ
 *  between versions and often without a place, so this looks again, once something is wrong.
 *  Iterative: depth costs memory, not stack. */
export function findJsonFault(text: string): JsonFault | null {
  const open: ('[' | '{')[] = [];
  let expected: Expectation = 'value';
  let at = 0;
  const skip = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const matched = pattern.test(text);
    if (matched) at = pattern.lastIndex;
    return matched;
  };
  /** By hand: an expression that repeats a choice runs out of stack on a long text. */
  const skipText = () => {
    if (text[at] !== '"') return false;
    const start = at;
    at += 1;
    while (at < text.length) {
      const unit = text.charCodeAt(at);
      if (unit === QUOTE) {
        at += 1;
        return true;
      }
      if (unit < FIRST_PRINTABLE) break;
      if (unit !== BACKSLASH) at += 1;
      else if (!skip(ESCAPE)) break;
    }
    at = start;
    return false;
  };
  const afterValue = (): Expectation => (open.length === 0 ? 'nothing' : 'comma or end');

  for (;;) {
    skip(SPACE);
    if (at >= text.length) {
      return expected === 'nothing' ? null : { offset: at, reason: 'it ends in the middle' };
    }
    const char = text[at];
    if (expected === 'nothing') return { offset: at, reason: 'something follows the end' };
    if (expected === 'colon') {
      if (char !== ':') return { offset: at, reason: 'a colon is missing' };
      at += 1;
      expected = 'value';
    } else if (expected === 'comma or end') {
      const top = open.at(-1);
      if (char === ',') expected = top === '{' ? 'name' : 'value';
      else if (char === (top === '{' ? '}' : ']')) {
        open.pop();
        expected = afterValue();
      } else return { offset: at, reason: 'a comma or an end is missing' };
      at += 1;
    } else if (char === '}' && expected === 'name or end') {
      open.pop();
      at += 1;
      expected = afterValue();
    } else if (char === ']' && expected === 'value or end') {
      open.pop();
      at += 1;
      expected = afterValue();
    } else if (expected === 'name' || expected === 'name or end') {
      if (!skipText()) return { offset: at, reason: faultOfText(text, at, 'a name in quotes') };
      expected = 'colon';
    } else if (char === '[' || char === '{') {
      open.push(char);
      at += 1;
      expected = char === '[' ? 'value or end' : 'name or end';
    } else if (skipText() || skip(NUMBER) || skip(WORD)) {
      expected = afterValue();
    } else {
      const start = at;
      if (skip(NOT_JSON)) {
        return { offset: start, reason: `${text.slice(start, at)} is not a value of JSON` };
      }
      return { offset: at, reason: faultOfText(text, at, 'a value') };
    }
  }
}

function faultOfText(text: string, at: number, expected: string): string {
  if (text[at] !== '"') return `${expected} is expected`;
  return text.indexOf('"', at + 1) < 0
    ? 'a text does not end'
    : 'a text has a character or an escape that must not be in it';
}
