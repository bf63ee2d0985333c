import { judgeLabels, labelledRows, refuseTask } from './labelled-sample.ts';
import type {
  Measured,
  MetricDescriptor,
  OutcomeMetric,
  Parameters,
  UnmeasuredReason,
} from './metric.ts';
import type { BinaryOutcome, MulticlassOutcome, OutcomeProfile } from './profile.ts';
import { readChoice } from './read-parameters.ts';

/** One class against all others, in weights. */
export interface ClassCells {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
}

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

/** Each class of a confusion matrix against the others. */
function cellsOfClasses({ confusion }: Pick<MulticlassOutcome, 'confusion'>): ClassCells[] {
  const labelled = confusion.map((row) => row.reduce((sum, weight) => sum + weight, 0));
  const decided = confusion.map((_, decision) =>
    confusion.reduce((sum, row) => sum + (row[decision] ?? 0), 0),
  );
  return confusion.map((row, index) => {
    const truePositives = row[index] ?? 0;
    const falseNegatives = Math.max(0, (labelled[index] ?? 0) - truePositives);
    const falsePositives = Math.max(0, (decided[index] ?? 0) - truePositives);
    return { truePositives, falsePositives, falseNegatives };
  });
}

function sumCells(cells: readonly ClassCells[]): ClassCells {
  const total = (of: (one: ClassCells) => number) => cells.reduce((sum, one) => sum + of(one), 0);
  return {
    truePositives: total((one) => one.truePositives),
    falsePositives: total((one) => one.falsePositives),
    falseNegatives: total((one) => one.falseNegatives),
  };
}

/** The confusion matrix of any outcome that has decisions. */
function confusionOf(outcome: BinaryOutcome | MulticlassOutcome): readonly (readonly number[])[] {
  if (outcome.task === 'multiclass') return outcome.confusion;
  return [
    [outcome.trueNegatives, outcome.falsePositives],
    [outcome.falseNegatives, outcome.truePositives],
  ];
}

/** A metric that is a ratio of the cells of one class. */
export function classMetric(
  descriptor: MetricDescriptor,
  reason: UnmeasuredReason,
  ratio: (cells: ClassCells) => number | undefined,
): OutcomeMetric {
  return {
    subject: 'outcome',
    descriptor,
    measure(profile, parameters) {
      const value = measureClasses(descriptor, profile, parameters, ratio);
      return (
        judgeLabels(descriptor, profile) ?? valueOrReason(value, reason, labelledRows(profile))
      );
    },
  };
}

/** A metric of the whole confusion matrix. */
export function decisionMetric(
  descriptor: MetricDescriptor,
  reason: UnmeasuredReason,
  measureConfusion: (confusion: readonly (readonly number[])[]) => number | undefined,
): OutcomeMetric {
  return {
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
}

function valueOrReason(value: number | undefined, reason: UnmeasuredReason, n: number): Measured {
  return value === undefined
    ? { kind: 'no_data', reason, n, m: 0 }
    : { kind: 'value', value, n, m: 0 };
}
