import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  betaBinomialQuantile,
  betaBinomialTail,
  betaQuantile,
  binomialQuantile,
  binomialTail,
} from './beta-binomial.ts';
import { chiSquaredTail } from './chi-squared.ts';
import { chiSquaredQuantile } from './chi-squared-quantile.ts';
import {
  noncentralChiSquaredQuantile,
  noncentralChiSquaredTail,
} from './noncentral-chi-squared.ts';
import { pearsonThreeQuantile, roughPearsonThreeQuantile } from './pearson-three.ts';
import vectors from './quantiles.vectors.json' with { type: 'json' };
import { studentQuantile } from './student-quantile.ts';

const FUNCTIONS: Readonly<
  Record<string, (...args: readonly [number, number, number, number]) => number>
> = {
  'chi2.isf': (tail, nu) => chiSquaredQuantile(tail, nu),
  't.isf': (tail, nu) => studentQuantile(tail, nu),
  'ncx2.isf': (tail, nu, lambda) => noncentralChiSquaredQuantile(tail, nu, lambda),
  'ncx2.sf': (x, nu, lambda) => noncentralChiSquaredTail(x, nu, lambda),
  'betabinom.sf': (k, n, a, b) => betaBinomialTail(k, n, a, b),
  'binom.sf': (k, n, p) => binomialTail(k, n, p),
  'binom.isf': (tail, n, p) => binomialQuantile(tail, n, p),
  'beta.isf': (tail, a, b) => betaQuantile(tail, a, b),
};

describe('values of scipy', () => {
  it.each(vectors.points)('$fn $args', ({ fn, args, expected }) => {
    const [a = 0, b = 0, c = 0, d = 0] = args;
    const actual = FUNCTIONS[fn]?.(a, b, c, d) ?? Number.NaN;
    // Student's median is 0 up to rounding there.
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected) + 1e-15);
  });
});

describe('quantiles', () => {
  it('is where its tail is, for any degrees of freedom', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-8, max: 0.9, noNaN: true }),
        fc.double({ min: 0.3, max: 500, noNaN: true }),
        (tail, degrees) => {
          const x = chiSquaredQuantile(tail, degrees);
          expect(chiSquaredTail(x, degrees) / tail).toBeCloseTo(1, 8);
        },
      ),
    );
  });

  it('of a count is the smallest whose tail is within the chance', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 0.5, noNaN: true }),
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0.5, max: 500, noNaN: true }),
        fc.double({ min: 0.5, max: 500, noNaN: true }),
        (tail, n, a, b) => {
          const k = betaBinomialQuantile(tail, n, a, b);
          expect(betaBinomialTail(k, n, a, b)).toBeLessThanOrEqual(tail);
          if (k > 0) expect(betaBinomialTail(k - 1, n, a, b)).toBeGreaterThan(tail);
        },
      ),
    );
  });

  it.each([0, 1, -0.1, Number.NaN])('refuses a tail of %s', (tail) => {
    expect(() => chiSquaredQuantile(tail, 3)).toThrow('between 0 and 1');
  });
});

describe('pearsonThreeQuantile', () => {
  const momentsOf = (nu: number, lambda: number) => ({
    mean: nu + lambda,
    variance: 2 * (nu + 2 * lambda),
    third: 8 * (nu + 3 * lambda),
  });

  it.each([
    ['is exact for χ²', 9, 0, 1e-9],
    ['is within 6 % of noncentral χ² with one degree of freedom', 1, 4, 0.06],
    ['is within 1 % of it with many', 49, 900, 0.01],
  ] as const)('%s', (_, nu, lambda, tolerance) => {
    for (const tail of [0.2, 1e-2, 1e-3, 1e-6]) {
      const exact = noncentralChiSquaredQuantile(tail, nu, lambda);
      const by = pearsonThreeQuantile(tail, momentsOf(nu, lambda));
      expect(Math.abs(by / exact - 1)).toBeLessThan(tolerance);
    }
  });

  it('is normal without skewness', () => {
    const moments = { mean: 3, variance: 4, third: 0 };
    expect(pearsonThreeQuantile(0.025, moments)).toBeCloseTo(3 + 2 * 1.959964, 5);
  });

  it('is close when rough', () => {
    const moments = momentsOf(9, 5);
    const [rough, exact] = [
      roughPearsonThreeQuantile(0.2, moments),
      pearsonThreeQuantile(0.2, moments),
    ];
    expect(Math.abs(rough / exact - 1)).toBeLessThan(0.01);
  });
});
