import { nextUp } from '../../stats/next-up.ts';
import { rowsWithValue } from '../compare-distributions.ts';
import { requireSameGrid } from '../count-metric.ts';
import { countMissing } from '../count-missing.ts';
import { effectiveRows } from '../effective-rows.ts';
import { judgeValues } from '../judge-values.ts';
import type { ColumnMetric, MetricDescriptor, Parameters } from '../metric.ts';
import type { ColumnProfile, NumericSummary } from '../profile.ts';
import { shareOf } from '../share-of.ts';
import { shareSampling } from '../share-sampling.ts';

/** Share of values outside a range.
 *  Formula     Σw of values below the minimum or above the maximum / Σw of rows with a value
 *  Inputs      the weight outside, and the weight of rows that have a usable value
 *  Returns     a ratio, [0, 1], higher is worse
 *  Convention  the range is that of the baseline's values, both ends included, or what the parameters
 *              `minimum` and `maximum` say. A profile counts in bins: those that lie outside whole
 *              are counted; what may lie outside in the bins that an end cuts is the `errorBound`,
 *              0 at the baseline's own ends. Missing values are not in the denominator
 *  Sampling    30 rows with a value; a baseline of m rows expects 2/(m + 1) of new rows beyond its
 *              extremes, so a small baseline has a normal value above 0
 *  Throws      negative or non-finite weights, more outside than values, a minimum above the maximum,
 *              a column that is not numeric, other grids
 *  Cost        O(bins)
 *  Prefer      Wasserstein to see how far outside values lie
 *  Source      Wilks 1941, Ann. Math. Stat. 12, for the expectation; otherwise definition
 *  @example    rangeViolationRatio(3, 12) // 0.25 */
export function rangeViolationRatio(outsideWeight: number, valueWeight: number): number {
  return shareOf(outsideWeight, valueWeight, 'outside');
}

const descriptor: MetricDescriptor = {
  id: 'range_violation_ratio',
  version: 1,
  title: 'Values out of range',
  family: 'quality',
  accepts: ['numeric'],
  parameters: {
    type: 'object',
    additionalProperties: false,
    properties: {
      minimum: {
        type: 'number',
        title: 'Minimum',
        description: 'The smallest value allowed; the smallest of the baseline if left out.',
      },
      maximum: {
        type: 'number',
        title: 'Maximum',
        description: 'The largest value allowed; the largest of the baseline if left out.',
      },
    },
  },
  unit: 'ratio',
  range: [0, 1],
  direction: 'higher_is_worse',
  minimumSample: 30,
};

export const rangeViolationRatioMetric: ColumnMetric = {
  subject: 'column',
  needsBaseline: true,
  descriptor,
  measure(window, baseline, parameters) {
    const { n, weight, shortfall } = judgeValues(descriptor, window);
    if (baseline === undefined) return { kind: 'no_data', reason: 'no_baseline', n, m: 0 };
    requireSameGrid(window, baseline);
    if (window.grid.kind !== 'numeric') {
      throw new Error(`"${window.column}" is not numeric: its values have no range.`);
    }
    const m = effectiveRows(baseline.weight, baseline.weightSquares);
    if (shortfall !== undefined) return { ...shortfall, m };
    const range = rangeOf(baseline, parameters);
    if (range === undefined || window.numeric === undefined) {
      return { kind: 'no_data', reason: 'no_baseline_rows', n, m };
    }
    const { outside, cut } = weighOutside(window.grid.edges, window.numeric, range);
    const value = rangeViolationRatio(outside, weight);
    return { kind: 'value', value, errorBound: rangeViolationRatio(cut, weight), n, m };
  },
  sampling(baseline, parameters) {
    const { grid, numeric, missing, weight } = baseline;
    const range = rangeOf(baseline, parameters);
    const rows = rowsWithValue(baseline);
    if (grid.kind !== 'numeric' || numeric === undefined || range === undefined) return null;
    const { outside } = weighOutside(grid.edges, numeric, range);
    const share = shareSampling(outside, weight - countMissing(missing), rows);
    if (share === null) return null;
    // Beyond each extreme of m rows lies a mass of law Beta(1, m), beyond both Beta(2, m − 1): what
    // Jeffreys' prior, which adds ½, makes of half a row for the first and one for the second.
    const ends = ['minimum', 'maximum'].filter((end) => parameters[end] === undefined).length;
    const beyond = ends === 0 ? 0 : ends - 0.5;
    return { ...share, baselineCount: Math.min(rows, share.baselineCount + beyond) };
  },
  count({ grid, numeric, missing, weight }, baseline, parameters) {
    const range = baseline && rangeOf(baseline, parameters);
    if (grid.kind !== 'numeric' || numeric === undefined || range === undefined) return null;
    const { outside } = weighOutside(grid.edges, numeric, range);
    return { part: outside, whole: weight - countMissing(missing) };
  },
};

interface Range {
  readonly min: number;
  readonly max: number;
}

function rangeOf(baseline: ColumnProfile, parameters: Parameters): Range | undefined {
  const { numeric } = baseline;
  const known = numeric !== undefined && numeric.moments.n > 0 ? numeric : undefined;
  const min = readBound(parameters, 'minimum') ?? known?.min;
  const max = readBound(parameters, 'maximum') ?? known?.max;
  if (min === undefined || max === undefined) return undefined;
  if (min > max) throw new RangeError(`The minimum, ${min}, must not exceed the maximum, ${max}.`);
  return { min, max };
}

function readBound(parameters: Parameters, name: string): number | undefined {
  const value = parameters[name];
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw new RangeError(`Parameter "${name}" must be a number, not ${value}.`);
}

function weighOutside(
  edges: readonly number[],
  { bins, min, max }: NumericSummary,
  range: Range,
): { outside: number; cut: number } {
  let [outside, cut] = [0, 0];
  bins.forEach((weight, bin) => {
    if (weight === 0) return;
    const from = edges[bin - 1] ?? Number.NEGATIVE_INFINITY;
    const to = edges[bin] ?? Number.POSITIVE_INFINITY;
    // Bins are half-open: every value is below `to`. None lies outside the window's own extremes.
    const below = to <= range.min || max < range.min;
    const above = from > range.max || min > range.max;
    const reachesBelow = Math.max(from, min) < range.min;
    const reachesAbove = to > nextUp(range.max) && max > range.max;
    if (below || above) outside += weight;
    else if (reachesBelow || reachesAbove) cut += weight;
  });
  return { outside, cut };
}
