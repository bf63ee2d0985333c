import type { CategoricalGrid, ColumnProfile, NumericGrid } from '../../metrics/profile.ts';
import { nextUp } from '../../stats/next-up.ts';
import { missingRatioOf } from './column-facts.ts';
import type { Distribution, DistributionBar } from './report.ts';
import { shortNumber } from './short-number.ts';

/** Bars of a chart of numbers; few enough to be told apart on a telephone. */
const BARS = 20;
/** Values with a bar of their own, where a column has no more. */
const VALUES = 24;
/** Categories with a bar of their own. */
const CATEGORIES = 8;
/** What lies beyond this share of either file at each end is drawn in the outermost bar. */
const TAIL = 0.005;

/** Shares of rows in the same few bins of both files; null where there is nothing to draw. */
export function distributionOf(
  reference: ColumnProfile,
  current: ColumnProfile,
): Distribution | null {
  const { grid } = reference;
  const ordered = grid.kind === 'numeric';
  const bars =
    grid.kind === 'numeric'
      ? numericBars(grid, reference, current)
      : categoryBars(grid, reference, current);
  if (bars.length === 0) return null;
  const missing = [missingRatioOf(reference), missingRatioOf(current)] as const;
  if (missing[0] + missing[1] === 0) return { bars, ordered };
  return {
    ordered,
    bars: [...bars, { label: 'missing', reference: missing[0], current: missing[1] }],
  };
}

function numericBars(
  grid: NumericGrid,
  reference: ColumnProfile,
  current: ColumnProfile,
): DistributionBar[] {
  if ((reference.numeric?.moments.n ?? 0) === 0) return [];
  const values = fewValues(grid, reference, current);
  if (values !== null) return values;
  const ends = [reference, current].flatMap((profile) => {
    const range = innerRange(grid, profile);
    return range === null ? [] : [range];
  });
  const from = Math.min(...ends.map((range) => range[0]));
  const to = Math.max(...ends.map((range) => range[1]));
  if (!(to > from)) return [];
  const cuts = Array.from({ length: BARS - 1 }, (_, i) => from + ((to - from) * (i + 1)) / BARS);
  const before = sharesBetween(grid, reference, cuts);
  const after = sharesBetween(grid, current, cuts);
  return before.map((share, index) => ({
    label: `${shortNumber(cuts[index - 1] ?? from)} to ${shortNumber(cuts[index] ?? to)}`,
    reference: share,
    current: after[index] ?? 0,
  }));
}

/** A bar per value, where both files have but few of them and each has a bin of its own. */
export function fewValues(
  grid: NumericGrid,
  reference: ColumnProfile,
  current: ColumnProfile,
): DistributionBar[] | null {
  const bars: DistributionBar[] = [];
  for (let bin = 0; bin <= grid.edges.length; bin += 1) {
    const [before, after] = [reference, current].map(
      (profile) => (profile.numeric?.bins[bin] ?? 0) / Math.max(1, profile.weight),
    );
    if (!before && !after) continue;
    const from = grid.edges[bin - 1];
    if (from === undefined || grid.edges[bin] !== nextUp(from) || bars.length === VALUES) {
      return null;
    }
    bars.push({ label: shortNumber(from), reference: before ?? 0, current: after ?? 0 });
  }
  return bars;
}

/** Where all but the tails lie. */
export function innerRange(grid: NumericGrid, profile: ColumnProfile): [number, number] | null {
  const { numeric } = profile;
  if (numeric === undefined || numeric.moments.n === 0) return null;
  const total = numeric.moments.n;
  let below = 0;
  let from = numeric.min;
  let to = numeric.max;
  numeric.bins.forEach((count, bin) => {
    if (below / total <= TAIL) from = Math.max(from, grid.edges[bin - 1] ?? numeric.min);
    below += count;
    if (below / total < 1 - TAIL) to = Math.min(numeric.max, grid.edges[bin + 1] ?? numeric.max);
  });
  return [Math.min(from, to), to];
}

/** Shares of all rows between ascending cuts, with values spread evenly inside each bin. */
export function sharesBetween(
  grid: NumericGrid,
  profile: ColumnProfile,
  cuts: readonly number[],
): number[] {
  const { numeric, weight } = profile;
  const shares = new Array<number>(cuts.length + 1).fill(0);
  if (numeric === undefined || weight === 0) return shares;
  numeric.bins.forEach((count, bin) => {
    if (count === 0) return;
    const low = Math.max(numeric.min, grid.edges[bin - 1] ?? numeric.min);
    const high = Math.max(low, Math.min(numeric.max, grid.edges[bin] ?? numeric.max));
    const isPoint = !(high > nextUp(low));
    shares.forEach((_, index) => {
      const from = index === 0 ? low : Math.max(low, cuts[index - 1] ?? low);
      const to = Math.min(high, cuts[index] ?? high);
      const part = isPoint
        ? Number(low >= (cuts[index - 1] ?? -Infinity) && low < (cuts[index] ?? Infinity))
        : Math.max(0, to - from) / (high - low);
      shares[index] = (shares[index] ?? 0) + (count / weight) * part;
    });
  });
  return shares;
}

function categoryBars(
  grid: CategoricalGrid,
  reference: ColumnProfile,
  current: ColumnProfile,
): DistributionBar[] {
  const before = sharesByValue(grid, reference);
  const after = sharesByValue(grid, current);
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const bars = names
    .map((label) => ({ label, reference: before.get(label) ?? 0, current: after.get(label) ?? 0 }))
    .sort((a, b) => Math.max(b.reference, b.current) - Math.max(a.reference, a.current));
  const shown = bars.slice(0, bars.length > CATEGORIES + 1 ? CATEGORIES : bars.length);
  const rest = bars.slice(shown.length);
  if (rest.length === 0) return shown;
  const sum = (side: 'reference' | 'current') => rest.reduce((total, bar) => total + bar[side], 0);
  const label = `${rest.length} others`;
  return [...shown, { label, reference: sum('reference'), current: sum('current') }];
}

/** Rows per value as a share of all rows. */
export function sharesByValue(grid: CategoricalGrid, profile: ColumnProfile): Map<string, number> {
  const { categorical, weight } = profile;
  const shares = new Map<string, number>();
  if (categorical === undefined || weight === 0) return shares;
  grid.categories.forEach((name, index) => {
    const count = categorical.counts[index] ?? 0;
    if (count > 0) shares.set(name, count / weight);
  });
  for (const [name, count] of categorical.unseen) shares.set(name, count / weight);
  if (categorical.unseenRest > 0)
    shares.set('(further new values)', categorical.unseenRest / weight);
  return shares;
}
