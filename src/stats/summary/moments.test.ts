import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_MOMENTS, mergeMoments, momentsOf, varianceOf } from './moments.ts';

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const weighted = fc.array(fc.tuple(value, fc.double({ min: 0.01, max: 100, noNaN: true })));

function of(rows: readonly (readonly [number, number])[]) {
  return momentsOf(
    rows.map(([x]) => x),
    rows.map(([, weight]) => weight),
  );
}

function expectClose(
  actual: ReturnType<typeof of>,
  expected: ReturnType<typeof of>,
  scale: number,
) {
  expect(Math.abs(actual.n - expected.n)).toBeLessThanOrEqual(1e-9 * (1 + expected.n));
  expect(Math.abs(actual.mean - expected.mean)).toBeLessThanOrEqual(1e-9 * scale);
  expect(Math.abs(actual.m2 - expected.m2)).toBeLessThanOrEqual(
    1e-9 * scale * scale * (1 + expected.n),
  );
}

describe('moments', () => {
  it('keep every digit of a small spread around a large mean', () => {
    const moments = momentsOf([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]);
    expect(moments).toEqual({ n: 4, mean: 1e9 + 10, m2: 90 });
    expect(varianceOf(moments)).toBe(22.5);
  });

  it('of two parts merge into the moments of the whole, in either order', () => {
    fc.assert(
      fc.property(weighted, weighted, (a, b) => {
        const whole = of([...a, ...b]);
        const scale = 1 + Math.max(0, ...[...a, ...b].map(([x]) => Math.abs(x)));
        expectClose(mergeMoments(of(a), of(b)), whole, scale);
        expectClose(mergeMoments(of(b), of(a)), whole, scale);
      }),
    );
  });

  it('weigh a row of weight 3 like three rows', () => {
    expectClose(momentsOf([1, 5, 5, 5]), momentsOf([1, 5], [1, 3]), 5);
  });

  it('do not change when nothing or a row of no weight is added', () => {
    const moments = momentsOf([1, 2, 4]);
    expect(mergeMoments(moments, EMPTY_MOMENTS)).toBe(moments);
    expect(mergeMoments(EMPTY_MOMENTS, moments)).toBe(moments);
    expect(momentsOf([1, 2, 4, 9], [1, 1, 1, 0])).toEqual(moments);
  });

  it('are never NaN, even where the spread exceeds what a double holds', () => {
    const moments = momentsOf([-1.7e308, 1.7e308, -1.7e308, 1.7e308]);
    expect(Math.abs(moments.mean)).toBeLessThan(1e292);
    expect(moments.m2).toBe(Number.POSITIVE_INFINITY);
    expect(momentsOf([5e-324, 0]).m2).toBe(0);
  });

  it.each([
    ['NaN as a value', () => momentsOf([Number.NaN]), /finite values, not NaN/],
    ['an infinite value', () => momentsOf([Number.NEGATIVE_INFINITY]), /not -Infinity/],
    ['a negative weight', () => momentsOf([1], [-1]), /not negative, not -1/],
    ['too few weights', () => momentsOf([1, 2], [1]), /fewer weights than values/],
    ['too many weights', () => momentsOf([1], [1, 2]), /2 weights for 1 values/],
    ['the variance of nothing', () => varianceOf(EMPTY_MOMENTS), /not defined/],
  ])('refuse %s with a sentence', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
