import {
  baselineSteps,
  compareDistributions,
  type GridStep,
  rowsWithValue,
} from '../compare-distributions.ts';
import { gridQuantile } from '../grid-quantile.ts';
import type { ColumnMetric, MetricDescriptor, Parameters } from '../metric.ts';
import { orderSampling } from '../order-sampling.ts';
import type { NumericSummary } from '../profile.ts';
import { readChoice, readShare } from '../read-parameters.ts';

/** Wasserstein-1 distance, or earth mover's: how far the values of a row moved on average.
 *  Formula     ∫ |F(x) − G(x)| dx, F of the baseline's rows, G of the window's
 *  Inputs      the values of both samples in any order, weights (1 where left out); on a profile
 *              their shares per bin of the fine grid
 *  Returns     units of the column, or standard deviations of the baseline, [0, ∞), 0 at identity,
 *              higher is worse
 *  Convention  rows without a value are left out. A profile's distance is divided by the baseline's
 *              standard deviation, else no bound would fit two columns, or by its interquartile
 *              range / 1.349 (where that is 0, the standard deviation), or not at all; where the
 *              scale is 0 there is no value. With `clip` values beyond these quantiles of the
 *              baseline are taken for them. Inside a bin of the grid values are taken as spread
 *              evenly, which errs by at most the `errorBound`: half of Σ mass × width of both sides
 *  Sampling    30 rows on both sides; no drift: √(1/n + 1/m)·∫|B(F)|, B a Brownian bridge, if tails
 *              are light enough; otherwise none: resample
 *  Throws      samples of no rows or no weight, values that are not finite, negative weights,
 *              other grids
 *  Cost        O(n log n + m log m); O(bins) on a profile
 *  Prefer      Kolmogorov–Smirnov where a few far values must not decide
 *  Source      Vallender 1974, Theory Probab. Appl. 18; del Barrio, Giné & Matrán 1999 for the law;
 *              vectors of scipy 1.10.1 wasserstein_distance, Evidently, frouros and deepchecks
 *  @example    wasserstein([0, 1, 3], [5, 6, 8]) // 5 */
export function wasserstein(
  baseline: readonly number[],
  window: readonly number[],
  baselineWeights?: readonly number[],
  windowWeights?: readonly number[],
): number {
  const first = weigh(baseline, baselineWeights, 'baseline');
  const second = weigh(window, windowWeights, 'window');
  let distance = 0;
  let [below, above] = [0, 0];
  let [i, j] = [0, 0];
  let previous = Number.NaN;
  while (i < first.rows.length || j < second.rows.length) {
    const next = Math.min(first.rows[i]?.[0] ?? Infinity, second.rows[j]?.[0] ?? Infinity);
    // Sums of weights are divided here and not before: whole numbers add without rounding.
    const gap = Math.abs(below / first.total - above / second.total);
    if (gap > 0) distance += gap * (next - previous);
    for (; first.rows[i]?.[0] === next; i += 1) below += first.rows[i]?.[1] ?? 0;
    for (; second.rows[j]?.[0] === next; j += 1) above += second.rows[j]?.[1] ?? 0;
    previous = next;
  }
  return distance;
}

interface Weighed {
  /** In ascending order of value. */
  readonly rows: readonly (readonly [value: number, weight: number])[];
  readonly total: number;
}

function weigh(
  values: readonly number[],
  weights: readonly number[] | undefined,
  what: string,
): Weighed {
  if (weights !== undefined && weights.length !== values.length) {
    throw new RangeError(`There are ${weights.length} weights for ${values.length} values.`);
  }
  let total = 0;
  const rows = values.map((value, index) => {
    const weight = weights?.[index] ?? 1;
    if (!Number.isFinite(value)) {
      throw new RangeError(`A value of the ${what} is ${value}: leave such rows out.`);
    }
    if (!(weight >= 0 && Number.isFinite(weight))) {
      throw new RangeError(`A weight must be finite and not negative, not ${weight}.`);
    }
    total += weight;
    return [value, weight] as const;
  });
  if (!(total > 0)) throw new RangeError(`The ${what} has no rows.`);
  return { rows: rows.sort((a, b) => a[0] - b[0]), total };
}

/** The distance where values are spread evenly inside each bin, so that the gap of the two
 *  distributions is a line there, and how far off that can be. Values below `low` and above `high`
 *  are taken for those: nothing beyond them adds to the distance. */
