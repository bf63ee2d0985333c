import { judgeValues } from '../judge-values.ts';
import type { Measured, MetricDescriptor, WindowMetric } from '../metric.ts';
import type { ColumnProfile, NumericSummary } from '../profile.ts';
import { readChoice } from '../read-parameters.ts';

/** Percentile of the time that predictions took.
 *  Formula     the smallest latency that at least p % of rows do not exceed
 *  Inputs      ascending edges of bins, weight per bin, smallest and largest value, the share p
 *  Returns     ms, [0, ∞), higher is worse; undefined without weight
 *  Convention  values are taken as spread evenly inside the bin that the percentile falls in, which
 *              errs by at most the `errorBound`, the longer way to an end of that bin. Rows without
 *              a latency are left out. p50, p95 or p99
 *  Sampling    100 rows, so that p99 is not the largest alone; the rank of a percentile is binomial,
 *              from which its standard error follows by the quantiles on both sides
 *  Throws      edges that do not fit the bins, a share outside [0, 1]
 *  Cost        O(bins)
 *  Prefer      p50 for what is usual, p99 for what users complain about
 *  Source      Hyndman & Fan 1996, Am. Stat. 50, definition 1
 *  @example    latency([10, 20], [1, 2, 1], 5, 30, 0.5).value // 15 */
export function latency(
  edges: readonly number[],
  bins: readonly number[],
  min: number,
  max: number,
  share: number,
): { readonly value: number; readonly errorBound: number } {
  if (bins.length !== edges.length + 1) {
    throw new RangeError(
      `${edges.length} edges part ${edges.length + 1} bins, not ${bins.length}.`,
    );
  }
  if (!(share >= 0 && share <= 1)) {
    throw new RangeError(`A share must be between 0 and 1, not ${share}.`);
  }
  const total = bins.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) throw new RangeError('A percentile of no rows is not defined.');
  const target = share * total;
  let below = 0;
  let bin = 0;
  // Rounding may leave the last sum a unit below the whole.
  const last = bins.findLastIndex((weight) => weight > 0);
  while (bin < last && below + (bins[bin] ?? 0) < target) {
    below += bins[bin] ?? 0;
    bin += 1;
  }
  const weight = bins[bin] ?? 0;
  const from = Math.max(min, edges[bin - 1] ?? min);
  const to = Math.max(from, Math.min(max, edges[bin] ?? max));
  const part = weight === 0 ? 0 : Math.min(1, Math.max(0, (target - below) / weight));
  const value = from + (to - from) * part;
  return { value, errorBound: Math.max(value - from, to - value) };
}

const PERCENTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;
const NAMES = ['p50', 'p95', 'p99'] as const;

const descriptor: MetricDescriptor = {
  id: 'latency',
  version: 1,
  title: 'Latency',
  family: 'service',
  accepts: [],
  parameters: {
    type: 'object',
    additionalProperties: false,
    properties: {
      percentile: {
        type: 'string',
        enum: [...NAMES],
        default: 'p95',
        title: 'Percentile',
        description: 'The share of predictions that took no longer.',
      },
    },
  },
  unit: 'ms',
  range: [0, Number.POSITIVE_INFINITY],
  direction: 'higher_is_worse',
  minimumSample: 100,
};

export const latencyMetric: WindowMetric = {
  subject: 'window',
  descriptor,
  measure(window, parameters) {
    const share = PERCENTILES[readChoice(parameters, 'percentile', NAMES, 'p95')];
    // The name that every model's profiles have for it.
    const column = window.columns.get('latency');
    if (column === undefined) return { kind: 'no_data', reason: 'no_values', n: 0, m: 0 };
    const { n, shortfall } = judgeValues(descriptor, column);
    if (shortfall !== undefined) return shortfall;
    return measureColumn(column, column.numeric, share, n);
  },
  sampling(baseline, parameters) {
    if (baseline === null) return null;
    const measured = latencyMetric.measure(baseline, parameters);
    if (measured.kind !== 'value' || measured.standardError === undefined) return null;
    return {
      kind: 'estimate',
      baselineValue: measured.value,
      rowDeviation: measured.standardError * Math.sqrt(measured.n),
    };
  },
};

function measureColumn(
  { column, grid }: ColumnProfile,
  numeric: NumericSummary | undefined,
  share: number,
  n: number,
): Measured {
  if (grid.kind !== 'numeric' || numeric === undefined) {
    throw new Error(`"${column}" has no numbers to take a percentile of.`);
  }
  // Without a baseline there is no grid to count on.
  if (grid.edges.length === 0) return { kind: 'no_data', reason: 'no_baseline', n, m: 0 };
  const quantile = (of: number) => latency(grid.edges, numeric.bins, numeric.min, numeric.max, of);
  const { value, errorBound } = quantile(share);
  // The rank varies as a binomial count; a step of ranks is as long here as between two quantiles
  // on both sides.
  const step = Math.min(0.05, (1 - share) / 4);
  const length = (quantile(share + step).value - quantile(share - step).value) / (2 * step);
  const standardError = Math.sqrt((share * (1 - share)) / n) * length;
  return { kind: 'value', value, errorBound, standardError, n, m: 0 };
}
