import { chiSquaredTail } from './chi-squared.ts';
import { normalQuantile } from './normal.ts';
import { requireTail, upperQuantile } from './upper-quantile.ts';

/** The x with P(X > x) = `tail` of a χ² variable. Degrees of freedom need not be whole.
 *  Accuracy  1e-11 relative
 *  Source    starts at Wilson & Hilferty's cube (Abramowitz & Stegun 1964, 26.4.17) */
export function chiSquaredQuantile(tail: number, degreesOfFreedom: number): number {
  requireTail(tail);
  if (degreesOfFreedom === 0) return 0;
  const spread = 2 / (9 * degreesOfFreedom);
  const cube = 1 - spread - normalQuantile(tail) * Math.sqrt(spread);
  const start = degreesOfFreedom * Math.max(1e-3, cube) ** 3;
  const tailOf = (x: number) => chiSquaredTail(x, degreesOfFreedom);
  return upperQuantile(tail, tailOf, start, 0.01 * start, 0);
}
