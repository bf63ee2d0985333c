import type { GridStep } from './compare-distributions.ts';

/** The baseline's quantile, its values taken as spread evenly inside the bin that it falls in. */
export function gridQuantile(steps: readonly GridStep[], share: number): number {
  if (!(share >= 0 && share <= 1)) {
    throw new RangeError(`A share must be between 0 and 1, not ${share}.`);
  }
  const filled = steps.filter((step) => step.baselineUpTo > step.baselineBelow);
  const step = filled.find((candidate) => candidate.baselineUpTo >= share) ?? filled.at(-1);
  if (step === undefined) throw new RangeError('A quantile of no rows is not defined.');
  if (step.isPoint) return step.from;
  const part = (share - step.baselineBelow) / (step.baselineUpTo - step.baselineBelow);
  return step.from + (step.to - step.from) * Math.min(1, Math.max(0, part));
}
