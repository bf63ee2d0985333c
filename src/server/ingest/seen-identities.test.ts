import fc from 'fast-check';
import { expect, it } from 'vitest';
import { identityHash } from './identity-hash.ts';
import { createSeenIdentities } from './seen-identities.ts';

it('remembers at least the last half of its slots', () => {
  const seen = createSeenIdentities(64);
  for (let i = 0; i < 1_000; i += 1) {
    expect(seen.has(i * 64)).toBe(false);
    seen.add(i * 64);
    for (let back = 0; back < Math.min(32, i + 1); back += 1) {
      expect(seen.has((i - back) * 64)).toBe(true);
    }
  }
  expect(seen.has(0)).toBe(false);
});

it('never claims to have seen what it has not', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat()), fc.nat(), (added, asked) => {
      const seen = createSeenIdentities(256);
      for (const hash of added) seen.add(hash);
      if (!added.includes(asked)) expect(seen.has(asked)).toBe(false);
    }),
  );
});

it('tells identities apart that are concatenated alike', () => {
  expect(identityHash('m', 'ab', 'c')).not.toBe(identityHash('m', 'a', 'bc'));
});

it('has no collision among half a million numbered ids', () => {
  const hashes = new Set<number>();
  for (let i = 0; i < 500_000; i += 1) hashes.add(identityHash('mdl', `p-${i}`, 'champion'));
  expect(hashes.size).toBe(500_000);
});
