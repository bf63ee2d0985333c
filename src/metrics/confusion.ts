import type { BinaryOutcome, MulticlassOutcome } from './profile.ts';

/** One class against all others, in weights. */
export interface ClassCells {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
}

/** Each class of a confusion matrix against the others. */
export function cellsOfClasses({ confusion }: Pick<MulticlassOutcome, 'confusion'>): ClassCells[] {
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

export function sumCells(cells: readonly ClassCells[]): ClassCells {
  const total = (of: (one: ClassCells) => number) => cells.reduce((sum, one) => sum + of(one), 0);
  return {
    truePositives: total((one) => one.truePositives),
    falsePositives: total((one) => one.falsePositives),
    falseNegatives: total((one) => one.falseNegatives),
  };
}

/** The confusion matrix of any outcome that has decisions. */
export function confusionOf(
  outcome: BinaryOutcome | MulticlassOutcome,
): readonly (readonly number[])[] {
  if (outcome.task === 'multiclass') return outcome.confusion;
  return [
    [outcome.trueNegatives, outcome.falsePositives],
    [outcome.falseNegatives, outcome.truePositives],
  ];
}
