import type { ColumnMetric, Parameters } from '../../../src/metrics/metric.ts';
import type { ColumnProfile } from '../../../src/metrics/profile.ts';
import type { CountSampling } from '../../../src/metrics/sampling.ts';
import { buildNumericGrid } from '../../../src/monitoring/baseline/build-grid.ts';
import type { Random } from '../../../src/stats/random.ts';
import { drawShares } from '../draw/draw-gamma.ts';
import { numericProfile } from './column-profiles.ts';
import { countBaseline } from './count-baseline.ts';
import type { NullCell } from './null-cell.ts';

/** A continuous column in ranges between ranks of the baseline. Of any distribution the true mass
 *  between two ranks varies by the same law, so the values themselves need not be drawn. */
export function rangeCell(metric: ColumnMetric, bins: number, m: number, n: number): NullCell {
  const parameters: Parameters = { bins };
  const sampling = memo(() => {
    const made = metric.sampling?.(rankedProfile(m), parameters) ?? null;
    if (made === null || made.kind === 'counts') return made;
    throw new Error(`${metric.descriptor.id} compares no counts.`);
  });
  return {
    metric: metric.descriptor.id,
    law: `ranges K=${bins}`,
    n,
    m,
    descriptor: metric.descriptor,
    side: 'above',
    bins,
    isDear: false,
    drawBaseline(random, level) {
      const made = sampling();
      if (made === null) return silentBaseline(n, m);
      const masses = rangeMasses(random, made);
      return countBaseline(made, masses, ramp(masses), { n, m, level });
    },
  };
}

/** Without a law that the metric states nothing can be calibrated: that is reported as such. */
export function silentBaseline(n: number, m: number) {
  const drawn = () => {
    throw new Error('Nothing is drawn where the metric does not say how it varies.');
  };
  return { sampling: null, baselineValue: null, n, m, drawWindow: drawn, afterShift: drawn };
}

/** Wilks 1942: the masses between m ranks are Dirichlet with one unit per gap of neighbours. Below
 *  the smallest and above the largest value lies one gap each; the bin that holds the largest has
 *  one gap less than values, unless it holds what lies above as well. */
function rangeMasses(random: Random, { baselineCounts, bins }: CountSampling): number[] {
  const ranges = bins.flatMap((bin, index) => (bin === 'range' ? [index] : []));
  const [first, last] = [ranges[0] ?? 0, ranges.at(-1) ?? 0];
  const isJoined = (baselineCounts[last] ?? 0) > 0;
  const gaps = baselineCounts.map((count, index) => {
    if (bins[index] !== 'range') return 0;
    if (index === first) return count + 1;
    if (isJoined) return count;
    if (index === last) return count + 1;
    return index === last - 1 ? count - 1 : count;
  });
  return drawShares(random, gaps);
}

const profiles = new Map<number, ColumnProfile>();

/** The profile of the values 0 … m − 1. */
function rankedProfile(m: number): ColumnProfile {
  const known = profiles.get(m);
  if (known !== undefined) return known;
  const values = Array.from({ length: m }, (_, rank) => rank);
  const grid = buildNumericGrid(values);
  const bins = new Array<number>(grid.edges.length + 1).fill(0);
  let bin = 0;
  for (const value of values) {
    while (bin < grid.edges.length && value >= (grid.edges[bin] ?? 0)) bin += 1;
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const mean = (m - 1) / 2;
  const m2 = (m * (m * m - 1)) / 12;
  const profile = numericProfile(grid, { bins, min: 0, max: m - 1, mean, m2 });
  profiles.set(m, profile);
  return profile;
}

/** −1 … 1 along the mass. */
function ramp(masses: readonly number[]): number[] {
  let below = 0;
  return masses.map((mass) => {
    const middle = below + mass / 2;
    below += mass;
    return 2 * middle - 1;
  });
}

function memo<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
