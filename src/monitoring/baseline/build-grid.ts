import type { CategoricalGrid, NumericGrid } from '../../metrics/profile.ts';
import { nextUp } from '../../stats/next-up.ts';
import { weightedQuantiles } from '../../stats/summary/weighted-quantiles.ts';
import { gridId } from './grid-id.ts';

/** Bins of equal baseline mass between the baseline's minimum and maximum. */
export const GRID_BINS = 256;
/** Bins beyond the minimum, and as many beyond the maximum. */
export const TAIL_BINS = 16;

/** The first tail bin is this part of the baseline's span wide … */
const FIRST_TAIL_SPAN = 1 / 16;
/** … and each ends this many times further out, so that they reach 10⁷ spans: far enough to tell
 *  a wrong unit from a sentinel. */
const TAIL_GROWTH = 4;

/** The grid of a numeric column from its baseline values, in any order. */
export function buildNumericGrid(
  values: readonly number[],
  weights?: readonly number[],
): NumericGrid {
  return numericGridFromQuantiles(weightedQuantiles(values, GRID_BINS, weights));
}

/** The grid from ascending quantiles of equal steps, the minimum first and the maximum last.
 *
 *  Edges stand at the quantiles and, where one value fills whole steps, also just above it: that
 *  value then is a bin of its own and nothing else hides in it. The last edge inside stands just
 *  above the maximum, so that beyond it lies what the baseline never had. Beyond both ends follow
 *  tail edges at distances that grow fourfold, as far as doubles go. */
export function numericGridFromQuantiles(quantiles: readonly number[]): NumericGrid {
  const min = quantiles[0];
  const max = quantiles.at(-1);
  if (min === undefined || max === undefined) {
    throw new RangeError('A grid needs the quantiles of at least one value.');
  }
  const inside: number[] = [];
  quantiles.forEach((quantile, index) => {
    if (!Number.isFinite(quantile))
      throw new RangeError(`A quantile must be finite, not ${quantile}.`);
    const previous = quantiles[index - 1];
    if (previous !== undefined && quantile < previous) {
      throw new RangeError(`Quantiles must ascend, but ${quantile} follows ${previous}.`);
    }
    inside.push(quantile, ...(quantile === previous ? [nextUp(quantile)] : []));
  });
  inside.push(nextUp(max));
  const span = spanOf(min, max);
  const edges = strictlyAscending([
    ...tailDistances(span).map((distance) => min - distance),
    ...inside,
    ...tailDistances(span).map((distance) => max + distance),
  ]);
  return { kind: 'numeric', id: gridId('numeric', edges), edges };
}

/** Of a constant, its own size; of 0, one. */
function spanOf(min: number, max: number): number {
  const span = max === min ? Math.abs(max) || 1 : max - min;
  return Math.min(span, Number.MAX_VALUE);
}

function tailDistances(span: number): number[] {
  return Array.from(
    // The edge at the end of the baseline is the first of each tail, its last bin has no end.
    { length: TAIL_BINS - 1 },
    (_, index) => span * FIRST_TAIL_SPAN * TAIL_GROWTH ** index,
  );
}

/** Steps lost to rounding, and edges past the largest double, just make fewer bins. */
function strictlyAscending(edges: readonly number[]): number[] {
  // + 0 makes −0 and 0 one edge with one name.
  const finite = edges.filter(Number.isFinite).map((edge) => edge + 0);
  return [...new Set(finite)].sort((a, b) => a - b);
}

/** The grid of a categorical column from the weight of each of its baseline values. */
export function buildCategoricalGrid(counts: ReadonlyMap<string, number>): CategoricalGrid {
  const categories = [...counts]
    .filter(([value, weight]) => {
      if (!Number.isFinite(weight) || weight < 0) {
        throw new RangeError(
          `The weight of "${value}" must be finite and not negative, not ${weight}.`,
        );
      }
      return weight > 0;
    })
    .sort(([a, weightOfA], [b, weightOfB]) => weightOfB - weightOfA || (a < b ? -1 : 1))
    .map(([value]) => value);
  return { kind: 'categorical', id: gridId('categorical', categories), categories };
}
