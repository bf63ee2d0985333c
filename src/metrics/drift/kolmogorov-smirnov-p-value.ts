import { kolmogorovLimitTail } from '../../stats/distribution/kolmogorov-limit.ts';
import { compareDistributions } from '../compare-distributions.ts';
import type { ColumnMetric, MetricDescriptor } from '../metric.ts';
import { gapOnGrid } from './kolmogorov-smirnov.ts';

/** Chance that the Kolmogorov–Smirnov distance is as large without drift.
 *  Formula     P(K ≥ √(nm/(n + m))·D), K of Kolmogorov's limit law
 *  Inputs      the distance and both numbers of rows with a value
 *  Returns     a probability, [0, 1], 1 at identity, lower is worse
 *  Convention  the limit law, which is a little too large for few rows, as bins and ties make it:
 *              the rows' own p-value is smaller by at most the `errorBound` that the grid gives. For
 *              exact p-values from rows there is the distance's own function
 *  Sampling    30 rows on both sides; no drift: at least uniform. Small values come of large
 *              windows as well as of large changes
 *  Throws      a distance outside [0, 1], rows that are not above 0, other grids
 *  Cost        O(bins)
 *  Prefer      the distance with a bound that knows the sample sizes: a fixed level on this number
 *              alarms on any change, however small, once there are rows enough
 *  Source      Kolmogorov 1933; Smirnov 1939 for two samples; vectors of scipy 1.10.1 kstwobign
 *  @example    kolmogorovSmirnovPValue(0.1, 200, 200) // 0.26999967167735456 */
export function kolmogorovSmirnovPValue(distance: number, m: number, n: number): number {
  if (!(distance >= 0 && distance <= 1)) {
    throw new RangeError(`A distance must be between 0 and 1, not ${distance}.`);
  }
  for (const rows of [m, n]) {
    if (!(rows > 0 && Number.isFinite(rows))) {
      throw new RangeError(`Rows must be a finite number above 0, not ${rows}.`);
    }
  }
  return kolmogorovLimitTail(Math.sqrt((n / (n + m)) * m) * distance);
}

const descriptor: MetricDescriptor = {
  id: 'kolmogorov_smirnov_p_value',
  version: 1,
  title: 'Kolmogorov–Smirnov p-value',
  family: 'drift',
  accepts: ['numeric'],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'probability',
  range: [0, 1],
  direction: 'lower_is_worse',
  minimumSample: 30,
};

export const kolmogorovSmirnovPValueMetric: ColumnMetric = {
  subject: 'column',
  needsBaseline: true,
  descriptor,
  measure(window, baseline) {
    const compared = compareDistributions(descriptor, window, baseline);
    if (compared.kind !== 'compared') return compared;
    const { steps, n, m } = compared;
    const { gap, errorBound } = gapOnGrid(steps);
    const value = kolmogorovSmirnovPValue(gap, m, n);
    const least = kolmogorovSmirnovPValue(Math.min(1, gap + errorBound), m, n);
    return { kind: 'value', value, errorBound: value - least, n, m };
  },
};