export function areaOnGrid(
  steps: readonly GridStep[],
  low = Number.NEGATIVE_INFINITY,
  high = Number.POSITIVE_INFINITY,
): { area: number; errorBound: number } {
  let area = 0;
  let errorBound = 0;
  for (const step of steps) {
    const width = step.isPoint ? 0 : step.to - step.from;
    if (!(width > 0)) continue;
    const kept = lengthWithin(step.from, step.to, low, high);
    if (!(kept > 0)) continue;
    const left = gapAt(step, Math.max(step.from, low));
    const right = gapAt(step, Math.min(step.to, high));
    area += kept * meanOfLine(left, right);
    const masses = step.baselineUpTo - step.baselineBelow + step.windowUpTo - step.windowBelow;
    // A distribution that leaps inside a bin is off from its line by at most half the mass, on
    // average over the bin, and by at most all of it anywhere.
    errorBound += masses * Math.min(kept, width / 2);
  }
  return { area, errorBound };
}

/** Between the distributions, at a value within the step. */
function gapAt(step: GridStep, value: number): number {
  const below = step.baselineBelow - step.windowBelow;
  const upTo = step.baselineUpTo - step.windowUpTo;
  if (value === step.from) return below;
  return value === step.to
    ? upTo
    : below + ((upTo - below) * (value - step.from)) / (step.to - step.from);
}

const lengthWithin = (from: number, to: number, low: number, high: number): number =>
  Math.max(0, Math.min(to, high) - Math.max(from, low));

/** Mean of the absolute value along a line from `left` to `right`. */
function meanOfLine(left: number, right: number): number {
  if (left * right >= 0) return Math.abs(left + right) / 2;
  return (left * left + right * right) / (2 * Math.abs(right - left));
}

const SCALES = ['standard_deviation', 'interquartile_range', 'none'] as const;

/** The interquartile range of normal values in standard deviations. */
const NORMAL_INTERQUARTILE_RANGE = 1.349;

const descriptor: MetricDescriptor = {
  id: 'wasserstein',
  version: 1,
  title: 'Wasserstein distance',
  family: 'drift',
  accepts: ['numeric'],
  parameters: {
    type: 'object',
    additionalProperties: false,
    properties: {
      scale: {
        type: 'string',
        enum: [...SCALES],
        default: 'standard_deviation',
        title: 'Scale',
        description:
          'What of the baseline the distance is divided by. The interquartile range is taken as 1.349 standard deviations, and does not move with a few far values.',
      },
      clip: {
        type: 'number',
        minimum: 0,
        maximum: 0.25,
        default: 0,
        title: 'Clip',
        description:
          'Share of the baseline at either end whose values are taken for the value where it begins, so that a few far ones do not decide; 0.001 is a good choice.',
      },
    },
  },
  unit: 'none',
  range: [0, Number.POSITIVE_INFINITY],
  direction: 'higher_is_worse',
  minimumSample: 30,
};

export const wassersteinMetric: ColumnMetric = {
  subject: 'column',
  needsBaseline: true,
  descriptor,
  measure(window, baseline, parameters) {
    const compared = compareDistributions(descriptor, window, baseline);
    if (compared.kind !== 'compared') return compared;
    const { n, m, steps } = compared;
    const { scale, low, high } = readRuler(steps, compared.baseline, parameters);
    if (!(scale > 0 && Number.isFinite(scale))) {
      return { kind: 'no_data', reason: 'constant_baseline', n, m };
    }
    const { area, errorBound } = areaOnGrid(steps, low, high);
    return { kind: 'value', value: area / scale, errorBound: errorBound / scale, n, m };
  },
  sampling(baseline, parameters) {
    if (baseline.numeric === undefined || !(rowsWithValue(baseline) > 0)) return null;
    const ruler = readRuler(baselineSteps(baseline), baseline.numeric, parameters);
    const { scale, low, high } = ruler;
    if (!(scale > 0 && Number.isFinite(scale))) return null;
    const length = (from: number, to: number) => lengthWithin(from, to, low, high) / scale;
    return orderSampling('wasserstein', baseline, length);
  },
};

/** What lengths are divided by, and where values are clipped: both of the baseline alone. */
function readRuler(
  steps: readonly GridStep[],
  { moments }: NumericSummary,
  parameters: Parameters,
): { readonly scale: number; readonly low: number; readonly high: number } {
  const clip = readShare(parameters, 'clip', 0, 0.25);
  const deviation = Math.sqrt(moments.m2 / moments.n);
  const scales = {
    none: () => 1,
    standard_deviation: () => deviation,
    // Of a column most values of which are one it is 0 and no scale.
    interquartile_range: () =>
      (gridQuantile(steps, 0.75) - gridQuantile(steps, 0.25)) / NORMAL_INTERQUARTILE_RANGE ||
      deviation,
  };
  return {
    scale: scales[readChoice(parameters, 'scale', SCALES, 'standard_deviation')](),
    low: clip === 0 ? Number.NEGATIVE_INFINITY : gridQuantile(steps, clip),
    high: clip === 0 ? Number.POSITIVE_INFINITY : gridQuantile(steps, 1 - clip),
  };
}
