import { effectiveRows } from '../effective-rows.ts';
import { judgeSample } from '../judge-sample.ts';
import type { ColumnMetric, MetricDescriptor, Parameters } from '../metric.ts';
import type { ColumnProfile } from '../profile.ts';
import { readChoice } from '../read-parameters.ts';
import { shareOf } from '../share-of.ts';
import { shareSampling } from '../share-sampling.ts';

/** Share of rows without a value in a column.
 *  Formula     Σw of rows that are absent, null, NaN or infinite / Σw of all rows; of one of these
 *              reasons alone where the parameter `reason` names it
 *  Inputs      the weight without a value, and the weight of all rows
 *  Returns     a ratio, [0, 1], higher is worse
 *  Convention  a value of the wrong kind is not missing: it was sent, and the type mismatch ratio
 *              counts it; so one fault raises one number
 *  Sampling    30 rows; Bernoulli of effective rows
 *  Throws      negative or non-finite weights, more missing than rows
 *  Cost        O(1)
 *  Prefer      the population stability index, in which missing is a bin, to see any change
 *  Source      definition
 *  @example    missingRatio(5, 20) // 0.25 */
export function missingRatio(missingWeight: number, weight: number): number {
  return shareOf(missingWeight, weight, 'missing');
}

/** A value of the wrong kind is not among them: the type mismatch ratio counts it. */
const REASONS = ['any', 'absent', 'null', 'nan', 'infinite'] as const;

const descriptor: MetricDescriptor = {
  id: 'missing_ratio',
  version: 1,
  title: 'Missing values',
  family: 'quality',
  accepts: ['numeric', 'categorical', 'boolean', 'text', 'embedding'],
  parameters: {
    type: 'object',
    additionalProperties: false,
    properties: {
      reason: {
        type: 'string',
        enum: [...REASONS],
        default: 'any',
        title: 'Reason',
        description: 'Count values missing for any reason, or for this one alone.',
      },
    },
  },
  unit: 'ratio',
  range: [0, 1],
  direction: 'higher_is_worse',
  minimumSample: 30,
};

export const missingRatioMetric: ColumnMetric = {
  subject: 'column',
  needsBaseline: false,
  descriptor,
  measure(window, _, parameters) {
    const n = effectiveRows(window.weight, window.weightSquares);
    const shortfall = judgeSample(descriptor, n);
    if (shortfall !== undefined) return shortfall;
    const value = missingRatio(countReason(window, parameters), window.weight);
    return { kind: 'value', value, n, m: 0 };
  },
  sampling(baseline, parameters) {
    const rows = effectiveRows(baseline.weight, baseline.weightSquares);
    return shareSampling(countReason(baseline, parameters), baseline.weight, rows);
  },
  count: (profile, _, parameters) => ({
    part: countReason(profile, parameters),
    whole: profile.weight,
  }),
};

function countReason({ missing }: ColumnProfile, parameters: Parameters): number {
  const reason = readChoice(parameters, 'reason', REASONS, 'any');
  const { absent, null: nulls, nan, infinite } = missing;
  return reason === 'any' ? absent + nulls + nan + infinite : missing[reason];
}
