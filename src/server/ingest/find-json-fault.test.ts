import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonFault } from './find-json-fault.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('findJsonFault', () => {
  it.each([
    ['a list that ends in the middle', '[{"a":1},', 9, 'it ends in the middle'],
    ['a text that ends in the middle', '["ab', 1, 'a text does not end'],
    ['NaN', '{"a":NaN}', 5, 'NaN is not a value of JSON'],
    ['minus infinity', '[-Infinity]', 1, '-Infinity is not a value of JSON'],
    ['None', '[None]', 1, 'None is not a value of JSON'],
    ['a comma too many', '[1,]', 3, 'a value is expected'],
    ['a name without quotes', '{a:1}', 1, 'a name in quotes is expected'],
    ['a missing colon', '{"a" 1}', 5, 'a colon is missing'],
    ['a missing comma', '[1 2]', 3, 'a comma or an end is missing'],
    ['two values', '{} {}', 3, 'something follows the end'],
    ['nothing', '', 0, 'it ends in the middle'],
    [
      'a line break in a text',
      '["a\nb"]',
      1,
      'a text has a character or an escape that must not be in it',
    ],
  ])('finds %s', (_, text, offset, reason) => {
    expect(findJsonFault(text)).toEqual({ offset, reason });
  });

  it('survives a million open brackets', () => {
    expect(findJsonFault('['.repeat(1_000_000))?.offset).toBe(1_000_000);
  });

  it('finds a fault exactly where the parser finds one', () => {
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', 'x', '\\', '\u0001'))
      .map(([json, at, insert]) => {
        const cut = at % (json.length + 1);
        return json.slice(0, cut) + insert + json.slice(cut + (insert === '' ? 1 : 0));
      });
    fc.assert(
      fc.property(broken, (text) => {
        expect(findJsonFault(text) === null).toBe(parses(text));
      }),
      { numRuns: 2_000 },
    );
  });
});
