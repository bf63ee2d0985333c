import { describe, expect, it } from 'vitest';
import type { ColumnProfile } from '../../metrics/profile.ts';
import { nextUp } from '../../stats/next-up.ts';
import { distributionOf } from './distribution.ts';

const numbers = (edges: number[], bins: number[], min: number, max: number): ColumnProfile => {
  const rows = bins.reduce((sum, count) => sum + count, 0);
  return {
    column: 'x',
    grid: { kind: 'numeric', id: 'g', edges },
    rows,
    weight: rows,
    weightSquares: rows,
    missing: { absent: 0, null: 0, nan: 0, infinite: 0, mismatched: 0 },
    numeric: { moments: { n: rows, mean: 0, m2: 1 }, min, max, bins },
  };
};
const words = (categories: string[], counts: number[], nulls = 0): ColumnProfile => {
  const rows = counts.reduce((sum, count) => sum + count, nulls);
  return {
    column: 'x',
    grid: { kind: 'categorical', id: 'g', categories },
    rows,
    weight: rows,
    weightSquares: rows,
    missing: { absent: 0, null: nulls, nan: 0, infinite: 0, mismatched: 0 },
    categorical: { counts, unseen: [], unseenRest: 0 },
  };
};

describe('bars of a distribution', () => {
  it('values of a bin are spread evenly, and all rows are in some bar', () => {
    const found = distributionOf(
      numbers([0, 10, nextUp(20)], [0, 50, 50, 0], 0, 20),
      numbers([0, 10, nextUp(20)], [0, 0, 80, 20], 10, 30),
    );
    const sum = (side: 'reference' | 'current') =>
      found?.bars.reduce((total, bar) => total + bar[side], 0);
    expect(sum('reference')).toBeCloseTo(1, 9);
    expect(sum('current')).toBeCloseTo(1, 9);
    expect(found?.bars[0]?.current).toBe(0);
    expect(found?.ordered).toBe(true);
  });

  it('a few values have a bar each', () => {
    const edges = [0, nextUp(0), 1, nextUp(1)];
    const found = distributionOf(
      numbers(edges, [0, 30, 0, 70, 0], 0, 1),
      numbers(edges, [0, 60, 0, 40, 0], 0, 1),
    );
    expect(found?.bars).toEqual([
      { label: '0', reference: 0.3, current: 0.6 },
      { label: '1', reference: 0.7, current: 0.4 },
    ]);
  });

  it('many categories share the last bar, and missing rows have one', () => {
    const names = Array.from({ length: 12 }, (_, index) => `v${index}`);
    const counts = names.map(() => 10);
    const found = distributionOf(words(names, counts), words(names, counts, 120));
    expect(found?.bars).toHaveLength(10);
    expect(found?.bars.at(-2)?.label).toBe('4 others');
    expect(found?.bars.at(-1)).toEqual({ label: 'missing', reference: 0, current: 0.5 });
  });

  it('without a value there is nothing to draw', () => {
    expect(distributionOf(words([], []), words([], []))).toBeNull();
  });
});
