import { CLASS_PARAMETERS, classMetric } from '../class-cells.ts';
import type { ClassCells } from '../confusion.ts';
import type { MetricDescriptor, OutcomeMetric } from '../metric.ts';
import { shareOf } from '../share-of.ts';

/** Share of positive decisions that are right.
 *  Formula     TP / (TP + FP)
 *  Inputs      true and false positives of one class, in weights
 *  Returns     a ratio, [0, 1], 1 is best, lower is worse; undefined where nothing was decided
 *              positive
 *  Convention  of the positive class of a binary output; of others the mean over classes, each alike
 *              (`macro`), by its labels (`weighted`) or with all decisions together (`micro`), or one
 *              `class`. In a mean an undefined class counts 0, as in scikit-learn; classes neither
 *              labelled nor decided are left out. The decision is the one that was logged
 *  Sampling    30 labelled rows; Bernoulli of effective positive decisions
 *  Throws      negative or non-finite weights, a regression output, an unknown class
 *  Cost        O(classes²)
 *  Prefer      F1 where precision could be bought with recall
 *  Source      van Rijsbergen 1979, Information Retrieval, ch. 7; vectors of scikit-learn 1.2.1
 *              precision_score
 *  @example    precision(8, 2) // 0.8 */
export function precision(truePositives: number, falsePositives: number): number | undefined {
  const decided = truePositives + falsePositives;
  return decided === 0 ? undefined : shareOf(truePositives, decided, 'truly positive');
}

const descriptor: MetricDescriptor = {
  id: 'precision',
  version: 1,
  title: 'Precision',
  family: 'performance',
  accepts: [],
  tasks: ['binary', 'multiclass'],
  parameters: { type: 'object', additionalProperties: false, properties: CLASS_PARAMETERS },
  unit: 'ratio',
  range: [0, 1],
  direction: 'lower_is_worse',
  minimumSample: 30,
};

export const precisionMetric: OutcomeMetric = classMetric(
  descriptor,
  'no_positive_decisions',
  ({ truePositives, falsePositives }: ClassCells) => precision(truePositives, falsePositives),
  ({ truePositives, falsePositives }) => [truePositives, truePositives + falsePositives],
);
