import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveRows } from './effective-rows.ts';

describe('effective rows', () => {
  it.each([
    ['rows of weight 1 count as they are', 100, 100, 100],
    ['a common factor of all weights plays no part', 50e-6, 50e-12, 50],
    [
      'one heavy row among light ones is worth little more than itself',
      1e6 + 100,
      1e12 + 100,
      1.0002,
    ],
    ['no weight is no rows', 0, 0, 0],
  ])('%s', (_, weight, weightSquares, expected) => {
    expect(effectiveRows(weight, weightSquares)).toBeCloseTo(expected, 6);
  });

  it('are never more than the rows', () => {
    const weights = fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(weights, (ws) => {
        const rows = effectiveRows(
          ws.reduce((sum, w) => sum + w, 0),
          ws.reduce((sum, w) => sum + w * w, 0),
        );
        expect(rows).toBeLessThanOrEqual(ws.length * (1 + 1e-12));
        expect(rows).toBeGreaterThanOrEqual(1 - 1e-12);
      }),
    );
  });

  it.each([
    ['a negative sum', -1, 1, /must not be negative/],
    ['NaN', Number.NaN, 1, /must not be negative/],
    ['sums that cannot be of the same rows', 5, 0, /not of the same rows/],
  ])('refuse %s with a sentence', (_, weight, weightSquares, message) => {
    expect(() => effectiveRows(weight, weightSquares)).toThrow(message);
  });
});
