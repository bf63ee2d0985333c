import { normalQuantile } from './normal.ts';
import { studentTail } from './student-t.ts';
import { requireTail, upperQuantile } from './upper-quantile.ts';

/** The t with P(T > t) = `tail` of Student's t. Accuracy 1e-11 relative. */
export function studentQuantile(tail: number, degreesOfFreedom: number): number {
  requireTail(tail);
  if (tail === 0.5) return 0;
  if (tail > 0.5) return -studentQuantile(1 - tail, degreesOfFreedom);
  const z = -normalQuantile(tail);
  // The next term of the expansion in 1/ν (Abramowitz & Stegun 1964, 26.7.5).
  const start = z + (z ** 3 + z) / (4 * degreesOfFreedom);
  const tailOf = (t: number) => studentTail(t, degreesOfFreedom);
  return upperQuantile(tail, tailOf, start, 0.01 * start, 0);
}
