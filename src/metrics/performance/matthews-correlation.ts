import { decisionMetric } from '../class-cells.ts';
import type { ConfusionShares, Influence } from '../decision-variance.ts';
import type { MetricDescriptor, OutcomeMetric } from '../metric.ts';

/** Correlation of labels and decisions.
 *  Formula     (c·s − Σ tₖdₖ) / √((s² − Σ dₖ²)(s² − Σ tₖ²)), s all rows, c correct ones, tₖ labelled and
 *              dₖ decided as class k; for two classes (TP·TN − FP·FN) / √(product of the margins)
 *  Inputs      the confusion matrix, row = label, column = decision, in weights
 *  Returns     no unit, [−1, 1], 1 is best, 0 is chance, lower is worse; undefined without rows
 *  Convention  0 where all labels or all decisions are of one class: there is nothing to correlate,
 *              and the limit of small cells is 0 too; as in scikit-learn
 *  Sampling    30 labelled rows; normal for many, with a standard error by the delta method
 *  Throws      negative or non-finite weights, a regression output
 *  Cost        O(classes²)
 *  Prefer      ROC AUC to judge scores instead of decisions
 *  Source      Matthews 1975, Biochim. Biophys. Acta 405; Gorodkin 2004, eq. 8, for many classes;
 *              vectors of scikit-learn 1.2.1 matthews_corrcoef
 *  @example    matthewsCorrelation([[4, 1], [1, 4]]) // 0.6000000000000001 */
export function matthewsCorrelation(confusion: readonly (readonly number[])[]): number | undefined {
  const labelled = confusion.map((row) => row.reduce((sum, weight) => sum + weight, 0));
  const all = labelled.reduce((sum, weight) => sum + weight, 0);
  if (all === 0) return undefined;
  // In shares of all rows, so that no product of weights overflows.
  let correct = 0;
  let chance = 0;
  let labelSpread = 1;
  let decisionSpread = 1;
  confusion.forEach((row, index) => {
    const label = (labelled[index] ?? 0) / all;
    const decision = confusion.reduce((sum, other) => sum + (other[index] ?? 0), 0) / all;
    correct += (row[index] ?? 0) / all;
    chance += label * decision;
    labelSpread -= label * label;
    decisionSpread -= decision * decision;
  });
  // What rounding leaves of a spread of 0.
  if (labelSpread < 1e-15 || decisionSpread < 1e-15) return 0;
  const value = (correct - chance) / Math.sqrt(labelSpread * decisionSpread);
  return Math.max(-1, Math.min(1, value));
}

const descriptor: MetricDescriptor = {
  id: 'matthews_correlation',
  version: 1,
  title: 'Matthews correlation',
  family: 'performance',
  accepts: [],
  tasks: ['binary', 'multiclass'],
  parameters: { type: 'object', additionalProperties: false, properties: {} },
  unit: 'none',
  range: [-1, 1],
  direction: 'lower_is_worse',
  minimumSample: 30,
};

export const matthewsCorrelationMetric: OutcomeMetric = decisionMetric(
  descriptor,
  'no_values',
  matthewsCorrelation,
  influence,
);

function influence(shares: ConfusionShares): Influence {
  const labels = shares.map((row) => row.reduce((sum, share) => sum + share, 0));
  const decisions = shares.map((_, index) =>
    shares.reduce((sum, row) => sum + (row[index] ?? 0), 0),
  );
  const over = (of: (label: number, decision: number) => number) =>
    labels.reduce((sum, label, index) => sum + of(label, decisions[index] ?? 0), 0);
  const correct = shares.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  const chance = over((label, decision) => label * decision);
  const [labelSquares, decisionSquares] = [over((t) => t * t), over((_, d) => d * d)];
  const [labelSpread, decisionSpread] = [1 - labelSquares, 1 - decisionSquares];
  const root = Math.sqrt(labelSpread * decisionSpread);
  const value = (correct - chance) / root;
  // How a row that is added moves numerator and both spreads of the formula above.
  return (label, decision) => {
    const [t, d] = [labels[label] ?? 0, decisions[decision] ?? 0];
    const crossed = (decisions[label] ?? 0) + (labels[decision] ?? 0) - 2 * chance;
    const moved = Number(label === decision) - correct - crossed;
    const spreads = (t - labelSquares) / labelSpread + (d - decisionSquares) / decisionSpread;
    return moved / root + value * spreads;
  };
}
