import type { ClassCells } from './confusion.ts';
import { perLabelledRow, weightOfOneRow } from './estimated-metric.ts';
import type { OutcomeProfile } from './profile.ts';

/** How much one row of this label and decision moves a number. */
export type Influence = (label: number, decision: number) => number;

/** Confusion matrix in shares. */
export type ConfusionShares = readonly (readonly number[])[];

/** Mean square of the influence of a labelled row on a number of the confusion matrix. One row is
 *  spread over its cells first; classes nobody met are left out, and `kept` names the others. */
export function decisionVariance(
  profile: OutcomeProfile,
  confusion: readonly (readonly number[])[],
  influenceOn: (shares: ConfusionShares, kept: readonly number[]) => Influence | null,
): number | null {
  const kept = confusion
    .map((_, index) => index)
    .filter((index) =>
      confusion.some((row, i) => (i === index ? sum(row) : (row[index] ?? 0)) > 0),
    );
  const decided = sum(confusion.map(sum));
  if (decided === 0) return null;
  const extra = weightOfOneRow(profile) / kept.length ** 2;
  const whole = decided + weightOfOneRow(profile);
  const shares = kept.map((label) =>
    kept.map((decision) => ((confusion[label]?.[decision] ?? 0) + extra) / whole),
  );
  const influence = influenceOn(shares, kept);
  if (influence === null) return null;
  const squares = shares.map((row, label) =>
    sum(row.map((share, decision) => share * influence(label, decision) ** 2)),
  );
  return perLabelledRow(sum(squares), decided, profile);
}

/** A number that is the part of a whole, both linear in the cells of one class. */
export type PartOfWhole = (cells: ClassCells) => readonly [part: number, whole: number];

const UNITS = {
  hit: { truePositives: 1, falsePositives: 0, falseNegatives: 0 },
  falsePositive: { truePositives: 0, falsePositives: 1, falseNegatives: 0 },
  falseNegative: { truePositives: 0, falsePositives: 0, falseNegatives: 1 },
} as const;

/** Influence on the ratio of one class: (part − ratio · whole) of the row over the mean whole. */
export function influenceOnClass(
  shares: ConfusionShares,
  index: number,
  partOf: PartOfWhole,
): { readonly ratio: number; readonly influence: Influence } {
  const truePositives = shares[index]?.[index] ?? 0;
  const cells = {
    truePositives,
    falsePositives: sum(shares.map((row) => row[index] ?? 0)) - truePositives,
    falseNegatives: sum(shares[index] ?? []) - truePositives,
  };
  const [part, whole] = partOf(cells);
  const ratio = part / whole;
  const of = (unit: ClassCells) => {
    const [unitPart, unitWhole] = partOf(unit);
    return (unitPart - ratio * unitWhole) / whole;
  };
  const [hit, falsePositive, falseNegative] = [
    of(UNITS.hit),
    of(UNITS.falsePositive),
    of(UNITS.falseNegative),
  ];
  return {
    ratio,
    influence(label, decision) {
      if (label === index) return decision === index ? hit : falseNegative;
      return decision === index ? falsePositive : 0;
    },
  };
}

/** Influence on the mean of a ratio over classes, weighted alike or by labels. */
export function influenceOnMean(
  shares: ConfusionShares,
  average: 'macro' | 'weighted',
  partOf: PartOfWhole,
): Influence {
  const classes = shares.map((row, index) => ({
    ...influenceOnClass(shares, index, partOf),
    weight: average === 'macro' ? 1 / shares.length : sum(row),
  }));
  const mean = sum(classes.map((one) => one.ratio * one.weight));
  return (label, decision) => {
    // No other class sees the row.
    const touched = label === decision ? [classes[label]] : [classes[label], classes[decision]];
    const own = sum(
      touched.map((one) => (one?.weight ?? 0) * (one?.influence(label, decision) ?? 0)),
    );
    return average === 'macro' ? own : own + (classes[label]?.ratio ?? 0) - mean;
  };
}

/** Influence on the ratio of the cells of all classes together. */
export function influenceOnSum(shares: ConfusionShares, partOf: PartOfWhole): Influence {
  const hits = sum(shares.map((row, index) => row[index] ?? 0));
  const misses = sum(shares.map(sum)) - hits;
  const [part, whole] = partOf({
    truePositives: hits,
    falsePositives: misses,
    falseNegatives: misses,
  });
  const [hitPart, hitWhole] = partOf(UNITS.hit);
  const [missPart, missWhole] = partOf({
    truePositives: 0,
    falsePositives: 1,
    falseNegatives: 1,
  });
  const ratio = part / whole;
  return (label, decision) =>
    label === decision
      ? (hitPart - ratio * hitWhole) / whole
      : (missPart - ratio * missWhole) / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
