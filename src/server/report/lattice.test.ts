import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numericGridFromQuantiles } from '../../monitoring/baseline/build-grid.ts';
import { nextUp } from '../../stats/next-up.ts';
import { createRandom } from '../../stats/random.ts';
import { countInEdges, foldLattice, latticeGrid, outerEdges } from './fold-lattice.ts';
import {
  cellOf,
  cellStart,
  INNER_CELLS,
  type Lattice,
  latticeFor,
  wholeLattice,
} from './lattice.ts';

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
const nextDown = (value: number): number => -nextUp(-value);
/** Lattices of columns of any size and sign: beginning at 0, around it, beside it and anywhere. */
const lattices: fc.Arbitrary<Lattice> = fc
  .record({
    widths: fc.oneof(fc.constant(0), fc.double({ min: -2, max: 1, noNaN: true })),
    anywhere: fc.oneof(fc.constant(0), fc.double({ noNaN: true, noDefaultInfinity: true })),
    width: fc.double({ min: 1e-306, noNaN: true, noDefaultInfinity: true }),
  })
  .map(({ widths, anywhere, width }) => {
    const from = widths * width + anywhere;
    return latticeFor(Array.from({ length: 257 }, (_, step) => from + (step - 1) * (width / 254)));
  })
  .filter((lattice) => lattice !== null);
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

  it('is none where a cell beyond its ends would begin at infinity', () => {
    const over = (from: number) =>
      latticeFor(Array.from({ length: 257 }, (_, step) => from + (step - 1) * (1.7e308 / 254)));
    expect(over(-Number.MAX_VALUE + 1e304)).toBeNull();
    expect(over(-1.6e308)).not.toBeNull();
  });

  it('begins each cell at the smallest double of it, whatever the size of the numbers', () => {
    fc.assert(
      fc.property(lattices, fc.integer({ min: 1, max: INNER_CELLS + 1 }), (lattice, cell) => {
        const edge = cellStart(cell, lattice);
        expect(cellOf(edge, lattice)).toBe(cell);
        expect(cellOf(nextDown(edge), lattice)).toBe(cell - 1);
      }),
      { numRuns: 5_000 },
    );
  });

  it('begins its cells one after the other', () => {
    fc.assert(
      fc.property(lattices, fc.integer({ min: 1, max: INNER_CELLS }), (lattice, cell) => {
        expect(cellStart(cell, lattice)).toBeLessThan(cellStart(cell + 1, lattice));
      }),
    );
  });

  it.each([
    ['0', { from: 0, scale: 1 }],
    ['0 with cells as narrow as doubles allow', { from: 0, scale: 2 ** 1022 }],
    ['0 with cells as wide as doubles allow', { from: 0, scale: 2 ** -1011 }],
    ['less than 0 with a cell that begins there', { from: -4, scale: 0.5 }],
    ['the smallest double', { from: Number.MIN_VALUE, scale: 2 ** 1000 }],
  ])('finds where cells begin in few steps from %s', (_, place) => {
    const lattice = { ...place, cells: INNER_CELLS + 2 };
    for (let cell = 1; cell < lattice.cells; cell += 1) {
      const edge = cellStart(cell, lattice);
      expect([cellOf(edge, lattice), cellOf(nextDown(edge), lattice)]).toEqual([cell, cell - 1]);
    }
  });

  it('fits values that begin at 0, and leaves those to a grid of quantiles that many rows share', () => {
    const random = createRandom(3);
    const values = Array.from({ length: 5_000 }, (_, row) =>
      row % 180 === 0 ? 0 : -600 * Math.log(1 - random.uniform()),
    );
    const lattice = latticeFor(quantilesOf(values));
    expect(lattice?.from).toBe(0);
    if (lattice === null) throw new Error('a lattice fits these values');
    expect(latticeGrid(lattice, countsOf(values, lattice))).toBeNull();
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
