import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextUp } from './next-up.ts';

describe('nextUp', () => {
  it.each([
    [1, 1 + Number.EPSILON],
    [0, Number.MIN_VALUE],
    [-0, Number.MIN_VALUE],
    [-Number.MIN_VALUE, -0],
    [Number.MAX_VALUE, Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY, -Number.MAX_VALUE],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NaN, Number.NaN],
    [2 ** 53, 2 ** 53 + 2],
  ])('of %d is %d', (x, next) => {
    expect(nextUp(x)).toBe(next);
  });

  it('leaves no double between a number and the next', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        const next = nextUp(x);
        expect(next).toBeGreaterThan(x);
        const middle = x / 2 + next / 2;
        if (Math.abs(x) > 1e-300) expect(middle === x || middle === next).toBe(true);
      }),
    );
  });
});
