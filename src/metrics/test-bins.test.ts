import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryRows, GRID, profileOf } from '../testing/arbitrary-profiles.ts';
import { countsInTestBins } from './counts-in-test-bins.ts';
import type { CategoricalGrid, NumericGrid } from './profile.ts';
import { joinOuterRanges, testBins } from './test-bins.ts';

const grid = (bins: number): NumericGrid => ({
  kind: 'numeric',
  id: 'grd_n',
  edges: Array.from({ length: bins - 1 }, (_, i) => i),
});

const colours: CategoricalGrid = {
  kind: 'categorical',
  id: 'grd_c',
  categories: ['red', 'blue', 'green', 'grey'],
};

/** [first, last] of the ranges. */
function ranges(counts: readonly number[], count: number): number[][] {
  return testBins(grid(counts.length), counts, count).flatMap((bin) =>
    bin.kind === 'range' ? [[bin.first, bin.last]] : [],
  );
}

describe('test bins with joined outer ranges', () => {
  const joined = (counts: readonly number[], count: number) =>
    joinOuterRanges(testBins(grid(counts.length), counts, count), counts).flatMap((bin) =>
      bin.kind === 'range' ? [[bin.first, bin.last, bin.from, bin.to]] : [],
    );

  it.each([
    [
      'count what lies beyond to the ends',
      [0, 0, 5, 5, 0],
      [
        [0, 2, null, 2],
        [3, 4, 2, null],
      ],
    ],
    [
      'are the same where nothing lies beyond',
      [5, 5],
      [
        [0, 0, null, 0],
        [1, 1, 0, null],
      ],
    ],
    [
      'keep what lies beyond a constant apart',
      [0, 7, 0],
      [
        [0, 0, null, 0],
        [1, 1, 0, 1],
        [2, 2, 1, null],
      ],
    ],
  ])('%s', (_, counts, expected) => {
    expect(joined(counts, 2)).toEqual(expected);
  });

  it('expect a row in every range but those beyond a constant', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 5 }), { minLength: 2, maxLength: 40 }),
        fc.integer({ min: 2, max: 12 }),
        (counts, count) => {
          const bins = joined(counts, count);
          // Side by side, from the first bin of the grid to the last.
          expect(bins[0]?.[0]).toBe(0);
          expect(bins.at(-1)?.[1]).toBe(counts.length - 1);
          bins.slice(1).forEach(([first], at) => {
            expect(first).toBe((bins[at]?.[1] ?? 0) + 1);
          });
          const filled = bins.filter(([first, last]) =>
            counts.slice(first ?? 0, (last ?? 0) + 1).some((one) => one > 0),
          );
          if (filled.length > 1) expect(filled).toHaveLength(bins.length);
        },
      ),
    );
  });
});

describe('test bins of numbers', () => {
  it.each([
    [
      'split the baseline mass evenly',
      [5, 5, 5, 5, 5, 5],
      3,
      [
        [0, 1],
        [2, 3],
        [4, 5],
      ],
    ],
    [
      'are fewer where one value holds more than its share',
      [1, 97, 2],
      10,
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
    ],
    [
      'cut where the mass is nearest to even',
      [4, 1, 5],
      2,
      [
        [0, 1],
        [2, 2],
      ],
    ],
    [
      'set apart what the baseline never had below and above',
      [0, 0, 5, 5, 0],
      2,
      [
        [0, 1],
        [2, 2],
        [3, 3],
        [4, 4],
      ],
    ],
    [
      'set apart both sides of a constant',
      [0, 9, 0],
      10,
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
    ],
    [
      'join gaps inside to the mass before or after them',
      [5, 0, 0, 5],
      2,
      [
        [0, 0],
        [1, 3],
      ],
    ],
    ['are one where the baseline has no values', [0, 0, 0], 4, [[0, 2]]],
  ])('%s', (_, counts, count, expected) => {
    expect(ranges(counts, count)).toEqual(expected);
  });

  it('name the values they hold, with no end outside', () => {
    expect(testBins(grid(4), [1, 1, 1, 1], 2)).toEqual([
      { kind: 'range', first: 0, last: 1, from: null, to: 1 },
      { kind: 'range', first: 2, last: 3, from: 1, to: null },
      { kind: 'missing' },
    ]);
  });

  it('cover every grid bin once, and keep the mass of each near its share', () => {
    const masses = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(masses, fc.integer({ min: 1, max: 20 }), (counts, count) => {
        const found = ranges(counts, count);
        expect(found[0]?.[0]).toBe(0);
        expect(found.at(-1)?.[1]).toBe(counts.length - 1);
        expect(found.slice(1).map(([first = 0]) => first - 1)).toEqual(
          found.slice(0, -1).map(([, last]) => last),
        );
        const total = counts.reduce((sum, c) => sum + c, 0);
        for (const [first = 0, last = 0] of found) {
          const mass = counts.slice(first, last + 1).reduce((sum, c) => sum + c, 0);
          expect(mass).toBeLessThanOrEqual(total / count + 9);
        }
      }),
    );
  });

  it('together count every row of a profile', () => {
    fc.assert(
      fc.property(arbitraryRows, fc.integer({ min: 1, max: 8 }), (rows, count) => {
        const profile = profileOf(rows);
        const counts = countsInTestBins(
          profile,
          testBins(GRID, profile.numeric?.bins ?? [], count),
        );
        const sum = counts.reduce((total, weight) => total + weight, 0);
        expect(Math.abs(sum - profile.weight)).toBeLessThan(1e-9 * (1 + profile.weight));
      }),
    );
  });
});

describe('test bins of categories', () => {
  it('stand alone while there are no more than allowed', () => {
    const bins = testBins(colours, [4, 3, 2, 1], 4);
    expect(bins.map((bin) => (bin.kind === 'categories' ? bin.members : bin.kind))).toEqual([
      [0],
      [1],
      [2],
      [3],
      'unseen',
      'missing',
    ]);
  });

  it('join the lightest of the baseline, whatever the order of the grid', () => {
    const bins = testBins(colours, [1, 8, 2, 9], 3);
    expect(bins.map((bin) => (bin.kind === 'categories' ? bin.members : bin.kind))).toEqual([
      [3],
      [1],
      [2, 0],
      'unseen',
      'missing',
    ]);
  });

  it('count unseen values and missing ones apart', () => {
    const counts = countsInTestBins(
      {
        column: 'c',
        grid: colours,
        rows: 30,
        weight: 30,
        weightSquares: 30,
        missing: { absent: 1, null: 1, nan: 1, infinite: 1, mismatched: 1 },
        categorical: { counts: [10, 5, 3, 2], unseen: [['pink', 2]], unseenRest: 3 },
      },
      testBins(colours, [10, 5, 3, 2], 3),
    );
    expect(counts).toEqual([10, 5, 5, 5, 5]);
  });
});

describe('test bins', () => {
  it.each([
    ['no bins', () => testBins(colours, [1, 1, 1, 1], 0), /from 1 on, not 0/],
    ['counts of another grid', () => testBins(colours, [1], 3), /grd_c has 4 bins, the counts 1/],
  ])('refuse %s with a sentence', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
