import { countsInTestBins } from './counts-in-test-bins.ts';
import { effectiveRows } from './effective-rows.ts';
import { judgeSample } from './judge-sample.ts';
import type { ColumnMetric, Measured, MetricDescriptor, Parameters } from './metric.ts';
import type { ColumnProfile } from './profile.ts';
import { readWholeNumber } from './read-parameters.ts';
import { testBins } from './test-bins.ts';

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

/** A drift metric that needs nothing but the counts of both sides in the same test bins, in
 *  effective rows, so that the unit of the weights plays no part. */
export function countMetric(
  descriptor: MetricDescriptor,
  compare: (
    baselineCounts: readonly number[],
    windowCounts: readonly number[],
    parameters: Parameters,
  ) => number,
): ColumnMetric {
  return {
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
      const bins = testBins(baseline.grid, gridCounts(baseline), binCount(baseline, parameters));
      const value = compare(
        countsInTestBins(baseline, bins).map((count) => count * (m / baseline.weight)),
        countsInTestBins(window, bins).map((count) => count * (n / window.weight)),
        parameters,
      );
      return { kind: 'value', value, n, m };
    },
  };
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
