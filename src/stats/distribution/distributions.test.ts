import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  REFERENCE_NOTE,
  readReferenceJson,
  referencePresent,
} from '../../testing/read-reference.ts';
import { chiSquaredTail } from './chi-squared.ts';
import { kolmogorovTail } from './kolmogorov.ts';
import { kolmogorovLimitTail } from './kolmogorov-limit.ts';
import { normalQuantile, normalTail } from './normal.ts';
import { studentTail } from './student-t.ts';
import { twoSampleKolmogorovTail } from './two-sample-kolmogorov.ts';

interface Point {
  readonly fn: string;
  readonly args: readonly [number, number];
  readonly expected: number;
}

const FUNCTIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  'norm.cdf': (z) => normalTail(-z),
  'norm.sf': (z) => normalTail(z),
  'norm.ppf': (p) => normalQuantile(p),
  'chi2.sf': (x, nu) => chiSquaredTail(x, nu),
  't.sf': (t, nu) => studentTail(t, nu),
  'kstwobign.sf': (z) => kolmogorovLimitTail(z),
  'kstwo.sf': (d, n) => kolmogorovTail(d, n),
};

/** No metric here rests on these. */
const LEFT_OUT = ['beta.ppf', 'binom.cdf', 'binom.sf', 'f.sf', 'poisson.sf'];

const points = referencePresent
  ? readReferenceJson<{ distribution_functions: readonly Point[] }>('vectors/scipy.json')
      .distribution_functions
  : [];

/** 1e-9 relative, which is asked of probabilities as small as they come, or 1e-300 absolute. */
function expectClose(actual: number, expected: number) {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected) + 1e-300);
}

describe.skipIf(!referencePresent)(`distributions of scipy${REFERENCE_NOTE}`, () => {
  it.each(points.filter((p) => FUNCTIONS[p.fn] !== undefined))('$fn at $args', (point) => {
    const value = FUNCTIONS[point.fn]?.(...point.args) ?? Number.NaN;
    expectClose(value, point.expected);
  });

  it('are all but those that no metric rests on', () => {
    const others = points.filter((p) => FUNCTIONS[p.fn] === undefined).map((p) => p.fn);
    expect([...new Set(others)].sort()).toEqual(LEFT_OUT);
    expect(points.length - others.length).toBe(219);
  });
});

describe('distributions', () => {
  it.each([
    ['the 95 % point of χ² with one degree', chiSquaredTail(3.841458820694124, 1), 0.05],
    ['half of an exponential', chiSquaredTail(2 * Math.LN2, 2), 0.5],
    ['the two-sided 5 % of the normal', 2 * normalTail(1.959963984540054), 0.05],
    ['the tail of a Cauchy variable', studentTail(1, 1), 0.25],
    ['Kolmogorov at 1.36', kolmogorovLimitTail(1.36), 0.049485876755377876],
    ['one row, half a step away', kolmogorovTail(0.75, 1), 0.5],
    ['two samples of four that do not overlap', twoSampleKolmogorovTail(16, 4, 4), 2 / 70],
    ['the same on one side', twoSampleKolmogorovTail(16, 4, 4, 'above'), 1 / 70],
  ])('give %s', (_, actual, expected) => {
    expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-13);
  });

  it('quantile undoes tail, in both tails', () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 37, noNaN: true }), (z) => {
        // Near 1 a double has no digits left to tell the quantile by.
        const tail = normalTail(Math.abs(z));
        expect(Math.abs(normalQuantile(tail) + Math.abs(z))).toBeLessThan(1e-9);
      }),
    );
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-1 / 0, 1 / 0]);
  });

  it('tails of χ² and t fall, and t tends to the normal', () => {
    const nu = fc.double({ min: 0.5, max: 1e5, noNaN: true });
    const x = fc.double({ min: 0, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(nu, x, x, (degrees, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const slack = 1e-11;
        expect(chiSquaredTail(high, degrees)).toBeLessThanOrEqual(
          chiSquaredTail(low, degrees) + slack,
        );
        expect(studentTail(high, degrees)).toBeLessThanOrEqual(studentTail(low, degrees) + slack);
      }),
    );
    expect(Math.abs(studentTail(2, 1e9) / normalTail(2) - 1)).toBeLessThan(1e-7);
  });

  it('agree where one method of Kolmogorov hands over to the next', () => {
    // n·d² = 2.2 with n = 200, n·d^1.5 = 1.4 with n = 1,000, n = 140 to 141.
    const pairs: [number, number, number][] = [
      [Math.sqrt(2.2 / 200), 200, 2e-5],
      [(1.4 / 1000) ** (2 / 3), 1000, 1e-6],
    ];
    for (const [d, n, tolerance] of pairs) {
      const ratio = kolmogorovTail(d * (1 - 1e-9), n) / kolmogorovTail(d * (1 + 1e-9), n);
      expect(Math.abs(ratio - 1)).toBeLessThan(tolerance);
    }
    expect(Math.abs(kolmogorovTail(0.1, 140) / kolmogorovTail(0.1, 141) - 1)).toBeLessThan(0.03);
  });

  it('of a large sample come to Kolmogorov’s limit', () => {
    for (const z of [0.5, 0.8, 1.2, 1.4]) {
      const ratio = kolmogorovTail(z / 1000, 1e6) / kolmogorovLimitTail(z);
      expect(Math.abs(ratio - 1)).toBeLessThan(0.003);
    }
  });

  it('of two samples count paths: every distance of all arrangements of 3 and 4', () => {
    const paths = (i: number, j: number): number[][] =>
      i + j === 0
        ? [[]]
        : [
            ...(i > 0 ? paths(i - 1, j).map((path) => [...path, 4]) : []),
            ...(j > 0 ? paths(i, j - 1).map((path) => [...path, -3]) : []),
          ];
    const furthest = paths(3, 4).map((path) => {
      let at = 0;
      const places = path.map((step) => {
        at += step;
        return Math.abs(at);
      });
      return Math.max(...places);
    });
    expect(furthest).toHaveLength(35);
    for (let distance = 1; distance <= 12; distance += 1) {
      const share = furthest.filter((far) => far >= distance).length / 35;
      expect(twoSampleKolmogorovTail(distance, 3, 4)).toBeCloseTo(share, 14);
    }
  });

  it.each([
    ['a tail beyond NaN', () => chiSquaredTail(Number.NaN, 1), /beyond NaN/],
    ['negative degrees of freedom', () => chiSquaredTail(1, -1), /not be negative: -1/],
    ['no degrees of freedom', () => studentTail(1, 0), /above 0, not 0/],
    ['a probability above 1', () => normalQuantile(1.5), /between 0 and 1, not 1.5/],
    ['half a row', () => kolmogorovTail(0.1, 0.5), /whole number from 1 on, not 0.5/],
    ['no rows', () => twoSampleKolmogorovTail(1, 0, 4), /from 1 on, not 0/],
    ['a distance between steps', () => twoSampleKolmogorovTail(0.5, 3, 4), /1\/\(m·n\), not 0.5/],
  ])('refuse %s with a sentence', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
