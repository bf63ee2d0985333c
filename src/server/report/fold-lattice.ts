import type { NumericGrid } from '../../metrics/profile.ts';
import { numericGridFromQuantiles } from '../../monitoring/baseline/build-grid.ts';
import type { NumericCounts } from './count-columns.ts';
import { cellStart, cutsOfCells, gridOfCells, type Lattice } from './lattice.ts';

/** A grid whose inner edges lie on a lattice, or one that whole numbers are placed in one by one. */
export interface LatticeGrid {
  readonly grid: NumericGrid;
  readonly lattice: Lattice;
  /** First cells of the bins; null where each cell is one whole number. */
  readonly cuts: readonly number[] | null;
  /** Extremes of the reference. */
  readonly min: number;
  readonly max: number;
}

/** No bin may be so heavy that a distance of distribution functions could hide in it. */
const HEAVIEST_CELL = 1 / 64;

/** The grid that the reference's own counts on a lattice make; null where it would be a poor one. */
export function latticeGrid(lattice: Lattice, reference: NumericCounts): LatticeGrid | null {
  const { counts, min, max, moments } = reference;
  if (Math.max(...counts) > HEAVIEST_CELL * moments.n) return null;
  if (min >= cellStart(1, lattice) || max < cellStart(lattice.cells - 1, lattice)) return null;
  const cuts = cutsOfCells(counts);
  const grid = gridOfCells(lattice, cuts, outerEdges(min, max));
  return { grid, lattice, cuts, min, max };
}

/** From the extremes outwards, at growing distances. */
export function outerEdges(min: number, max: number): number[] {
  return numericGridFromQuantiles([min, max]).edges.filter((edge) => edge !== max || min === max);
}

/** Counts per bin of the grid from counts per cell. What lies beyond the reference's extremes was
 *  counted apart: `beyond` gives it per bin of the outer edges. */
export function foldLattice(
  { grid, cuts, lattice, min, max }: LatticeGrid,
  cells: readonly number[],
  beyond: readonly number[],
): number[] {
  const bins = new Array<number>(grid.edges.length + 1).fill(0);
  const outer = outerEdges(min, max);
  const below = outer.filter((edge) => edge <= min).length;
  const above = outer.length - below;
  let total = 0;
  beyond.forEach((count, bin) => {
    // Bins of the outer edges: `below` beneath the minimum, one between, `above` beyond.
    if (bin === below) return;
    bins[bin < below ? bin : bins.length - (beyond.length - bin)] = count;
    total += count;
  });
  if (cuts === null) {
    cells.slice(1, -1).forEach((count, index) => {
      const bin = binOf(lattice.from + index, grid.edges);
      bins[bin] = (bins[bin] ?? 0) + count;
    });
    return bins;
  }
  const beneath = beyond.slice(0, below).reduce((sum, count) => sum + count, 0);
  cuts.forEach((cut, index) => {
    const end = cuts[index + 1] ?? lattice.cells;
    let count = 0;
    for (let cell = cut; cell < end; cell += 1) count += cells[cell] ?? 0;
    const isFirst = index === 0;
    const isLast = index === cuts.length - 1;
    bins[below + index] = count - (isFirst ? beneath : 0) - (isLast ? total - beneath : 0);
  });
  if (below + cuts.length + above !== bins.length) {
    throw new Error('The bins of a lattice do not fit its grid.');
  }
  return bins;
}

/** Counts per bin of ascending edges. */
export function countInEdges(values: readonly number[], edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of values) {
    const bin = binOf(value, edges);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

function binOf(value: number, edges: readonly number[]): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
