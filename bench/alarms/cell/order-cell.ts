import type { ColumnMetric, Parameters } from '../../../src/metrics/metric.ts';
import type { ColumnProfile, NumericGrid } from '../../../src/metrics/profile.ts';
import {
  GRID_BINS,
  numericGridFromQuantiles,
} from '../../../src/monitoring/baseline/build-grid.ts';
import type { Random } from '../../../src/stats/random.ts';
import { drawCounts } from '../draw/draw-counts.ts';
import { drawShares } from '../draw/draw-gamma.ts';
import { inflationFor, tiltedCounts } from '../draw/tilted-counts.ts';
import { numericProfile } from './column-profiles.ts';
import type { NullCell } from './null-cell.ts';
import type { ValueLaw } from './value-law.ts';

/** Coarse parts that far windows are drawn by: distances of distribution functions come of masses
 *  moved over long ways. */
const PARTS = 8;

/** A metric of the order of values, on profiles of the fine grid. */
export function orderCell(
  metric: ColumnMetric,
  law: ValueLaw,
  { m, n }: { readonly m: number; readonly n: number },
  parameters: Parameters = {},
): NullCell {
  return {
    metric: metric.descriptor.id,
    law: law.name,
    n,
    m,
    descriptor: metric.descriptor,
    side: 'above',
    bins: GRID_BINS,
    isDear: true,
    drawBaseline(random, level) {
      const baseline = drawNumericBaseline(random, law, m);
      const { grid } = baseline;
      const draw = tiltedGridCounts(massesOf(grid, law, 0), n, level);
      const measure = (bins: readonly number[]) => {
        const measured = metric.measure(windowProfile(grid, bins), baseline, parameters);
        if (measured.kind !== 'value') throw new Error(`No value: ${measured.reason}.`);
        return measured.value;
      };
      return {
        sampling: metric.sampling?.(baseline, parameters) ?? null,
        baselineValue: null,
        n,
        m,
        drawWindow(drawn) {
          const { counts, weight } = draw(drawn);
          return { value: measure(counts), weight };
        },
        afterShift(shift) {
          const masses = massesOf(grid, law, shift);
          return (drawn) => measure(drawCounts(drawn, n, masses));
        },
      };
    },
  };
}

/** m rows by their ranks: only those where an edge of the grid stands have to be drawn. */
export function drawNumericBaseline(
  random: Random,
  law: ValueLaw,
  m: number,
): ColumnProfile & { readonly grid: NumericGrid } {
  const ranks = Array.from({ length: GRID_BINS + 1 }, (_, step) =>
    Math.max(1, Math.ceil((step * m) / GRID_BINS)),
  );
  const distinct = [...new Set(ranks)];
  const gaps = distinct.map((rank, index) => rank - (distinct[index - 1] ?? 0));
  const shares = drawShares(random, [...gaps, 1]);
  let below = 0;
  const values = shares.slice(0, -1).map((share) => {
    below += share;
    return law.quantile(Math.min(1 - 1e-15, below));
  });
  const grid = numericGridFromQuantiles(values);
  const bins = new Array<number>(grid.edges.length + 1).fill(0);
  const min = values[0] ?? 0;
  const max = values.at(-1) ?? 0;
  values.forEach((value, index) => {
    const bin = grid.edges.findLastIndex((edge) => value >= edge) + 1;
    // The rows from this rank up to the next one; the largest stands alone with those before it.
    const rows = (distinct[index + 1] ?? m + 1) - (distinct[index] ?? 0);
    bins[bin] = (bins[bin] ?? 0) + rows;
  });
  return { ...numericProfile(grid, { bins, min, max, ...momentsOf(grid, bins) }), grid };
}

/** Of rows in the middle of their bins: only what distances are divided by. */
function momentsOf(grid: NumericGrid, bins: readonly number[]) {
  const middle = (bin: number) => {
    const from = grid.edges[bin - 1] ?? grid.edges[0] ?? 0;
    return (from + (grid.edges[bin] ?? from)) / 2;
  };
  const rows = bins.reduce((sum, count) => sum + count, 0);
  const mean = bins.reduce((sum, count, bin) => sum + (count > 0 ? count * middle(bin) : 0), 0);
  const m2 = bins.reduce(
    (sum, count, bin) => sum + (count > 0 ? count * (middle(bin) - mean / rows) ** 2 : 0),
    0,
  );
  return { mean: mean / rows, m2 };
}

/** A window of the same law on the baseline's grid. */
export function drawNumericWindow(
  random: Random,
  law: ValueLaw,
  { grid }: ColumnProfile,
  n: number,
): ColumnProfile {
  if (grid.kind !== 'numeric') throw new Error('The baseline is not numeric.');
  return windowProfile(grid, drawCounts(random, n, massesOf(grid, law, 0)));
}

function massesOf(grid: NumericGrid, law: ValueLaw, shift: number): number[] {
  const ends = [0, ...grid.edges.map((edge) => law.below(edge - shift)), 1];
  return ends.slice(1).map((end, bin) => Math.max(0, end - (ends[bin] ?? 0)));
}

function windowProfile(grid: NumericGrid, bins: readonly number[]): ColumnProfile {
  const first = bins.findIndex((count) => count > 0);
  const last = bins.findLastIndex((count) => count > 0);
  const { edges } = grid;
  // Where in an outer bin the extremes lie is not drawn: in the middle of it.
  const middleOf = (bin: number) => {
    const to = edges[bin] ?? edges.at(-1) ?? 0;
    const from = edges[bin - 1] ?? to;
    return from + (to - from) / 2;
  };
  return numericProfile(grid, { bins, min: middleOf(first), max: middleOf(last) });
}

/** Counts of the fine grid whose coarse parts are tilted: the weight then depends on few numbers. */
function tiltedGridCounts(masses: readonly number[], n: number, level: number) {
  const parts: { readonly from: number; readonly to: number; readonly mass: number }[] = [];
  let from = 0;
  let mass = 0;
  masses.forEach((share, bin) => {
    mass += share;
    if (mass >= 1 / PARTS && bin < masses.length - 1) {
      parts.push({ from, to: bin + 1, mass });
      [from, mass] = [bin + 1, 0];
    }
  });
  parts.push({ from, to: masses.length, mass });
  const shares = parts.map((part) => part.mass);
  const coarse = tiltedCounts(shares, n, inflationFor(PARTS - 1, level, n));
  return (random: Random) => {
    const drawn = coarse(random);
    const counts = parts.flatMap((part, index) =>
      drawCounts(random, drawn.counts[index] ?? 0, masses.slice(part.from, part.to)),
    );
    return { counts, weight: drawn.weight };
  };
}
