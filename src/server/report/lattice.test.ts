import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numericGridFromQuantiles } from '../../monitoring/baseline/build-grid.ts';
import { createRandom } from '../../stats/random.ts';
import { countInEdges, foldLattice, latticeGrid, outerEdges } from './fold-lattice.ts';
import { cellOf, cellStart, latticeFor, wholeLattice } from './lattice.ts';

const quantilesOf = (values: readonly number[]): number[] => {
  const sorted = [...values].sort((a, b) => a - b);
  return Array.from(
    { length: 257 },
    (_, i) => sorted[Math.floor((i / 256) * (sorted.length - 1))] ?? 0,
  );
};
const normals = (seed: number, count: number, mean = 0, deviation = 1): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => mean + deviation * random.normal());
};
const countsOf = (
  values: readonly number[],
  lattice: NonNullable<ReturnType<typeof latticeFor>>,
) => {
  const cells = new Array<number>(lattice.cells).fill(0);
  for (const value of values) {
    const cell = cellOf(value, lattice);
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  return {
    counts: cells,
    moments: { n: values.length, mean: 0, m2: 1 },
    min: Math.min(...values),
    max: Math.max(...values),
    outside: [],
  };
};

describe('a lattice', () => {
  it.each([
    ['one value is many rows', [...normals(1, 500), ...new Array<number>(500).fill(0)]],
    ['a tail is very long', normals(2, 1000).map((x) => Math.exp(4 * x))],
    ['nothing varies', new Array<number>(100).fill(3)],
    ['there is nothing', []],
  ])('is none where %s', (_, values) => {
    expect(latticeFor(values.length === 0 ? [] : quantilesOf(values))).toBeNull();
  });

  it('begins each cell at the smallest double of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4097 }), fc.integer(), (cell, seed) => {
        const values = normals(seed, 2_000, seed % 1_000, 1 + (Math.abs(seed) % 50));
        const lattice = latticeFor(quantilesOf(values));
        if (lattice === null) return;
        const edge = cellStart(cell, lattice);
        expect(cellOf(edge, lattice)).toBe(cell);
        expect(cellOf(edge - Math.abs(edge) * 2 ** -52 - Number.MIN_VALUE, lattice)).toBe(cell - 1);
      }),
      { numRuns: 50 },
    );
  });

  it('counts what searching the edges of its grid counts', () => {
    const reference = normals(7, 20_000, 100, 15);
    const current = normals(8, 20_000, 110, 25);
    const lattice = latticeFor(quantilesOf(reference));
    if (lattice === null) throw new Error('a lattice fits normal values');
    const made = latticeGrid(lattice, countsOf(reference, lattice));
    if (made === null) throw new Error('a grid fits normal values');
    for (const values of [reference, current]) {
      const outside = values.filter((value) => value < made.min || value > made.max);
      const beyond = countInEdges(outside, outerEdges(made.min, made.max));
      const folded = foldLattice(made, countsOf(values, lattice).counts, beyond);
      expect(folded).toEqual(countInEdges(values, made.grid.edges));
    }
    const heaviest = Math.max(...countInEdges(reference, made.grid.edges));
    expect(heaviest / reference.length).toBeLessThan(1 / 64);
  });

  it('places whole numbers in a grid as searching its edges does', () => {
    const reference = normals(9, 5_000, 40, 12).map(Math.round);
    const current = normals(10, 5_000, 60, 20).map(Math.round);
    const [min, max] = [Math.min(...reference), Math.max(...reference)];
    const lattice = wholeLattice(min, max);
    if (lattice === null) throw new Error('the range is short');
    const inner = quantilesOf(reference).slice(1, -1);
    const grid = numericGridFromQuantiles([min, ...inner, max]);
    const outside = current.filter((value) => value < min || value > max);
    const beyond = countInEdges(outside, outerEdges(min, max));
    const folded = foldLattice(
      { grid, lattice, cuts: null, min, max },
      countsOf(current, lattice).counts,
      beyond,
    );
    expect(folded).toEqual(countInEdges(current, grid.edges));
    expect(wholeLattice(0, 1e9)).toBeNull();
  });
});
