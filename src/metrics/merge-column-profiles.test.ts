import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryRows, profileOf } from '../testing/arbitrary-profiles.ts';
import { mergeColumnProfiles } from './merge-column-profiles.ts';
import type { CategoricalSummary, ColumnProfile } from './profile.ts';

/** Every number of a profile, so that two of them can be compared up to rounding. */
function numbersOf(profile: ColumnProfile): number[] {
  const { numeric, missing } = profile;
  return [
    profile.rows,
    profile.weight,
    profile.weightSquares,
    ...Object.values(missing),
    numeric?.moments.n ?? 0,
    numeric?.moments.mean ?? 0,
    Math.sqrt(numeric?.moments.m2 ?? 0),
    numeric?.min ?? 0,
    numeric?.max ?? 0,
    ...(numeric?.bins ?? []),
  ];
}

function expectSame(actual: ColumnProfile, expected: ColumnProfile) {
  const other = numbersOf(expected);
  const numbers = numbersOf(actual);
  expect(numbers).toHaveLength(other.length);
  numbers.forEach((number, i) => {
    expect(Math.abs(number - (other[i] ?? 0))).toBeLessThanOrEqual(1e-5);
  });
}

function categorical(summary: CategoricalSummary): ColumnProfile {
  return {
    column: 'c',
    grid: { kind: 'categorical', id: 'grd_c', categories: ['a', 'b'] },
    rows: 10,
    weight: 10,
    weightSquares: 10,
    missing: { absent: 0, null: 0, nan: 0, infinite: 0, mismatched: 0 },
    categorical: summary,
  };
}

describe('merging column profiles', () => {
  it('of two parts gives the profile of the whole', () => {
    fc.assert(
      fc.property(arbitraryRows, arbitraryRows, (a, b) => {
        expectSame(mergeColumnProfiles(profileOf(a), profileOf(b)), profileOf([...a, ...b]));
      }),
    );
  });

  it('does not depend on the order or the grouping', () => {
    fc.assert(
      fc.property(arbitraryRows, arbitraryRows, arbitraryRows, (a, b, c) => {
        const [p, q, r] = [profileOf(a), profileOf(b), profileOf(c)];
        expectSame(mergeColumnProfiles(p, q), mergeColumnProfiles(q, p));
        expectSame(
          mergeColumnProfiles(mergeColumnProfiles(p, q), r),
          mergeColumnProfiles(p, mergeColumnProfiles(q, r)),
        );
      }),
    );
  });

  it('does not take the minimum of a window without values for a value', () => {
    const merged = mergeColumnProfiles(profileOf([['null', 1]]), profileOf([[5, 1]]));
    expect([merged.numeric?.min, merged.numeric?.max]).toEqual([5, 5]);
  });

  it('adds unseen values by name, heaviest first, and loses no weight', () => {
    const merged = mergeColumnProfiles(
      categorical({
        counts: [3, 1],
        unseen: [
          ['x', 2],
          ['y', 1],
        ],
        unseenRest: 3,
      }),
      categorical({
        counts: [2, 2],
        unseen: [
          ['y', 4],
          ['w', 2],
        ],
        unseenRest: 0,
      }),
    );
    expect(merged.categorical).toEqual({
      counts: [5, 3],
      unseen: [
        ['y', 5],
        ['w', 2],
        ['x', 2],
      ],
      unseenRest: 3,
    });
  });

  it('keeps the only summary where the other profile has none', () => {
    const { numeric: _, ...without } = profileOf([]);
    const present = profileOf([[1, 1]]);
    expect(mergeColumnProfiles(without, present).numeric).toEqual(present.numeric);
    expect(mergeColumnProfiles(present, without).numeric).toEqual(present.numeric);
    expect('numeric' in mergeColumnProfiles(without, without)).toBe(false);
  });

  it.each([
    ['other columns', { column: 'y' }, /"x" and "y" cannot be merged/],
    ['other grids', { grid: { kind: 'numeric', id: 'grd_2', edges: [] } }, /grd_test and grd_2/],
  ] as const)('refuses %s with a sentence', (_, change, message) => {
    const profile = profileOf([[1, 1]]);
    expect(() => mergeColumnProfiles(profile, { ...profile, ...change })).toThrow(message);
  });
});
