import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createContentHash, hashName } from './content-hash.ts';

function hashOf(fields: readonly (readonly [string, string | number | boolean | null])[]): string {
  const hash = createContentHash();
  for (const [name, value] of fields) {
    if (typeof value === 'number') hash.addNumber(hashName(name), value);
    else if (typeof value === 'string') hash.addText(hashName(name), value);
    else hash.addWord(hashName(name), value);
  }
  return `${hash.high}:${hash.low}`;
}

const value = fc.oneof(fc.double({ noNaN: true }), fc.string(), fc.boolean(), fc.constant(null));
const fields = fc.uniqueArray(fc.tuple(fc.string(), value), { selector: ([name]) => name });

describe('content hash', () => {
  it('does not depend on the order of fields', () => {
    fc.assert(
      fc.property(fields, (list) => {
        expect(hashOf([...list].reverse())).toBe(hashOf(list));
      }),
    );
  });

  it('tells a number, its text, true and null apart', () => {
    const hashes = [1, '1', true, null, 0, ''].map((one) => hashOf([['x', one]]));
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('takes -0 for 0', () => {
    expect(hashOf([['x', -0]])).toBe(hashOf([['x', 0]]));
  });

  it('sees values that changed places', () => {
    const a = hashOf([
      ['x', 1],
      ['y', 2],
    ]);
    const b = hashOf([
      ['x', 2],
      ['y', 1],
    ]);
    expect(a).not.toBe(b);
  });

  it('starts anew after a reset', () => {
    const hash = createContentHash();
    hash.addText(1, 'a');
    hash.reset();
    expect([hash.high, hash.low]).toEqual([0, 0]);
  });

  it('has no collision among a hundred thousand near neighbours', () => {
    const hash = createContentHash();
    const found = new Set<string>();
    for (let i = 0; i < 100_000; i += 1) {
      hash.reset();
      hash.addNumber(hashName('amount'), i / 100);
      found.add(`${hash.high}:${hash.low}`);
    }
    expect(found.size).toBe(100_000);
  });
});
