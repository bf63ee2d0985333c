import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnProfile, NumericGrid } from '../../metrics/profile.ts';
import { momentsOf } from '../../stats/summary/moments.ts';
import { buildNumericGrid } from './build-grid.ts';
import { gridErrorBounds } from './grid-error-bounds.ts';

function profileOf(grid: NumericGrid, values: readonly number[]): ColumnProfile {
  const bins = new Array<number>(grid.edges.length + 1).fill(0);
  for (const value of values) {
    const bin = grid.edges.filter((edge) => value >= edge).length;
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return {
    column: 'x',
    grid,
    rows: values.length,
    weight: values.length,
    weightSquares: values.length,
    missing: { absent: 0, null: 0, nan: 0, infinite: 0, mismatched: 0 },
    numeric: {
      moments: momentsOf(values),
      min: Math.min(...values),
      max: Math.max(...values),
      bins,
    },
  };
}

const below = (sorted: readonly number[], x: number) =>
  sorted.filter((value) => value <= x).length / sorted.length;

const values = fc.array(
  fc.oneof(fc.integer({ min: -20, max: 20 }), fc.double({ min: -50, max: 50, noNaN: true })),
  { minLength: 1, maxLength: 60 },
);

describe('grid error bounds', () => {
  it('hold for the Kolmogorov–Smirnov distance of any two samples on the grid of the first', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const grid = buildNumericGrid(a);
        const exact = Math.max(...[...a, ...b].map((x) => Math.abs(below(a, x) - below(b, x))));
        const [p, q] = [profileOf(grid, a), profileOf(grid, b)];
        let [massA, massB, binned] = [0, 0, 0];
        p.numeric?.bins.forEach((count, bin) => {
          massA += count / a.length;
          massB += (q.numeric?.bins[bin] ?? 0) / b.length;
          binned = Math.max(binned, Math.abs(massA - massB));
        });
        const bound = Math.min(
          gridErrorBounds(p).kolmogorovSmirnov,
          gridErrorBounds(q).kolmogorovSmirnov,
        );
        expect(exact - binned).toBeGreaterThanOrEqual(-1e-12);
        expect(exact - binned).toBeLessThanOrEqual(bound + 1e-12);
      }),
    );
  });

  it('hold for the Wasserstein distance between values and the middles of their bins', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const grid = buildNumericGrid(a);
        const sorted = [...b].sort((x, y) => x - y);
        const [min, max] = [Math.min(...b), Math.max(...b)];
        const moved = sorted.map((x) => {
          const bin = grid.edges.filter((edge) => x >= edge).length;
          const low = Math.max(grid.edges[bin - 1] ?? min, min);
          const high = Math.min(grid.edges[bin] ?? max, max);
          return low + (high - low) / 2;
        });
        const distance =
          sorted.reduce((sum, x, i) => sum + Math.abs(x - (moved[i] ?? 0)), 0) / sorted.length;
        const bound = gridErrorBounds(profileOf(grid, b)).wasserstein;
        expect(distance).toBeLessThanOrEqual(bound + 1e-12);
      }),
    );
  });

  it('are small for many values and nothing for few that repeat', () => {
    const many = Array.from({ length: 25_600 }, (_, i) => i / 100);
    const fine = gridErrorBounds(profileOf(buildNumericGrid(many), many));
    expect(fine.kolmogorovSmirnov).toBeLessThan(1 / 250);
    expect(fine.wasserstein).toBeLessThan(256 / 250);
    const months = Array.from({ length: 3000 }, (_, i) => (i % 12) + 1);
    expect(gridErrorBounds(profileOf(buildNumericGrid(months), months))).toEqual({
      kolmogorovSmirnov: 0,
      wasserstein: 0,
    });
  });

  it('are nothing where there are no values', () => {
    const { numeric: _, ...empty } = profileOf(buildNumericGrid([1]), [1]);
    expect(gridErrorBounds(empty)).toEqual({ kolmogorovSmirnov: 0, wasserstein: 0 });
  });

  it('are refused for categories with a sentence', () => {
    const profile = {
      ...profileOf(buildNumericGrid([1]), [1]),
      grid: { kind: 'categorical', id: 'grd_c', categories: [] } as const,
    };
    expect(() => gridErrorBounds(profile)).toThrow(/"x" is not numeric/);
  });
});
