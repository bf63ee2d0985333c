import type { CountSampling, SampledBin } from '../../../metrics/sampling.ts';

/** A baseline rounded so far that those of other columns and windows share its laws. */
export interface CoarseBaseline {
  readonly counts: readonly number[];
  readonly bins: readonly SampledBin[];
  readonly rows: number;
  readonly key: string;
}

/** Steps of rounded counts, ±2.5 % of each. With 50 bins 1 % of the law's mean is 30 % of the false
 *  alarms, so they cannot be larger; small counts are exact. */
const STEP = 0.05;
const EXACT_BELOW = 24;

/** Rows that a bin needs on both sides before its share plays no part in a χ². */
const REGULAR = { baseline: 50, window: 20 } as const;

/** Bins in an order of their own: none of the metrics of counts minds it. For a χ² all regular
 *  bins are taken as equal. */
export function coarseBaseline(
  sampling: CountSampling,
  n: number,
  isChiSquared: boolean,
): CoarseBaseline {
  const { baselineCounts, bins } = sampling;
  const m = baselineCounts.reduce((sum, count) => sum + count, 0);
  // Where a prior is learnt from how counts of categories differ, they are kept as they are.
  const isExact = bins.includes('rest');
  const mayEqualize = isChiSquared && !isExact;
  const isRegular = (count: number) =>
    mayEqualize && count >= REGULAR.baseline && (count / m) * n >= REGULAR.window;
  let [regulars, inRegulars] = [0, 0];
  for (const count of baselineCounts) {
    if (!isRegular(count)) continue;
    regulars += 1;
    inRegulars += count;
  }
  const equal = roundCount(inRegulars / Math.max(1, regulars));
  const rounded = baselineCounts.map(
    (count, bin): Bin => ({
      count: isRegular(count) ? equal : isExact ? Math.round(count) : roundCount(count),
      bin: isAtomEnd(sampling, bin) ? 'category' : (bins[bin] ?? 'category'),
    }),
  );
  const ordered = [...rounded].sort((a, b) => RANK[a.bin] - RANK[b.bin] || b.count - a.count);
  const arranged = keepEmptyEnd(ordered);
  return {
    counts: arranged.map(({ count }) => count),
    bins: arranged.map(({ bin }) => bin),
    rows: arranged.reduce((sum, { count }) => sum + count, 0),
    key: describe(arranged),
  };
}

/** Whether a range without rows lies next to values that are there in every sample: their extreme
 *  is no rank of a continuous distribution, and nothing may lie beyond. */
function isAtomEnd({ baselineCounts, bins }: CountSampling, bin: number): boolean {
  if (bins[bin] !== 'range' || (baselineCounts[bin] ?? 0) > 0) return false;
  return bins[bin - 1] === 'category' || (bin === 0 && bins[1] === 'category');
}

const RANK: Readonly<Record<SampledBin, number>> = {
  range: 0,
  category: 1,
  rest: 1,
  unseen: 2,
  missing: 3,
};

interface Bin {
  readonly count: number;
  readonly bin: SampledBin;
}

/** Ranges without rows lie at the ends: one before all others, one after. */
function keepEmptyEnd(ordered: readonly Bin[]): readonly Bin[] {
  const ranges = ordered.filter(({ bin }) => bin === 'range');
  const empty = ranges.filter(({ count }) => count === 0);
  if (empty.length < 2) return ordered;
  const [first, ...others] = empty;
  return [
    ...(first === undefined ? [] : [first]),
    ...ranges.filter(({ count }) => count > 0),
    ...others,
    ...ordered.filter(({ bin }) => bin !== 'range'),
  ];
}

export function roundCount(count: number): number {
  if (count < EXACT_BELOW) return Math.round(count);
  return Math.round(Math.exp(Math.round(Math.log(count) / STEP) * STEP));
}

/** Runs of equal bins, as text. */
function describe(bins: readonly Bin[]): string {
  const runs: string[] = [];
  let length = 0;
  bins.forEach((one, index) => {
    length += 1;
    const next = bins[index + 1];
    if (next !== undefined && next.bin === one.bin && next.count === one.count) return;
    runs.push(`${one.bin[0]}${one.count}x${length}`);
    length = 0;
  });
  return runs.join(' ');
}
