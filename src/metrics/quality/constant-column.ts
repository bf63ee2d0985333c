import { countUnseen } from '../counts-in-test-bins.ts';
import { judgeValues } from '../judge-values.ts';
import type { ColumnMetric, MetricDescriptor } from '../metric.ts';
import type { ColumnProfile } from '../profile.ts';

/** Whether a column holds one value and no other.
 *  Formula     1 if all usable values are equal, else 0
 *  Inputs      smallest and largest value, or how many categories have weight
 *  Returns     a ratio, 0 or 1, higher is worse
 *  Convention  missing values are not looked at: half of them missing and the rest equal is constant.
 *              Categories outside the baseline's that the profile no longer names count as several
 *  Sampling    30 rows with a value: fewer may be equal by chance
 *  Throws      a smallest value above the largest, NaN
 *  Cost        O(1); O(categories)
 *  Prefer      the population stability index, where a column always was constant
 *  Source      definition
 *  @example    constantColumn(3, 3) // 1 */
export function constantColumn(min: number, max: number): number {
  if (!(min <= max)) {
    throw new RangeError(`The smallest value, ${min}, must not exceed the largest, ${max}.`);
  }
  return min === max ? 1 : 0;
}

const descriptor: MetricDescriptor = {
  id: 'constant_column',
  version: 1,
  title: 'Constant column',
  family: 'quality',
  accepts: ['numeric', 'categorical', 'boolean'],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'ratio',
  range: [0, 1],
  direction: 'higher_is_worse',
  minimumSample: 30,
};

export const constantColumnMetric: ColumnMetric = {
  subject: 'column',
  needsBaseline: false,
  descriptor,
  measure(window) {
    const { n, shortfall } = judgeValues(descriptor, window);
    if (shortfall !== undefined) return shortfall;
    const { numeric } = window;
    const value =
      numeric === undefined ? oneCategory(window) : constantColumn(numeric.min, numeric.max);
    return { kind: 'value', value, n, m: 0 };
  },
};

function oneCategory(profile: ColumnProfile): number {
  const { counts = [], unseen = [], unseenRest = 0 } = profile.categorical ?? {};
  if (unseenRest > 0) return 0;
  const seen = counts.filter((weight) => weight > 0).length;
  return constantColumn(1, Math.max(1, seen + (countUnseen(profile) > 0 ? unseen.length : 0)));
}
