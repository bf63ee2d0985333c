import { expect, test } from 'vitest';
import type { ColumnKind } from '../../metrics/profile.ts';
import { readFileNumber, readFileText, readFileValue } from './read-file-value.ts';

test.each<[string, ColumnKind, unknown, unknown]>([
  ['digits are a number', 'numeric', ' 1.50 ', 1.5],
  ['an exponent is one too', 'numeric', '-1e-3', -0.001],
  ['words for nothing are nothing in a column of numbers', 'numeric', 'N/A', null],
  ['but names in one of categories', 'categorical', 'N/A', 'N/A'],
  ['NaN stays a word that placing understands', 'numeric', 'nan', 'NaN'],
  ['and so do infinities', 'numeric', '-inf', '-Infinity'],
  ['what is no number stays what it is', 'numeric', '12 km', '12 km'],
  ['hexadecimal is no number', 'numeric', '0x1F', '0x1F'],
  ['a blank cell is nothing', 'categorical', '  ', null],
  ['codes keep their zeros', 'categorical', '007', '007'],
  ['numbers stay numbers for placing to write out', 'categorical', 7, 7],
  ['large whole numbers keep their digits', 'categorical', 2n ** 60n, '1152921504606846976'],
  ['true in any case is true', 'boolean', 'TRUE', 'true'],
  ['a vector in text is a vector', 'embedding', '[1, 2.5]', [1, 2.5]],
  ['a typed array is one too', 'embedding', new Float32Array([0.5, 1]), [0.5, 1]],
  ['a broken vector stays what it is', 'embedding', '[1,', '[1,'],
  ['a date becomes text', 'text', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['a date that is none is nothing', 'text', new Date(Number.NaN), null],
  ['nested values become JSON', 'text', { a: [1n] }, '{"a":["1"]}'],
])('%s', (_, kind, value, expected) => {
  expect(readFileValue(kind, value)).toEqual(expected);
});

test.each([
  [1n, 1],
  [true, true],
  ['', null],
  [null, null],
])('the number of %s is %s', (value, expected) => {
  expect(readFileNumber(value)).toBe(expected);
});

test.each([
  [1, '1'],
  [true, 'true'],
  [' ', null],
  [undefined, null],
  [' yes', ' yes'],
])('the text of %s is %s', (value, expected) => {
  expect(readFileText(value)).toBe(expected);
});
