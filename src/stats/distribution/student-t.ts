import { incompleteBeta } from '../special/incomplete-beta.ts';

/** P(T > t) of Student's t with that many degrees of freedom, which need not be whole. */
export function studentTail(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t)) throw new RangeError('The tail beyond NaN is not defined.');
  if (!(degreesOfFreedom > 0 && Number.isFinite(degreesOfFreedom))) {
    throw new RangeError(`Degrees of freedom must be a number above 0, not ${degreesOfFreedom}.`);
  }
  if (!Number.isFinite(t)) return t > 0 ? 0 : 1;
  const square = t * t;
  const whole = degreesOfFreedom + square;
  const tail =
    0.5 * incompleteBeta(degreesOfFreedom / 2, 0.5, degreesOfFreedom / whole, square / whole);
  return t > 0 ? tail : 1 - tail;
}
