import { estimatedMetric, perLabelledRow, weightOfOneRow } from '../estimated-metric.ts';
import { judgeLabels, labelledRows, refuseTask } from '../labelled-sample.ts';
import type { MetricDescriptor, OutcomeMetric } from '../metric.ts';
import type { OutcomeProfile } from '../profile.ts';
import { shareOf } from '../share-of.ts';

/** Share of decisions that equal their label.
 *  Formula     Σw of correct decisions / Σw of labelled rows with a decision
 *  Inputs      the correct weight and the decided weight: (TP + TN) of all four cells, or the
 *              diagonal of a confusion matrix
 *  Returns     a ratio, [0, 1], 1 is best, lower is worse
 *  Convention  the decision is the one that was logged; no threshold is applied to the score
 *  Sampling    30 labelled rows; Bernoulli of effective rows
 *  Throws      negative or non-finite weights, more correct than decided, a regression output
 *  Cost        O(classes)
 *  Prefer      ROC AUC or log loss where classes are rare: a constant decision is accurate there
 *  Source      definition; vectors of scikit-learn 1.2.1 accuracy_score
 *  @example    accuracy(8, 10) // 0.8 */
export function accuracy(correctWeight: number, decidedWeight: number): number {
  return shareOf(correctWeight, decidedWeight, 'correct');
}

const descriptor: MetricDescriptor = {
  id: 'accuracy',
  version: 1,
  title: 'Accuracy',
  family: 'performance',
  accepts: [],
  tasks: ['binary', 'multiclass'],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'ratio',
  range: [0, 1],
  direction: 'lower_is_worse',
  minimumSample: 30,
};

const metric: OutcomeMetric = {
  subject: 'outcome',
  descriptor,
  measure(outcome) {
    const { correct, decided } = countDecisions(outcome);
    const shortfall = judgeLabels(descriptor, outcome);
    if (shortfall !== undefined) return shortfall;
    const n = labelledRows(outcome);
    if (decided === 0) return { kind: 'no_data', reason: 'no_values', n: 0, m: 0 };
    return { kind: 'value', value: accuracy(correct, decided), n, m: 0 };
  },
};

export const accuracyMetric: OutcomeMetric = estimatedMetric(metric, (outcome) => {
  const { correct, decided } = countDecisions(outcome);
  const one = weightOfOneRow(outcome);
  const share = (correct + one / 2) / (decided + one);
  return perLabelledRow(share * (1 - share), decided, outcome);
});

function countDecisions(profile: OutcomeProfile): { correct: number; decided: number } {
  const { outcome } = profile;
  if (outcome.task === 'binary') {
    const correct = outcome.truePositives + outcome.trueNegatives;
    return { correct, decided: correct + outcome.falsePositives + outcome.falseNegatives };
  }
  if (outcome.task === 'multiclass') {
    let correct = 0;
    let decided = 0;
    outcome.confusion.forEach((row, label) => {
      row.forEach((weight, decision) => {
        decided += weight;
        if (label === decision) correct += weight;
      });
    });
    return { correct, decided };
  }
  return refuseTask(descriptor, profile);
}
