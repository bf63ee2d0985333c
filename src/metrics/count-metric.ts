import { countCategories } from './count-categories.ts';
import { countSingletons } from './count-singletons.ts';
import { countsInTestBins } from './counts-in-test-bins.ts';
import { effectiveRows } from './effective-rows.ts';
import { judgeSample } from './judge-sample.ts';
import type { ColumnMetric, Measured, MetricDescriptor, Parameters } from './metric.ts';
import type { ColumnProfile } from './profile.ts';
import { readWholeNumber } from './read-parameters.ts';
import { sampledBins } from './sampled-bins.ts';
import type { CountSampling } from './sampling.ts';
import { joinOuterRanges, type TestBin, testBins } from './test-bins.ts';

const DEFAULT_BINS = 10;
const DEFAULT_CATEGORIES = 50;

/** The parameters of every metric that compares two count vectors. */
export const BIN_PARAMETERS = {
  bins: {
    type: 'integer',
    minimum: 2,
    maximum: 100,
    default: DEFAULT_BINS,
    title: 'Bins',
    description: 'Ranges of equal baseline mass that a numeric column is counted in.',
  },
  categories: {
    type: 'integer',
    minimum: 2,
    maximum: 10_000,
    default: DEFAULT_CATEGORIES,
    title: 'Categories',
    description: 'Bins of a categorical column; the rarest categories share the last one.',
  },
} as const;

/** A metric of two count vectors, in effective rows, so that the unit of the weights plays no part. */
type CompareCounts = (
  baselineCounts: readonly number[],
  windowCounts: readonly number[],
  parameters: Parameters,
) => number;

/** How the value grows with a χ² distance, under these parameters; null where it does not. */
type GrowthOf = (parameters: Parameters) => CountSampling['chiSquared'];

export interface CountMetricOptions {
  /** Values beyond all of the baseline's count to the ranges next to them: for a metric that a single
   *  row in a bin where none is expected would decide. */
  readonly joinsOuterRanges?: boolean;
}

/** A drift metric that needs nothing but the counts of both sides in the same test bins. One whose
 *  value is a probability already has no use for a sampling law: it is made without `growthOf`. */
export function countMetric(
  descriptor: MetricDescriptor,
  compare: CompareCounts,
  growthOf?: GrowthOf,
  options: CountMetricOptions = {},
): ColumnMetric {
  const metric: ColumnMetric = {
    subject: 'column',
    needsBaseline: true,
    descriptor,
    measure(window, baseline, parameters) {
      const n = effectiveRows(window.weight, window.weightSquares);
      if (baseline === undefined) return { kind: 'no_data', reason: 'no_baseline', n, m: 0 };
      requireSameGrid(window, baseline);
      const m = effectiveRows(baseline.weight, baseline.weightSquares);
      const shortfall: Measured | undefined = judgeSample(descriptor, n, m);
      if (shortfall !== undefined) return shortfall;
      const bins = binsOf(baseline, parameters, options);
      const value = compare(
        effectiveCounts(baseline, bins),
        effectiveCounts(window, bins),
        parameters,
      );
      return { kind: 'value', value, n, m };
    },
  };
  return growthOf === undefined
    ? metric
    : { ...metric, sampling: samplingOf(compare, growthOf, options) };
}

function samplingOf(compare: CompareCounts, growthOf: GrowthOf, options: CountMetricOptions) {
  return (baseline: ColumnProfile, parameters: Parameters): CountSampling | null => {
    if (baseline.weight === 0) return null;
    const bins = binsOf(baseline, parameters, options);
    return {
      kind: 'counts',
      baselineCounts: effectiveCounts(baseline, bins),
      bins: sampledBins(baseline, bins),
      compare: (baselineCounts, windowCounts) => compare(baselineCounts, windowCounts, parameters),
      chiSquared: growthOf(parameters),
      ...(baseline.categorical === undefined
        ? {}
        : { singletons: countSingletons(baseline), categories: countCategories(baseline) }),
    };
  };
}

function binsOf(
  baseline: ColumnProfile,
  parameters: Parameters,
  { joinsOuterRanges = false }: CountMetricOptions,
): readonly TestBin[] {
  const counts = gridCounts(baseline);
  const bins = testBins(baseline.grid, counts, binCount(baseline, parameters));
  return joinsOuterRanges ? joinOuterRanges(bins, counts) : bins;
}

function effectiveCounts(profile: ColumnProfile, bins: readonly TestBin[]): number[] {
  const rows = effectiveRows(profile.weight, profile.weightSquares);
  return countsInTestBins(profile, bins).map((count) => count * (rows / profile.weight));
}

/** Counts on two grids are of other bins: comparing them would answer another question. */
export function requireSameGrid(window: ColumnProfile, baseline: ColumnProfile): void {
  if (baseline.grid.id === window.grid.id) return;
  throw new Error(
    `The baseline of "${window.column}" is counted on grid ${baseline.grid.id}, the window on ${window.grid.id}.`,
  );
}

function gridCounts(profile: ColumnProfile): readonly number[] {
  const { grid } = profile;
  if (grid.kind === 'numeric') {
    return profile.numeric?.bins ?? new Array<number>(grid.edges.length + 1).fill(0);
  }
  return profile.categorical?.counts ?? new Array<number>(grid.categories.length).fill(0);
}

function binCount(profile: ColumnProfile, parameters: Parameters): number {
  return profile.grid.kind === 'numeric'
    ? readWholeNumber(parameters, 'bins', DEFAULT_BINS, 2)
    : readWholeNumber(parameters, 'categories', DEFAULT_CATEGORIES, 2);
}
