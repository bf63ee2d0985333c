import { decisionMetric } from '../class-cells.ts';
import type { ConfusionShares, Influence } from '../decision-variance.ts';
import type { MetricDescriptor, OutcomeMetric } from '../metric.ts';

/** Mean of the recall of every class.
 *  Formula     mean over classes k of (confusion[k][k] / Σ confusion[k]), classes with labels only
 *  Inputs      the confusion matrix, row = label, column = decision, in weights
 *  Returns     a ratio, [0, 1], 1 is best, 1 / classes is chance, lower is worse; undefined without
 *              labels
 *  Convention  not rescaled to 0 at chance; classes without labels are left out, as in scikit-learn
 *  Sampling    30 labelled rows; the mean of one Bernoulli per class: the rarest decides its spread,
 *              and the standard error says so
 *  Throws      negative or non-finite weights, a regression output
 *  Cost        O(classes²)
 *  Prefer      accuracy where every row costs alike
 *  Source      Brodersen et al. 2010, ICPR; vectors of scikit-learn 1.2.1 balanced_accuracy_score
 *  @example    balancedAccuracy([[9, 1], [1, 1]]) // 0.7 */
export function balancedAccuracy(confusion: readonly (readonly number[])[]): number | undefined {
  const recalls = confusion.flatMap((row, label) => {
    const labelled = row.reduce((sum, weight) => sum + weight, 0);
    return labelled === 0 ? [] : [(row[label] ?? 0) / labelled];
  });
  if (recalls.length === 0) return undefined;
  return Math.min(1, recalls.reduce((sum, value) => sum + value, 0) / recalls.length);
}

const descriptor: MetricDescriptor = {
  id: 'balanced_accuracy',
  version: 1,
  title: 'Balanced accuracy',
  family: 'performance',
  accepts: [],
  tasks: ['binary', 'multiclass'],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'ratio',
  range: [0, 1],
  direction: 'lower_is_worse',
  minimumSample: 30,
};

export const balancedAccuracyMetric: OutcomeMetric = decisionMetric(
  descriptor,
  'no_values',
  balancedAccuracy,
  influence,
);

function influence(shares: ConfusionShares): Influence {
  const classes = shares.map((row, label) => {
    const labelled = row.reduce((sum, share) => sum + share, 0);
    return { labelled, recall: (row[label] ?? 0) / labelled };
  });
  return (label, decision) => {
    const { labelled, recall } = classes[label] ?? { labelled: 1, recall: 0 };
    return (Number(label === decision) - recall) / labelled / classes.length;
  };
}
