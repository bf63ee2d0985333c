import type { ColumnProfile } from '../../metrics/profile.ts';

/** The distribution function of a numeric column, as far as its grid tells it. */
export interface Cumulative {
  readonly edges: readonly number[];
  /** Share of the values below each edge. */
  readonly below: readonly number[];
  readonly min: number;
  readonly max: number;
}

/** Null where the column has no numbers. */
export function cumulativeOf({ grid, numeric }: ColumnProfile): Cumulative | null {
  if (grid.kind !== 'numeric' || numeric === undefined || !(numeric.moments.n > 0)) return null;
  const total = numeric.bins.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return null;
  let sum = 0;
  const below = grid.edges.map((_, i) => {
    sum += numeric.bins[i] ?? 0;
    return Math.min(1, sum / total);
  });
  return { edges: grid.edges, below, min: numeric.min, max: numeric.max };
}

/** Between which shares the distribution function lies at x: where the values of a bin are within
 *  it, nobody knows. */
export function shareBelow({ edges, below, min, max }: Cumulative, x: number): [number, number] {
  if (x <= min) return [0, 0];
  if (x > max) return [1, 1];
  const next = firstAtLeast(edges, x);
  const upper = below[next] ?? 1;
  return edges[next] === x ? [upper, upper] : [below[next - 1] ?? 0, upper];
}

/** Values are taken as spread evenly inside the bin that the quantile falls in. */
export function quantileOf({ edges, below, min, max }: Cumulative, share: number): number {
  const bin = firstAtLeast(below, share);
  const from = Math.max(min, edges[bin - 1] ?? min);
  // The bins of share 0 may end before the smallest value.
  const to = Math.max(from, Math.min(max, edges[bin] ?? max));
  const [start, end] = [below[bin - 1] ?? 0, below[bin] ?? 1];
  const part = end > start ? (share - start) / (end - start) : 0;
  // The width of the bin is rounded, and may reach beyond its end.
  return Math.min(to, from + (to - from) * Math.min(1, Math.max(0, part)));
}

/** Index of the first of ascending numbers that is not below x; their count if there is none. */
function firstAtLeast(ascending: readonly number[], x: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? Infinity) >= x) high = middle;
    else low = middle + 1;
  }
  return low;
}
