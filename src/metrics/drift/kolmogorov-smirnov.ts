import { kolmogorovTail } from '../../stats/distribution/kolmogorov.ts';
import {
  type Side,
  twoSampleKolmogorovTail,
} from '../../stats/distribution/two-sample-kolmogorov.ts';
import { compareDistributions, type GridStep } from '../compare-distributions.ts';
import type { ColumnMetric, MetricDescriptor } from '../metric.ts';
import { orderSampling } from '../order-sampling.ts';
import { sortedValues } from '../sorted-values.ts';

export interface KolmogorovSmirnovOptions {
  /** Which side counts: `above` where the baseline's distribution function lies higher, that is
   *  where the window's values are larger. */
  readonly side?: Side;
  /** `auto` is exact up to 10,000 rows a side, as in scipy. */
  readonly method?: 'auto' | 'exact' | 'asymptotic';
}

const EXACT_UP_TO = 10_000;

/** Kolmogorov–Smirnov distance of two samples: the largest gap of their distribution functions.
 *  Formula     max |F(x) − G(x)|, F of the baseline's rows, G of the window's
 *  Inputs      the values of both samples in any order; on a profile their shares per bin of the
 *              fine grid
 *  Returns     a probability, [0, 1], 0 at identity, higher is worse; from rows with its p-value
 *  Convention  rows without a value have no place in the order and are left out. On a profile the
 *              gap is taken at the edges of the grid: it is never too large, and too small by at
 *              most the `errorBound` beside it. Ties make p-values too large
 *  Sampling    30 rows on both sides; no drift: exact by counting paths, asymptotically that of one
 *              sample of nm/(n + m) rows, whose √ times the distance tends to Kolmogorov's law. One-
 *              sided asymptotic p-values are Hodges' approximation
 *  Throws      samples of no rows, values that are NaN, other grids
 *  Cost        O(n log n + m log m), exact p-value O(n·m); O(bins) on a profile
 *  Prefer      Wasserstein where it matters how far values moved; the population stability index
 *              where missing rows should count
 *  Source      Smirnov 1939; Hodges 1958, Ark. Mat. 3, eq. 5.3; vectors of scipy 1.10.1 ks_2samp,
 *              Evidently, frouros, popmon and whylogs
 *  @example    kolmogorovSmirnov([1, 2, 3], [3, 4, 5]).pValue // 0.6 */
export function kolmogorovSmirnov(
  baseline: readonly number[],
  window: readonly number[],
  options: KolmogorovSmirnovOptions = {},
): { readonly statistic: number; readonly pValue: number } {
  const side = options.side ?? 'both';
  const first = sortedValues(baseline, 'baseline');
  const second = sortedValues(window, 'window');
  const [m, n] = [first.length, second.length];
  const gap = largestGap(first, second, side);
  const statistic = gap / (m * n);
  const method = options.method ?? 'auto';
  const exact = method === 'exact' || (method === 'auto' && Math.max(m, n) <= EXACT_UP_TO);
  const pValue = exact
    ? twoSampleKolmogorovTail(gap, m, n, side)
    : asymptoticTail(statistic, m, n, side);
  return { statistic, pValue };
}

/** The largest difference of the distribution functions, in steps of 1/(m·n), so that it is whole. */
function largestGap(first: Float64Array, second: Float64Array, side: Side): number {
  const [m, n] = [first.length, second.length];
  let largest = 0;
  let i = 0;
  let j = 0;
  while (i < m && j < n) {
    const value = Math.min(first[i] ?? 0, second[j] ?? 0);
    while (i < m && (first[i] ?? 0) <= value) i += 1;
    while (j < n && (second[j] ?? 0) <= value) j += 1;
    const difference = i * n - j * m;
    const gap =
      side === 'both' ? Math.abs(difference) : side === 'above' ? difference : -difference;
    largest = Math.max(largest, gap);
  }
  return largest;
}

function asymptoticTail(statistic: number, m: number, n: number, side: Side): number {
  const [large, small] = m > n ? [m, n] : [n, m];
  const rows = (large * small) / (large + small);
  if (side === 'both') return kolmogorovTail(statistic, Math.max(1, roundHalfToEven(rows)));
  const z = Math.sqrt(rows) * statistic;
  const skew = (2 * z * (large + 2 * small)) / Math.sqrt(large * small * (large + small)) / 3;
  return Math.min(1, Math.exp(-2 * z * z - skew));
}

/** Rounds as numpy does, for a p-value that does not depend on who computes it. */
function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/** The gap at the edges of the grid, and how much larger one can be inside a bin: there F lies
 *  between its values at both ends, and so does G. */
export function gapOnGrid(steps: readonly GridStep[]): { gap: number; errorBound: number } {
  let gap = 0;
  let possible = 0;
  for (const step of steps) {
    gap = Math.max(gap, Math.abs(step.baselineUpTo - step.windowUpTo));
    if (step.isPoint) continue;
    possible = Math.max(
      possible,
      step.baselineUpTo - step.windowBelow,
      step.windowUpTo - step.baselineBelow,
    );
  }
  return { gap: Math.min(1, gap), errorBound: Math.max(0, possible - gap) };
}

const descriptor: MetricDescriptor = {
  id: 'kolmogorov_smirnov',
  version: 1,
  title: 'Kolmogorov–Smirnov distance',
  family: 'drift',
  accepts: ['numeric'],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'probability',
  range: [0, 1],
  direction: 'higher_is_worse',
  minimumSample: 30,
};

export const kolmogorovSmirnovMetric: ColumnMetric = {
  subject: 'column',
  needsBaseline: true,
  descriptor,
  measure(window, baseline) {
    const compared = compareDistributions(descriptor, window, baseline);
    if (compared.kind !== 'compared') return compared;
    const { gap, errorBound } = gapOnGrid(compared.steps);
    return { kind: 'value', value: gap, errorBound, n: compared.n, m: compared.m };
  },
  sampling: (baseline) => orderSampling('kolmogorov_smirnov', baseline, (from, to) => to - from),
};
