import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryRows, GRID, profileOf } from '../../testing/arbitrary-profiles.ts';
import { coarseBins } from './coarse-bins.ts';
import { columnMasses, movedByChance, movedMass } from './column-masses.ts';
import { cumulativeOf, quantileOf, shareBelow } from './cumulative.ts';

const numbers = (rows: readonly (readonly [unknown, number])[]) =>
  rows.flatMap(([value, weight]) => (typeof value === 'number' ? [{ value, weight }] : []));

describe('the distribution function of a profile', () => {
  it('lies where that of the rows does', () => {
    fc.assert(
      fc.property(arbitraryRows, fc.double({ min: -2000, max: 2000, noNaN: true }), (rows, x) => {
        const cumulative = cumulativeOf(profileOf(rows));
        const values = numbers(rows);
        if (cumulative === null) {
          expect(values).toEqual([]);
          return;
        }
        const total = values.reduce((sum, one) => sum + one.weight, 0);
        const below = values
          .filter((one) => one.value < x)
          .reduce((sum, one) => sum + one.weight, 0);
        const [low, high] = shareBelow(cumulative, x);
        expect(low).toBeLessThanOrEqual(below / total + 1e-9);
        expect(high).toBeGreaterThanOrEqual(below / total - 1e-9);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });

  it('is exact at the edges of the grid', () => {
    fc.assert(
      fc.property(arbitraryRows, fc.constantFrom(...GRID.edges), (rows, edge) => {
        const cumulative = cumulativeOf(profileOf(rows));
        if (cumulative === null) return;
        const [low, high] = shareBelow(cumulative, edge);
        expect(low).toBe(high);
      }),
    );
  });

  it('has quantiles that ascend, between the smallest and the largest value', () => {
    const shares = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(arbitraryRows, shares, (rows, [a, b]) => {
        const cumulative = cumulativeOf(profileOf(rows));
        if (cumulative === null) return;
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(quantileOf(cumulative, low)).toBeLessThanOrEqual(quantileOf(cumulative, high));
        expect(quantileOf(cumulative, low)).toBeGreaterThanOrEqual(cumulative.min);
        expect(quantileOf(cumulative, high)).toBeLessThanOrEqual(cumulative.max);
      }),
    );
  });
});

describe('the distribution function of values whose distance is rounded', () => {
  it('has no quantile beyond the largest', () => {
    const cumulative = { edges: [0], below: [1], min: -6.698857523596836e-308, max: -5e-324 };
    expect(quantileOf(cumulative, 1)).toBe(-5e-324);
  });
});

describe('masses', () => {
  it('add up to 1, on any grid', () => {
    fc.assert(
      fc.property(arbitraryRows, (rows) => {
        const masses = columnMasses(profileOf(rows));
        if (rows.length === 0) {
          expect(masses).toBeNull();
          return;
        }
        const coarse = coarseBins(masses ?? [])(masses ?? []);
        expect(masses?.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
        expect(coarse.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('keep what was never seen and what is missing apart', () => {
    expect(coarseBins([0.01, 0.02, 0.9, 0.03, 0, 0.04])([1, 2, 3, 4, 5, 6])).toEqual([6, 4, 5, 6]);
  });

  it('that moved are the share of rows that is elsewhere', () => {
    expect(movedMass([0.5, 0.5, 0], [0.25, 0.5, 0.25])).toBe(0.25);
    expect(movedMass([1], [1])).toBe(0);
  });

  it('move less by chance the more rows there are', () => {
    const [few, many] = [10, 1000].map((n) => movedByChance([0.5, 0.5], n, n));
    expect(few).toBeCloseTo((many ?? 0) * 10, 9);
  });
});
