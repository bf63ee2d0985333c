import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NumericGrid } from '../../metrics/profile.ts';
import { nextUp } from '../../stats/next-up.ts';
import { createRandom } from '../../stats/random.ts';
import {
  buildCategoricalGrid,
  buildNumericGrid,
  GRID_BINS,
  numericGridFromQuantiles,
  TAIL_BINS,
} from './build-grid.ts';

const anyValues = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
  minLength: 1,
  maxLength: 600,
});

function binOf({ edges }: NumericGrid, value: number): number {
  return edges.filter((edge) => value >= edge).length;
}

function countBins(grid: NumericGrid, values: readonly number[]): number[] {
  const counts = new Array<number>(grid.edges.length + 1).fill(0);
  for (const value of values) {
    const bin = binOf(grid, value);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

describe('a numeric grid', () => {
  it('has finite edges that strictly ascend, whatever the values', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const { edges } = buildNumericGrid(values);
        expect(edges.every(Number.isFinite)).toBe(true);
        edges.slice(1).forEach((edge, i) => {
          expect(edge).toBeGreaterThan(edges[i] ?? Number.NaN);
        });
        expect(edges.length).toBeLessThanOrEqual(GRID_BINS + 2 + 2 * (TAIL_BINS - 1));
      }),
    );
  });

  it('tells what lies below and above all values from what lies among them', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const grid = buildNumericGrid(values);
        const [min, max] = [Math.min(...values), Math.max(...values)];
        expect(grid.edges).toContain(min + 0);
        if (max < Number.MAX_VALUE) expect(grid.edges).toContain(nextUp(max));
        const counts = countBins(grid, values);
        const beyond = counts.slice(binOf(grid, max) + 1);
        const below = counts.slice(0, binOf(grid, min));
        expect([...beyond, ...below].every((count) => count === 0)).toBe(true);
      }),
    );
  });

  it('gives no bin more than its share, except to a value that is a bin of its own', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const grid = buildNumericGrid(values);
        countBins(grid, values).forEach((count, bin) => {
          const [from, to] = [grid.edges[bin - 1], grid.edges[bin]];
          const single = from !== undefined && to === nextUp(from);
          if (!single) expect(count).toBeLessThanOrEqual(2 * (values.length / GRID_BINS) + 2);
        });
      }),
    );
  });

  it('of many different values has 256 bins of equal mass and 16 a tail', () => {
    const { normal } = createRandom(1);
    const values = Array.from({ length: 256 * 40 }, normal);
    const grid = buildNumericGrid(values);
    const counts = countBins(grid, values);
    expect(counts).toHaveLength(TAIL_BINS + GRID_BINS + 1 + TAIL_BINS);
    const inside = counts.slice(TAIL_BINS, -TAIL_BINS);
    // One value is both the minimum and the edge of the first bin, so the steps are off by one.
    for (const count of inside.slice(1, -1)) expect(count).toBe(40);
    expect(inside[0]).toBe(39);
    expect(inside.at(-1)).toBe(1);
  });

  it('keeps a frequent value apart from its neighbours', () => {
    const grid = buildNumericGrid([...new Array<number>(600).fill(0), 1e-9, 2e-9, 0.5, 1]);
    expect(binOf(grid, 0)).not.toBe(binOf(grid, 1e-300));
    expect(binOf(grid, 0)).not.toBe(binOf(grid, -1e-300));
  });

  it.each([
    ['a constant', [5, 5, 5], 5],
    ['zero', [0], 0],
    ['minus zero', [-0, 0], 0],
    ['the largest double', [Number.MAX_VALUE], Number.MAX_VALUE],
    ['the lowest double', [-Number.MAX_VALUE], -Number.MAX_VALUE],
    ['the smallest double', [Number.MIN_VALUE], Number.MIN_VALUE],
  ])('of %s has that value as a bin of its own', (_, values, value) => {
    const grid = buildNumericGrid(values);
    const bin = binOf(grid, value);
    expect(grid.edges[bin - 1]).toBe(value);
    expect(grid.edges[bin] ?? Number.POSITIVE_INFINITY).toBe(nextUp(value));
  });

  it('has shorter tails where doubles end', () => {
    const { edges } = buildNumericGrid([-1e308, 1e308]);
    const inside = edges.filter((edge) => Math.abs(edge) < 1.01e308);
    expect(inside).toEqual([-1e308, nextUp(-1e308), 1e308, nextUp(1e308)]);
    expect(edges.every(Number.isFinite)).toBe(true);
    expect(edges).toHaveLength(8);
  });

  it('reaches far enough to tell a wrong unit from a sentinel', () => {
    const grid = buildNumericGrid(Array.from({ length: 1000 }, (_, i) => i / 10));
    const bins = [99, 160, 1000, 100_000, 1e9].map((value) => binOf(grid, value));
    expect(new Set(bins).size).toBe(5);
  });

  it('has an id of its content alone', () => {
    const grid = buildNumericGrid([3, 1, 2]);
    expect(grid.id).toMatch(/^grd_[0-9a-f]{16}$/);
    expect(buildNumericGrid([1, 2, 3])).toEqual(grid);
    expect(buildNumericGrid([-0, 1]).id).toBe(buildNumericGrid([0, 1]).id);
    expect(buildNumericGrid([1, 2, 3.5]).id).not.toBe(grid.id);
  });

  it('follows weights', () => {
    const values = Array.from({ length: 512 }, (_, i) => i);
    const light = buildNumericGrid(values);
    const heavy = buildNumericGrid(
      values,
      values.map((value) => (value < 10 ? 100 : 1)),
    );
    const below10 = ({ edges }: NumericGrid) => edges.filter((e) => e >= 0 && e < 10).length;
    expect(below10(heavy)).toBeGreaterThan(below10(light));
  });

  it.each([
    ['no quantiles', () => numericGridFromQuantiles([]), /at least one value/],
    ['quantiles that descend', () => numericGridFromQuantiles([2, 1]), /1 follows 2/],
    ['NaN', () => numericGridFromQuantiles([Number.NaN]), /finite, not NaN/],
    ['no values', () => buildNumericGrid([]), /no values/],
  ])('refuses %s with a sentence', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe('a categorical grid', () => {
  it('lists categories by weight and then by name, and not those of no weight', () => {
    const counts = new Map([
      ['b', 2],
      ['a', 2],
      ['z', 9],
      ['never', 0],
    ]);
    expect(buildCategoricalGrid(counts)).toMatchObject({
      kind: 'categorical',
      categories: ['z', 'a', 'b'],
    });
  });

  it('has an id of its content alone, and never that of other names', () => {
    const id = (...names: string[]) => buildCategoricalGrid(new Map(names.map((n) => [n, 1]))).id;
    expect(id('a', 'b')).toBe(id('b', 'a'));
    expect(new Set([id('a', 'b'), id('a,b'), id('a","b'), id('ab'), id(), id('')]).size).toBe(6);
    expect(id('1')).not.toBe(numericGridFromQuantiles([1]).id);
  });

  it('refuses a weight that is NaN with a sentence', () => {
    expect(() => buildCategoricalGrid(new Map([['a', Number.NaN]]))).toThrow(/"a".*not NaN/);
  });
});
