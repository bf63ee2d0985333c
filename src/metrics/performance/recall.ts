import { CLASS_PARAMETERS, classMetric } from '../class-cells.ts';
import type { ClassCells } from '../confusion.ts';
import type { MetricDescriptor, OutcomeMetric } from '../metric.ts';
import { shareOf } from '../share-of.ts';

/** Share of positive labels that were decided so; also sensitivity, true positive rate.
 *  Formula     TP / (TP + FN)
 *  Inputs      true positives and false negatives of one class, in weights
 *  Returns     a ratio, [0, 1], 1 is best, lower is worse; undefined without positive labels
 *  Convention  of the positive class of a binary output; of others the mean over classes, each alike
 *              (`macro`), by its labels (`weighted`) or with all decisions together (`micro`), or one
 *              `class`. In a mean an undefined class counts 0, as in scikit-learn; classes neither
 *              labelled nor decided are left out. The decision is the one that was logged
 *  Sampling    30 labelled rows; Bernoulli of effective positive labels
 *  Throws      negative or non-finite weights, a regression output, an unknown class
 *  Cost        O(classes²)
 *  Prefer      F1 where recall could be bought with precision; balanced accuracy for all classes
 *  Source      van Rijsbergen 1979, Information Retrieval, ch. 7; vectors of scikit-learn 1.2.1
 *              recall_score
 *  @example    recall(8, 8) // 0.5 */
export function recall(truePositives: number, falseNegatives: number): number | undefined {
  const labelled = truePositives + falseNegatives;
  return labelled === 0 ? undefined : shareOf(truePositives, labelled, 'truly positive');
}

const descriptor: MetricDescriptor = {
  id: 'recall',
  version: 1,
  title: 'Recall',
  family: 'performance',
  accepts: [],
  tasks: ['binary', 'multiclass'],
  parameters: { type: 'object', additionalProperties: false, properties: CLASS_PARAMETERS },
  unit: 'ratio',
  range: [0, 1],
  direction: 'lower_is_worse',
  minimumSample: 30,
};

export const recallMetric: OutcomeMetric = classMetric(
  descriptor,
  'no_positive_labels',
  ({ truePositives, falseNegatives }: ClassCells) => recall(truePositives, falseNegatives),
  ({ truePositives, falseNegatives }) => [truePositives, truePositives + falseNegatives],
);
