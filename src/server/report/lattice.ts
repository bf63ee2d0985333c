import type { NumericGrid } from '../../metrics/profile.ts';
import { GRID_BINS } from '../../monitoring/baseline/build-grid.ts';
import { gridId } from '../../monitoring/baseline/grid-id.ts';
import { sqlDouble } from './sql-text.ts';

/** Cells of equal width between two ends, and one beyond each: the cell of a value is found by one
 *  multiplication, many times faster than a bin by searching the edges of a grid. Bins of a grid
 *  are then unions of cells.
 *
 *  Cell 0 lies below `from`, cell k ≥ 1 holds the x with floor((x − from)·scale + 1) = k, the last
 *  cell all from the end on. */
export interface Lattice {
  readonly from: number;
  /** Cells per unit of the column. */
  readonly scale: number;
  readonly cells: number;
}

/** Between the ends: enough for bins of nearly equal mass, few enough to stay in the cache. */
export const INNER_CELLS = 4_096;
/** Of the sample's quantiles in steps of 1/256, the second and the last but one. */
const OUTER = 1;

/** A lattice for a column with these ascending quantiles of equal steps, or null where its cells
 *  would be too coarse: where one value is many rows, or a tail is very long. */
export function latticeFor(quantiles: readonly number[]): Lattice | null {
  const inner = quantiles.slice(OUTER, quantiles.length - OUTER);
  const from = inner[0];
  const to = inner.at(-1);
  if (from === undefined || to === undefined) return null;
  const scale = INNER_CELLS / (to - from);
  if (!Number.isFinite(scale) || !Number.isFinite(to * scale)) return null;
  // Cells beyond both ends must begin at a number, too.
  if (!Number.isFinite(from - 2 / scale) || !Number.isFinite(to + 2 / scale)) return null;
  // Cells must be wide against the spacing of doubles, or rounding would decide.
  if (1 / scale < 1e-9 * Math.max(Math.abs(from), Math.abs(to))) return null;
  let previous = from;
  for (const quantile of inner.slice(1)) {
    if ((quantile - previous) * scale < 1) return null;
    previous = quantile;
  }
  return { from, scale, cells: INNER_CELLS + 2 };
}

/** A cell for each whole number of a range; null where that is too many. */
export function wholeLattice(min: number, max: number): Lattice | null {
  const span = max - min;
  return span < INNER_CELLS ? { from: min, scale: 1, cells: span + 3 } : null;
}

/** SQL of a value's cell, for finite values. */
export const cellSql = (value: string, { from, scale, cells }: Lattice): string =>
  `toUInt16(min2(max2((${value} - ${sqlDouble(from)}) * ${sqlDouble(scale)} + 1., 0.), ${cells - 1}.))`;

/** The same cell, to the bit: both are the same IEEE operations. */
export function cellOf(value: number, { from, scale, cells }: Lattice): number {
  return Math.floor(Math.min(Math.max((value - from) * scale + 1, 0), cells - 1));
}

/** The smallest double of a cell from 1 on, by bisection between the beginnings of the cells beside
 *  it. Walking there from double to double would not end next to 0, where there are so many. */
export function cellStart(cell: number, lattice: Lattice): number {
  const { from, scale } = lattice;
  let before = from + (cell - 2) / scale;
  let start = Math.min(from + cell / scale, Number.MAX_VALUE);
  let middle = halfway(before, start);
  // Only of neighbouring doubles one is their middle.
  while (before < middle && middle < start) {
    if (cellOf(middle, lattice) < cell) before = middle;
    else start = middle;
    middle = halfway(before, start);
  }
  return start;
}

const halfway = (low: number, high: number): number => low + (high - low) / 2;

/** Which cells make a bin: the first cell of each, ascending, from 0. */
export function cutsOfCells(counts: readonly number[], bins = GRID_BINS): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const cuts = [0];
  let below = 0;
  let wanted = 1;
  counts.forEach((count, cell) => {
    below += count;
    if (cell + 1 < counts.length && below >= (wanted / bins) * total) {
      cuts.push(cell + 1);
      wanted = Math.floor((below / total) * bins) + 1;
    }
  });
  // The outermost cells are open-ended; each stays a bin of its own.
  return [...new Set([...cuts, 1, counts.length - 1])].sort((a, b) => a - b);
}

/** The grid of those bins, with edges at the extremes of the reference and beyond. */
export function gridOfCells(
  lattice: Lattice,
  cuts: readonly number[],
  outerEdges: readonly number[],
): NumericGrid {
  const inner = cuts.filter((cut) => cut > 0).map((cut) => cellStart(cut, lattice));
  const edges = [...new Set([...inner, ...outerEdges])].sort((a, b) => a - b);
  return { kind: 'numeric', id: gridId('numeric', edges), edges };
}
