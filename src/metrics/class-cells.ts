import { type ClassCells, cellsOfClasses, confusionOf, sumCells } from './confusion.ts';
import {
  type ConfusionShares,
  decisionVariance,
  type Influence,
  influenceOnClass,
  influenceOnMean,
  influenceOnSum,
  type PartOfWhole,
} from './decision-variance.ts';
import { estimatedMetric } from './estimated-metric.ts';
import { judgeLabels, labelledRows, refuseTask } from './labelled-sample.ts';
import type {
  Measured,
  MetricDescriptor,
  OutcomeMetric,
  Parameters,
  UnmeasuredReason,
} from './metric.ts';
import type { OutcomeProfile } from './profile.ts';
import { readChoice } from './read-parameters.ts';

/** `macro` means over classes, `weighted` over labels, `micro` over decisions: all cells summed. */
export const AVERAGES = ['macro', 'weighted', 'micro'] as const;
export type Average = (typeof AVERAGES)[number];

/** The parameters of metrics that are defined for one class. */
export const CLASS_PARAMETERS = {
  class: {
    type: 'string',
    title: 'Class',
    description:
      'The one class to measure. Left out: the positive class of a binary output, the mean of all classes of others.',
  },
  average: {
    type: 'string',
    enum: [...AVERAGES],
    default: 'macro',
    title: 'Mean over classes',
    description: 'Every class alike, or by its labels, or all decisions together.',
  },
} as const;

/** A ratio of cells for one class or over all, or undefined where its denominator is 0. In a mean
 *  an undefined class counts 0, as a class that is never predicted has earned no better. */
function measureClasses(
  descriptor: MetricDescriptor,
  profile: OutcomeProfile,
  parameters: Parameters,
  ratio: (cells: ClassCells) => number | undefined,
): number | undefined {
  const { outcome } = profile;
  const name = parameters['class'];
  if (outcome.task === 'binary') {
    if (name !== undefined) {
      throw new RangeError(`"${profile.output}" is binary: its positive class is the only one.`);
    }
    return ratio(outcome);
  }
  if (outcome.task !== 'multiclass') return refuseTask(descriptor, profile);
  const cells = cellsOfClasses(outcome);
  if (name !== undefined) {
    const one = cells[outcome.classes.indexOf(String(name))];
    if (one === undefined) {
      throw new RangeError(`"${profile.output}" has no class "${name}".`);
    }
    return ratio(one);
  }
  return averageClasses(cells, readChoice(parameters, 'average', AVERAGES, 'macro'), ratio);
}

/** The mean of a ratio over classes that were labelled or predicted at all. */
function averageClasses(
  cells: readonly ClassCells[],
  average: Average,
  ratio: (cells: ClassCells) => number | undefined,
): number | undefined {
  const met = cells.filter(
    (one) => one.truePositives + one.falsePositives + one.falseNegatives > 0,
  );
  if (average === 'micro') return ratio(sumCells(met));
  const shares = met.map((one) =>
    average === 'macro' ? 1 : one.truePositives + one.falseNegatives,
  );
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (total === 0) return undefined;
  const sum = met.reduce((all, one, index) => all + (ratio(one) ?? 0) * (shares[index] ?? 0), 0);
  return Math.min(1, sum / total);
}

/** A metric that is a ratio of the cells of one class: `partOf` names its two sides. */
export function classMetric(
  descriptor: MetricDescriptor,
  reason: UnmeasuredReason,
  ratio: (cells: ClassCells) => number | undefined,
  partOf: PartOfWhole,
): OutcomeMetric {
  const metric: OutcomeMetric = {
    subject: 'outcome',
    descriptor,
    measure(profile, parameters) {
      const value = measureClasses(descriptor, profile, parameters, ratio);
      return (
        judgeLabels(descriptor, profile) ?? valueOrReason(value, reason, labelledRows(profile))
      );
    },
  };
  return estimatedMetric(metric, (profile, parameters) =>
    classVariance(profile, parameters, partOf),
  );
}

function classVariance(
  profile: OutcomeProfile,
  parameters: Parameters,
  partOf: PartOfWhole,
): number | null {
  const { outcome } = profile;
  if (outcome.task === 'regression') return null;
  const name = parameters['class'];
  return decisionVariance(profile, confusionOf(outcome), (shares, kept) => {
    if (outcome.task === 'binary') {
      const positive = kept.indexOf(1);
      return positive < 0 ? null : influenceOnClass(shares, positive, partOf).influence;
    }
    if (name !== undefined) {
      const index = kept.indexOf(outcome.classes.indexOf(String(name)));
      return index < 0 ? null : influenceOnClass(shares, index, partOf).influence;
    }
    const average = readChoice(parameters, 'average', AVERAGES, 'macro');
    return average === 'micro'
      ? influenceOnSum(shares, partOf)
      : influenceOnMean(shares, average, partOf);
  });
}

/** A metric of the whole confusion matrix. */
export function decisionMetric(
  descriptor: MetricDescriptor,
  reason: UnmeasuredReason,
  measureConfusion: (confusion: readonly (readonly number[])[]) => number | undefined,
  influenceOn: (shares: ConfusionShares) => Influence,
): OutcomeMetric {
  const metric: OutcomeMetric = {
    subject: 'outcome',
    descriptor,
    measure(profile) {
      const { outcome } = profile;
      if (outcome.task === 'regression') return refuseTask(descriptor, profile);
      const shortfall = judgeLabels(descriptor, profile);
      if (shortfall !== undefined) return shortfall;
      return valueOrReason(measureConfusion(confusionOf(outcome)), reason, labelledRows(profile));
    },
  };
  return estimatedMetric(metric, (profile) => {
    const { outcome } = profile;
    if (outcome.task === 'regression') return null;
    return decisionVariance(profile, confusionOf(outcome), influenceOn);
  });
}

function valueOrReason(value: number | undefined, reason: UnmeasuredReason, n: number): Measured {
  return value === undefined
    ? { kind: 'no_data', reason, n, m: 0 }
    : { kind: 'value', value, n, m: 0 };
}
