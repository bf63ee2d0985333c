import type { CategoricalGrid, Grid, NumericGrid } from './profile.ts';

/** A union of bins of the fine grid, or one of the two bins that no grid holds. */
export type TestBin =
  | {
      readonly kind: 'range';
      /** Grid bins `first … last`, both included. */
      readonly first: number;
      readonly last: number;
      /** Values in `[from, to)`; null where the bin has no end. */
      readonly from: number | null;
      readonly to: number | null;
    }
  | { readonly kind: 'categories'; readonly members: readonly number[] }
  | { readonly kind: 'unseen' }
  | { readonly kind: 'missing' };

/** Bins coarse enough to compare shares, chosen from the baseline alone, so that every window is
 *  counted on the same ones.
 *
 *  Numbers: up to `count` ranges of baseline mass as equal as the grid allows, fewer where ties
 *  leave fewer. What lies below and above all baseline values are two ranges of their own: else a
 *  constant that changed would not be seen.
 *  Categories: the `count` − 1 heaviest stand alone, the rest share one bin; all stand alone if
 *  there are no more than `count`. Unseen values have a bin of their own.
 *  Both: missing is the last bin. */
export function testBins(grid: Grid, baselineCounts: readonly number[], count: number): TestBin[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`The number of test bins must be a whole number from 1 on, not ${count}.`);
  }
  const size = grid.kind === 'numeric' ? grid.edges.length + 1 : grid.categories.length;
  if (baselineCounts.length !== size) {
    throw new RangeError(`Grid ${grid.id} has ${size} bins, the counts ${baselineCounts.length}.`);
  }
  return grid.kind === 'numeric'
    ? [...rangeBins(grid, baselineCounts, count), { kind: 'missing' }]
    : [...categoryBins(grid, baselineCounts, count), { kind: 'unseen' }, { kind: 'missing' }];
}

/** The same bins, but values below and above all baseline values count to the ranges next to them. Of a
 *  baseline with one range they stay apart: else a constant that changed would not be seen. */
export function joinOuterRanges(
  bins: readonly TestBin[],
  baselineCounts: readonly number[],
): readonly TestBin[] {
  const ranges = bins.filter((bin) => bin.kind === 'range');
  const filled = ranges.filter(({ first, last }) =>
    baselineCounts.slice(first, last + 1).some((count) => count > 0),
  );
  const [lowest, highest] = [ranges[0], ranges.at(-1)];
  if (filled.length < 2 || lowest === undefined || highest === undefined) return bins;
  return [
    ...filled.map((range, at) => ({
      ...range,
      ...(at === 0 ? { first: lowest.first, from: lowest.from } : {}),
      ...(at === filled.length - 1 ? { last: highest.last, to: highest.to } : {}),
    })),
    ...bins.filter((bin) => bin.kind !== 'range'),
  ];
}

function rangeBins(grid: NumericGrid, counts: readonly number[], count: number): TestBin[] {
  const starts = [0, ...cutsByMass(counts, count)];
  return starts.map((first, index) => {
    const last = (starts[index + 1] ?? counts.length) - 1;
    return {
      kind: 'range',
      first,
      last,
      from: grid.edges[first - 1] ?? null,
      to: grid.edges[last] ?? null,
    };
  });
}

/** Ascending indices at which a new test bin begins. */
function cutsByMass(counts: readonly number[], count: number): number[] {
  const firstFilled = counts.findIndex((weight) => weight > 0);
  if (firstFilled < 0) return [];
  const lastFilled = counts.findLastIndex((weight) => weight > 0);
  const total = counts.reduce((sum, weight) => sum + weight, 0);
  // below[i] is the mass under a cut before bin i; only cuts that change it are candidates.
  const candidates: { cut: number; below: number }[] = [];
  let below = 0;
  for (let bin = firstFilled; bin < lastFilled; bin += 1) {
    const weight = counts[bin] ?? 0;
    below += weight;
    if (weight > 0) candidates.push({ cut: bin + 1, below });
  }
  const cuts = new Set<number>();
  if (firstFilled > 0) cuts.add(firstFilled);
  for (let k = 1; k < count; k += 1) {
    const nearest = nearestBelow(candidates, (k / count) * total);
    if (nearest !== undefined) cuts.add(nearest);
  }
  if (lastFilled < counts.length - 1) cuts.add(lastFilled + 1);
  return [...cuts].sort((a, b) => a - b);
}

function nearestBelow(
  candidates: readonly { cut: number; below: number }[],
  target: number,
): number | undefined {
  let best: { cut: number; below: number } | undefined;
  for (const candidate of candidates) {
    if (best === undefined || Math.abs(candidate.below - target) < Math.abs(best.below - target)) {
      best = candidate;
    }
  }
  return best?.cut;
}

function categoryBins(grid: CategoricalGrid, counts: readonly number[], count: number): TestBin[] {
  const heaviestFirst = grid.categories
    .map((_, index) => index)
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
  const alone = heaviestFirst.length <= count ? heaviestFirst.length : count - 1;
  const bins: TestBin[] = heaviestFirst
    .slice(0, alone)
    .map((index) => ({ kind: 'categories', members: [index] }));
  const rest = heaviestFirst.slice(alone);
  return rest.length === 0 ? bins : [...bins, { kind: 'categories', members: rest }];
}
