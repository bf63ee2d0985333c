import { durbinProbability } from './kolmogorov-durbin.ts';
import { pelzGoodProbability } from './kolmogorov-pelz-good.ts';
import { smirnovTail } from './smirnov.ts';

/** P(D ≥ d) of the one-sample, two-sided Kolmogorov–Smirnov distance of n rows.
 *  Exact, to all digits that count, up to 140 rows; beyond that 2·P(D⁺ ≥ d) where n·d² ≥ 2.2, which
 *  is too large by at most 2e-6 of itself, and Pelz & Good's expansion between.
 *  Source  Simard & L'Ecuyer 2011, J. Stat. Softw. 39(11), which method serves where */
export function kolmogorovTail(d: number, n: number): number {
  if (Number.isNaN(d)) throw new RangeError('The tail beyond NaN is not defined.');
  if (!(Number.isInteger(n) && n >= 1)) {
    throw new RangeError(`Rows must be a whole number from 1 on, not ${n}.`);
  }
  const steps = n * d;
  if (steps <= 0.5) return 1;
  if (d >= 1) return 0;
  const squared = steps * d;
  const upperHalf = d >= 0.5 || steps >= n - 1;
  if (upperHalf || squared >= (n <= 140 ? 4 : 2.2)) return Math.min(1, 2 * smirnovTail(d, n));
  const durbin = n <= 140 || (n <= 100_000 && n * d ** 1.5 <= 1.4);
  const below = durbin ? durbinProbability(d, n) : pelzGoodProbability(d, n);
  return Math.min(1, Math.max(0, 1 - below));
}
