import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../stats/random.ts';
import { GRID, profileOf, type Row } from '../../testing/arbitrary-profiles.ts';
import type { ColumnProfile } from '../profile.ts';
import type { Smoothing } from '../smooth-shares.ts';
import {
  populationStabilityIndex,
  populationStabilityIndexMetric,
} from './population-stability-index.ts';

const counts = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 0, max: 1e6 })), {
    minLength: 2,
    maxLength: 40,
  })
  .filter((pairs) => pairs.some(([p]) => p > 0) && pairs.some(([, q]) => q > 0));
const options = fc.constantFrom(
  {},
  { smoothing: 'replace_zero' } as const,
  { smoothing: 'floor' } as const,
  { smoothing: 'add', amount: 1e-5 } as const,
);

const left = (pairs: readonly (readonly [number, number])[]) => pairs.map(([p]) => p);
const right = (pairs: readonly (readonly [number, number])[]) => pairs.map(([, q]) => q);

describe('population stability index', () => {
  it('is finite and never negative, whatever the counts and the convention', () => {
    fc.assert(
      fc.property(counts, options, (pairs, convention) => {
        const value = populationStabilityIndex(left(pairs), right(pairs), convention);
        expect(Number.isFinite(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('is 0 between a profile and itself', () => {
    fc.assert(
      fc.property(counts, options, (pairs, convention) => {
        expect(populationStabilityIndex(left(pairs), left(pairs), convention)).toBe(0);
      }),
    );
  });

  it('is the same in both directions and in any order of the bins', () => {
    fc.assert(
      fc.property(counts, options, (pairs, convention) => {
        const value = populationStabilityIndex(left(pairs), right(pairs), convention);
        const swapped = populationStabilityIndex(right(pairs), left(pairs), convention);
        const reversed = [...pairs].reverse();
        const turned = populationStabilityIndex(left(reversed), right(reversed), convention);
        expect(Math.abs(swapped - value)).toBeLessThanOrEqual(1e-12 * (1 + value));
        expect(Math.abs(turned - value)).toBeLessThanOrEqual(1e-9 * (1 + value));
      }),
    );
  });

  it('does not change by bins that are empty on both sides', () => {
    expect(populationStabilityIndex([10, 0, 20, 0], [20, 0, 10, 0])).toBe(
      populationStabilityIndex([10, 20], [20, 10]),
    );
  });

  it('without zeros and smoothing is the sum that its formula says', () => {
    // Yurdakul & Naranjo 2020, eq. 1, by hand: shares 0.5/0.5 against 0.25/0.75.
    const byHand = -0.25 * Math.log(0.5) + 0.25 * Math.log(1.5);
    expect(populationStabilityIndex([50, 50], [25, 75], { smoothing: 'replace_zero' })).toBeCloseTo(
      byHand,
      14,
    );
  });

  it.each([
    ['vectors of other length', [1, 2], [1], {}, /2 bins, the window 1/],
    ['negative counts', [1, -1], [1, 1], {}, /not negative, not -1/],
    ['NaN', [1, 1], [1, Number.NaN], {}, /not NaN/],
    ['infinite counts', [1, 1], [1, 1 / 0], {}, /not Infinity/],
    ['an empty baseline', [0, 0], [1, 1], {}, /all counts are 0/],
    ['an empty window', [1, 1], [0, 0], {}, /all counts are 0/],
    ['no amount to smooth by', [1, 1], [1, 1], { amount: 0 }, /above 0, not 0/],
  ] as const)('refuses %s with a sentence', (_, baseline, window, convention, message) => {
    expect(() => populationStabilityIndex(baseline, window, convention)).toThrow(message);
  });
});

interface Vectors {
  readonly cases: readonly {
    readonly id: string;
    readonly baseline: readonly number[];
    readonly window: readonly number[];
    readonly smoothing: Smoothing;
    readonly amount: number;
    readonly expected: number;
  }[];
}

describe('population stability index of other libraries', () => {
  const file = new URL('population-stability-index.vectors.json', import.meta.url);
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

  it.each(cases)('is the same for $id', ({ baseline, window, smoothing, amount, expected }) => {
    const value = populationStabilityIndex(baseline, window, { smoothing, amount });
    expect(value).toBeCloseTo(expected, 12);
  });
});

describe('population stability index without drift', () => {
  it('is (1/n + 1/m)·(bins − 1) on average', () => {
    const { integer } = createRandom(11);
    const drawn = (rows: number) => {
      const counts = new Array<number>(10).fill(0);
      for (let i = 0; i < rows; i += 1) {
        const bin = integer(10);
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
      return counts;
    };
    const [m, n, rounds] = [4000, 1000, 300];
    let sum = 0;
    for (let round = 0; round < rounds; round += 1) {
      sum += populationStabilityIndex(drawn(m), drawn(n));
    }
    const expected = (1 / n + 1 / m) * 9;
    // χ² with 9 degrees of freedom varies by 0.47 of its mean: 300 rounds give it to 2.7 %.
    expect(Math.abs(sum / rounds / expected - 1)).toBeLessThan(0.1);
  });
});

const spread = (count: number, value: (i: number) => Row[0]): ColumnProfile =>
  profileOf(Array.from({ length: count }, (_, i): Row => [value(i), 1]));
const { measure } = populationStabilityIndexMetric;

describe('population stability index of a column', () => {
  const baseline = spread(1000, (i) => (i % 100) / 10);

  it('is 0 for the same rows, and tells both sample sizes', () => {
    expect(measure(baseline, baseline, {})).toEqual({ kind: 'value', value: 0, n: 1000, m: 1000 });
  });

  it.each([
    ['values in other places', spread(1000, (i) => (i % 100) / 20), 0.1],
    ['values that went missing', spread(1000, (i) => (i % 2 ? 'null' : (i % 100) / 10)), 0.5],
    ['values of the wrong kind', spread(1000, (i) => (i % 2 ? 'mismatched' : (i % 100) / 10)), 0.5],
    ['values above all of the baseline', spread(1000, () => 500), 1],
  ])('sees %s', (_, window, atLeast) => {
    const measured = measure(window, baseline, {});
    expect(measured.kind === 'value' && measured.value).toBeGreaterThan(atLeast);
  });

  it('sees a constant that became another one', () => {
    const one = spread(500, () => 1);
    const fifty = spread(500, () => 50);
    const measured = measure(fifty, one, {});
    expect(measured.kind === 'value' && measured.value).toBeGreaterThan(5);
  });

  it('does not depend on the unit of the weights', () => {
    const scaled = (factor: number, top: number): ColumnProfile =>
      profileOf(Array.from({ length: 600 }, (_, i): Row => [i % top, factor]));
    const ones = measure(scaled(1, 9), scaled(1, 5), {});
    const small = measure(scaled(2 ** -10, 9), scaled(2 ** -10, 5), {});
    expect(small).toEqual(ones);
  });

  it.each([
    ['no rows', profileOf([]), baseline, 'no_data', 'no_rows'],
    ['no baseline', baseline, undefined, 'no_data', 'no_baseline'],
    ['a baseline of no rows', baseline, profileOf([]), 'no_data', 'no_baseline_rows'],
    ['too few rows', spread(199, () => 1), baseline, 'insufficient_data', 'too_few_rows'],
    [
      'a short baseline',
      baseline,
      spread(9, () => 1),
      'insufficient_data',
      'too_few_baseline_rows',
    ],
  ] as const)('answers %s by name instead of a number', (_, window, base, kind, reason) => {
    expect(measure(window, base, {})).toMatchObject({ kind, reason });
  });

  it('measures a window or a baseline in which every value is missing', () => {
    const { numeric: _, ...missing } = spread(1000, () => 'null');
    expect(measure(missing, baseline, {})).toMatchObject({ kind: 'value' });
    expect(measure(baseline, missing, {})).toMatchObject({ kind: 'value' });
    expect(measure(missing, missing, {})).toMatchObject({ kind: 'value', value: 0 });
  });

  it('takes bins and convention as parameters', () => {
    const window = spread(1000, (i) => (i % 100) / 20);
    const coarse = measure(window, baseline, { bins: 2 });
    const fine = measure(window, baseline, { bins: 10 });
    expect(coarse.kind === 'value' && fine.kind === 'value' && coarse.value < fine.value).toBe(
      true,
    );
    const floored = measure(window, baseline, { smoothing: 'floor', smoothingAmount: 0.2 });
    expect(floored.kind === 'value' && floored.value).not.toBe(fine.kind === 'value' && fine.value);
  });

  it.each([
    ['a fractional number of bins', { bins: 2.5 }, /"bins" must be a whole number/],
    ['an unknown convention', { smoothing: 'magic' }, /add, replace_zero, floor, not magic/],
    ['an amount of 0', { smoothingAmount: 0 }, /"smoothingAmount" must be a number above 0/],
  ])('refuses %s with a sentence', (_, parameters, message) => {
    expect(() => measure(baseline, baseline, parameters)).toThrow(message);
  });

  it('refuses a window on another grid with a sentence', () => {
    const seam = { ...baseline, grid: { ...GRID, id: 'grd_other' } };
    expect(() => measure(seam, baseline, {})).toThrow(/grid grd_test, the window on grd_other/);
  });
});
