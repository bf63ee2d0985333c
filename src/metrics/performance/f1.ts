import { CLASS_PARAMETERS, classMetric } from '../class-cells.ts';
import type { ClassCells } from '../confusion.ts';
import type { MetricDescriptor, OutcomeMetric } from '../metric.ts';
import { shareOf } from '../share-of.ts';

/** Harmonic mean of precision and recall.
 *  Formula     2 TP / (2 TP + FP + FN)
 *  Inputs      true positives, false positives and false negatives of one class, in weights
 *  Returns     a ratio, [0, 1], 1 is best, lower is worse; undefined where the class was neither
 *              labelled nor decided
 *  Convention  of the positive class of a binary output; of others the mean over classes, each alike
 *              (`macro`: the mean of F1, not F1 of the means), by its labels (`weighted`) or with all
 *              decisions together (`micro`), or one `class`. The decision is the one that was logged
 *  Sampling    30 labelled rows; normal for many, with a standard error by the delta method
 *  Throws      negative or non-finite weights, a regression output, an unknown class
 *  Cost        O(classes²)
 *  Prefer      Matthews' correlation, which looks at true negatives as well
 *  Source      van Rijsbergen 1979, Information Retrieval, ch. 7; vectors of scikit-learn 1.2.1
 *              f1_score
 *  @example    f1(8, 2, 2) // 0.8 */
export function f1(
  truePositives: number,
  falsePositives: number,
  falseNegatives: number,
): number | undefined {
  const whole = 2 * truePositives + falsePositives + falseNegatives;
  return whole === 0 ? undefined : shareOf(2 * truePositives, whole, 'truly positive');
}

const descriptor: MetricDescriptor = {
  id: 'f1',
  version: 1,
  title: 'F1',
  family: 'performance',
  accepts: [],
  tasks: ['binary', 'multiclass'],
  parameters: { type: 'object', additionalProperties: false, properties: CLASS_PARAMETERS },
  unit: 'ratio',
  range: [0, 1],
  direction: 'lower_is_worse',
  minimumSample: 30,
};

export const f1Metric: OutcomeMetric = classMetric(
  descriptor,
  'no_values',
  ({ truePositives, falsePositives, falseNegatives }: ClassCells) =>
    f1(truePositives, falsePositives, falseNegatives),
  ({ truePositives, falsePositives, falseNegatives }) => [
    2 * truePositives,
    2 * truePositives + falsePositives + falseNegatives,
  ],
);
