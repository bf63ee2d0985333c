import { mergeMoments } from '../stats/summary/moments.ts';
import { addCounts } from './add-counts.ts';
import type {
  CategoricalSummary,
  ColumnProfile,
  MissingCounts,
  NumericSummary,
} from './profile.ts';

/** The profile of two disjoint sets of rows together: a day is the sum of its hours.
 *  Associative and commutative up to rounding. Counts on different grids cannot be added, so
 *  that is refused: a new grid is a seam, not a sum. */
export function mergeColumnProfiles(a: ColumnProfile, b: ColumnProfile): ColumnProfile {
  if (a.column !== b.column) {
    throw new Error(`Profiles of "${a.column}" and "${b.column}" cannot be merged.`);
  }
  if (a.grid.id !== b.grid.id) {
    throw new Error(
      `Profiles of "${a.column}" on the grids ${a.grid.id} and ${b.grid.id} cannot be merged.`,
    );
  }
  const numeric = mergeIfPresent(a.numeric, b.numeric, mergeNumeric);
  const categorical = mergeIfPresent(a.categorical, b.categorical, mergeCategorical);
  return {
    column: a.column,
    grid: a.grid,
    rows: a.rows + b.rows,
    weight: a.weight + b.weight,
    weightSquares: a.weightSquares + b.weightSquares,
    missing: mergeMissing(a.missing, b.missing),
    ...(numeric === undefined ? {} : { numeric }),
    ...(categorical === undefined ? {} : { categorical }),
  };
}

function mergeIfPresent<T>(
  a: T | undefined,
  b: T | undefined,
  merge: (a: T, b: T) => T,
): T | undefined {
  if (a === undefined) return b;
  if (b === undefined) return a;
  return merge(a, b);
}

function mergeMissing(a: MissingCounts, b: MissingCounts): MissingCounts {
  return {
    absent: a.absent + b.absent,
    null: a.null + b.null,
    nan: a.nan + b.nan,
    infinite: a.infinite + b.infinite,
    mismatched: a.mismatched + b.mismatched,
  };
}

function mergeNumeric(a: NumericSummary, b: NumericSummary): NumericSummary {
  // Without values min and max mean nothing (engines answer 0), so they must not take part.
  if (a.moments.n === 0) return b;
  if (b.moments.n === 0) return a;
  return {
    moments: mergeMoments(a.moments, b.moments),
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    bins: addCounts(a.bins, b.bins, 'Numeric profiles'),
  };
}

function mergeCategorical(a: CategoricalSummary, b: CategoricalSummary): CategoricalSummary {
  const unseen = new Map(a.unseen);
  for (const [value, weight] of b.unseen) unseen.set(value, (unseen.get(value) ?? 0) + weight);
  return {
    counts: addCounts(a.counts, b.counts, 'Categorical profiles'),
    // Nothing is cut off here: cutting would make the sum depend on the order of the windows.
    unseen: [...unseen].sort(byWeightThenValue),
    unseenRest: a.unseenRest + b.unseenRest,
  };
}

function byWeightThenValue(a: readonly [string, number], b: readonly [string, number]): number {
  if (a[1] !== b[1]) return b[1] - a[1];
  return a[0] < b[0] ? -1 : 1;
}
