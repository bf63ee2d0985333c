import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../stats/random.ts';
import { andersonDarling } from './anderson-darling.ts';
import { cramerVonMises } from './cramer-von-mises.ts';
import { cramerVonMisesLimitTail, shareOfPaths } from './cramer-von-mises-law.ts';

const value = fc.integer({ min: -20, max: 20 });
// Longer ones would take their time over exact p-values.
const sample = fc.array(value, { minLength: 4, maxLength: 9 });

describe.each([
  ['Cramér–von Mises', cramerVonMises],
  ['Anderson–Darling', andersonDarling],
] as const)('%s of two samples', (_, test) => {
  it('sees order alone: not which sample comes first, nor the unit of the values', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        fc.pre(new Set([...a, ...b]).size > 1);
        const { statistic, pValue } = test(a, b);
        expect(test(b, a).statistic).toBeCloseTo(statistic, 9);
        expect(test([...a].reverse(), b).statistic).toBeCloseTo(statistic, 9);
        const grown = (values: number[]) => values.map((x) => Math.exp(x / 10));
        expect(test(grown(a), grown(b)).statistic).toBeCloseTo(statistic, 9);
        expect(pValue).toBeGreaterThanOrEqual(0);
        expect(pValue).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('has a p-value below a twentieth in about a twentieth of samples without drift', () => {
    const random = createRandom(5);
    const draw = () => Array.from({ length: 40 }, () => random.normal());
    const small = Array.from({ length: 2000 }, () => test(draw(), draw()).pValue < 0.05);
    const share = small.filter(Boolean).length / 2000;
    expect(share).toBeGreaterThan(0.035);
    expect(share).toBeLessThan(0.065);
  });

  it('refuses NaN and too few rows with a sentence', () => {
    expect(() => test([1, 2, Number.NaN], [1, 2, 3])).toThrow(/NaN: leave such rows out/);
    expect(() => test([1], [2])).toThrow(/at least (two|four) rows/);
  });
});

describe('the law of Cramér and von Mises', () => {
  it.each([
    [0.3473, 0.1],
    [0.46136, 0.05],
    [0.74346, 0.01],
    [1.16786, 0.001],
  ])('leaves beyond %f what the table of its authors says', (w, level) => {
    expect(cramerVonMisesLimitTail(w) / level).toBeCloseTo(1, 3);
  });

  it('is all of it beyond 0, and refuses less', () => {
    expect(cramerVonMisesLimitTail(0)).toBe(1);
    expect(() => cramerVonMisesLimitTail(-1)).toThrow(/not negative/);
  });

  it('counts every order of a few rows once', () => {
    expect(shareOfPaths(3, 4, 0)).toBe(1);
    expect(shareOfPaths(3, 4, 1e9)).toBe(0);
    // Two of the twenty orders of three and three lie furthest apart.
    expect(cramerVonMises([1, 2, 3], [4, 5, 6]).pValue).toBeCloseTo(0.1, 12);
  });
});

describe('the examples of the comments', () => {
  it('are true', () => {
    expect(cramerVonMises([1, 2, 3], [3, 4, 5]).statistic).toBe(0.38888888888888895);
    expect(andersonDarling([1, 2, 3], [3, 4, 5]).pValue).toBe(0.04626798037503198);
  });

  it('refuse a constant, which has no ranks', () => {
    expect(() => andersonDarling([1, 1], [1, 1])).toThrow(/All values are equal/);
  });
});
