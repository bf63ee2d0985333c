import { incompleteGamma } from '../special/incomplete-gamma.ts';

/** P(X > x) of a χ² variable. Without degrees of freedom it is 0 for certain. */
export function chiSquaredTail(x: number, degreesOfFreedom: number): number {
  if (Number.isNaN(x)) throw new RangeError('The tail beyond NaN is not defined.');
  if (!(degreesOfFreedom >= 0)) {
    throw new RangeError(`Degrees of freedom must not be negative: ${degreesOfFreedom}.`);
  }
  // A statistic of 0 is no evidence, even where none was possible.
  if (x <= 0) return 1;
  return degreesOfFreedom === 0 ? 0 : incompleteGamma(degreesOfFreedom / 2, x / 2).upper;
}
