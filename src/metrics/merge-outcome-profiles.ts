import { mergeMoments } from '../stats/summary/moments.ts';
import { addCounts } from './add-counts.ts';
import type {
  BinaryOutcome,
  MulticlassOutcome,
  OutcomeProfile,
  RegressionOutcome,
} from './profile.ts';

/** The outcomes of two disjoint sets of rows together. */
export function mergeOutcomeProfiles(a: OutcomeProfile, b: OutcomeProfile): OutcomeProfile {
  if (a.output !== b.output) {
    throw new Error(`Outcomes of "${a.output}" and "${b.output}" cannot be merged.`);
  }
  return {
    output: a.output,
    rows: a.rows + b.rows,
    labelledRows: a.labelledRows + b.labelledRows,
    weight: a.weight + b.weight,
    weightSquares: a.weightSquares + b.weightSquares,
    outcome: mergeOutcomes(a, b),
  };
}

function mergeOutcomes(a: OutcomeProfile, b: OutcomeProfile): OutcomeProfile['outcome'] {
  const [left, right] = [a.outcome, b.outcome];
  if (left.task === 'binary' && right.task === 'binary') return mergeBinary(left, right);
  if (left.task === 'multiclass' && right.task === 'multiclass')
    return mergeMulticlass(left, right);
  if (left.task === 'regression' && right.task === 'regression')
    return mergeRegression(left, right);
  throw new Error(
    `"${a.output}" is ${left.task} in one profile and ${right.task} in the other: they cannot be merged.`,
  );
}

function mergeBinary(a: BinaryOutcome, b: BinaryOutcome): BinaryOutcome {
  return {
    task: 'binary',
    positives: addCounts(a.positives, b.positives, 'Score grids'),
    negatives: addCounts(a.negatives, b.negatives, 'Score grids'),
    logLossSum: a.logLossSum + b.logLossSum,
    squaredErrorSum: a.squaredErrorSum + b.squaredErrorSum,
    scoredWeight: a.scoredWeight + b.scoredWeight,
    truePositives: a.truePositives + b.truePositives,
    falsePositives: a.falsePositives + b.falsePositives,
    trueNegatives: a.trueNegatives + b.trueNegatives,
    falseNegatives: a.falseNegatives + b.falseNegatives,
  };
}

/** Windows may have met different classes; then the union, sorted, so that order plays no part. */
function mergeMulticlass(a: MulticlassOutcome, b: MulticlassOutcome): MulticlassOutcome {
  const same =
    a.classes.length === b.classes.length && a.classes.every((name, i) => name === b.classes[i]);
  const classes = same ? a.classes : [...new Set([...a.classes, ...b.classes])].sort();
  const left = confusionReader(a);
  const right = confusionReader(b);
  return {
    task: 'multiclass',
    classes,
    confusion: classes.map((label) =>
      classes.map((decision) => left(label, decision) + right(label, decision)),
    ),
  };
}

function confusionReader(outcome: MulticlassOutcome): (label: string, decision: string) => number {
  const position = new Map(outcome.classes.map((name, index) => [name, index]));
  return (label, decision) => {
    const row = position.get(label);
    const column = position.get(decision);
    return row === undefined || column === undefined ? 0 : (outcome.confusion[row]?.[column] ?? 0);
  };
}

function mergeRegression(a: RegressionOutcome, b: RegressionOutcome): RegressionOutcome {
  return {
    task: 'regression',
    errors: mergeMoments(a.errors, b.errors),
    labels: mergeMoments(a.labels, b.labels),
    absoluteErrorSum: a.absoluteErrorSum + b.absoluteErrorSum,
    squaredErrorSum: a.squaredErrorSum + b.squaredErrorSum,
    fourthPowerErrorSum: a.fourthPowerErrorSum + b.fourthPowerErrorSum,
    percentageErrorSum: a.percentageErrorSum + b.percentageErrorSum,
    percentageErrorSquares: a.percentageErrorSquares + b.percentageErrorSquares,
    percentageWeight: a.percentageWeight + b.percentageWeight,
  };
}
