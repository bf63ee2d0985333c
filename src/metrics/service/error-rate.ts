import { judgeSample } from '../judge-sample.ts';
import type { MetricDescriptor, WindowMetric } from '../metric.ts';
import { shareOf } from '../share-of.ts';
import { shareSampling } from '../share-sampling.ts';

/** Share of predictions that failed.
 *  Formula     rows with an error status / all rows
 *  Inputs      both counts
 *  Returns     a ratio, [0, 1], higher is worse
 *  Convention  rows count once each, whatever their weight; the status is the one that was logged
 *  Sampling    30 rows; Bernoulli of rows
 *  Throws      negative or non-finite counts, more errors than rows, no rows
 *  Cost        O(1)
 *  Prefer      volume, where failed predictions are not logged at all
 *  Source      definition
 *  @example    errorRate(3, 60) // 0.05 */
export function errorRate(erroneousRows: number, rows: number): number {
  return shareOf(erroneousRows, rows, 'erroneous');
}

const descriptor: MetricDescriptor = {
  id: 'error_rate',
  version: 1,
  title: 'Error rate',
  family: 'service',
  accepts: [],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'ratio',
  range: [0, 1],
  direction: 'higher_is_worse',
  minimumSample: 30,
};

export const errorRateMetric: WindowMetric = {
  subject: 'window',
  descriptor,
  measure({ rows, erroneousRows }) {
    const shortfall = judgeSample(descriptor, rows);
    if (shortfall !== undefined) return shortfall;
    return { kind: 'value', value: errorRate(erroneousRows, rows), n: rows, m: 0 };
  },
  sampling(baseline) {
    if (baseline === null) return null;
    const { rows, erroneousRows } = baseline;
    return shareSampling(erroneousRows, rows, rows);
  },
};
