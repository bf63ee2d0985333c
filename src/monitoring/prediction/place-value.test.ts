import { describe, expect, it } from 'vitest';
import type { ColumnKind } from '../../metrics/profile.ts';
import { placeValue } from './place-value.ts';

const flaw = (name: string) => ({ flaw: name });

describe('placeValue', () => {
  const cases: readonly [string, ColumnKind, unknown, unknown][] = [
    ['a number is a number', 'numeric', 1.5, 1.5],
    ['zero is a value', 'numeric', 0, 0],
    ['a number in quotes is of the wrong kind', 'numeric', '1.5', flaw('mismatched')],
    ['a boolean is not a number', 'numeric', true, flaw('mismatched')],
    ['the word NaN is not a number and says so', 'numeric', 'NaN', flaw('nan')],
    ['the word Infinity is infinite', 'numeric', 'Infinity', flaw('infinite')],
    ['so is its opposite', 'numeric', '-Infinity', flaw('infinite')],
    ['a number beyond doubles is infinite', 'numeric', JSON.parse('1e999'), flaw('infinite')],
    ['a true boolean is a category', 'boolean', true, 'true'],
    ['a boolean in a file is a text', 'boolean', 'false', 'false'],
    ['one is not true', 'boolean', 1, flaw('mismatched')],
    ['a category is a text', 'categorical', 'NL', 'NL'],
    ['the empty category is a value', 'categorical', '', ''],
    ['a number may be a category', 'categorical', 7, '7'],
    ['a boolean may be a category', 'categorical', false, 'false'],
    ['a list is no category', 'categorical', ['a'], flaw('mismatched')],
    ['an object is no text', 'text', {}, flaw('mismatched')],
    ['a list of numbers is an embedding', 'embedding', [1, 2], [1, 2]],
    ['a list with a hole is none', 'embedding', [1, null], flaw('mismatched')],
    ['nor is one beyond 32-bit floats', 'embedding', [1e39], flaw('mismatched')],
  ];
  it.each(cases)('%s', (_, kind, value, expected) => {
    expect(placeValue(kind, value)).toEqual(expected);
  });

  it.each(['numeric', 'categorical', 'boolean', 'text', 'embedding'] as const)(
    'null is missing in a column of kind %s',
    (kind) => {
      expect(placeValue(kind, null)).toEqual(flaw('null'));
    },
  );
});
