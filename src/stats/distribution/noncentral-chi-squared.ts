import { incompleteGamma } from '../special/incomplete-gamma.ts';
import { logGamma } from '../special/log-gamma.ts';
import { chiSquaredTail } from './chi-squared.ts';
import { chiSquaredQuantile } from './chi-squared-quantile.ts';
import { normalQuantile } from './normal.ts';
import { requireTail, upperQuantile } from './upper-quantile.ts';

/** P(X > x) of a noncentral χ² variable: Σ (zᵢ + δᵢ)² with Σ δᵢ² = `noncentrality`.
 *  Formula   Σⱼ Poisson(j; λ/2) · Q(ν/2 + j, x/2), summed upwards, where every step adds to Q
 *  Accuracy  1e-11 relative for λ up to 1e5, in tails down to 1e-30
 *  Cost      O(√λ)
 *  Source    Johnson, Kotz & Balakrishnan 1995, Continuous Univariate Distributions 2, eq. 29.2 */
export function noncentralChiSquaredTail(
  x: number,
  degreesOfFreedom: number,
  noncentrality: number,
): number {
  if (!(noncentrality >= 0 && Number.isFinite(noncentrality))) {
    throw new RangeError(`The noncentrality must be a number from 0 on, not ${noncentrality}.`);
  }
  if (noncentrality < 1e-12 || x <= 0) return chiSquaredTail(x, degreesOfFreedom);
  const half = noncentrality / 2;
  const y = x / 2;
  let j = Math.max(0, Math.floor(half - 10 * Math.sqrt(half) - 10));
  let weight = Math.exp(j * Math.log(half) - half - logGamma(j + 1));
  const shape = degreesOfFreedom / 2 + j;
  let upper = shape > 0 ? incompleteGamma(shape, y).upper : 0;
  let density = shape > 0 ? Math.exp(shape * Math.log(y) - y - logGamma(shape + 1)) : Math.exp(-y);
  let sum = 0;
  for (;;) {
    sum += weight * Math.min(1, upper);
    j += 1;
    upper += density;
    density *= y / (degreesOfFreedom / 2 + j);
    weight *= half / j;
    // What is left is less than a geometric series of the Poisson weights.
    if (j > half && (weight * j) / (j - half) <= sum * 1e-14) return Math.min(1, sum);
  }
}

/** The x with P(X > x) = `tail`. Starts at Sankaran's power (1963, Biometrika 50). */
export function noncentralChiSquaredQuantile(
  tail: number,
  degreesOfFreedom: number,
  noncentrality: number,
): number {
  requireTail(tail);
  if (noncentrality < 1e-12) return chiSquaredQuantile(tail, degreesOfFreedom);
  const { power, mean, deviation, whole } = sankaran(degreesOfFreedom, noncentrality);
  const start = whole * Math.max(1e-3, mean - deviation * normalQuantile(tail)) ** (1 / power);
  const tailOf = (x: number) => noncentralChiSquaredTail(x, degreesOfFreedom, noncentrality);
  return upperQuantile(tail, tailOf, start, 0.003 * start, 0);
}

/** (X / (ν + λ)) to this power is nearly normal, with this mean and deviation. */
export function sankaran(degreesOfFreedom: number, noncentrality: number) {
  const whole = degreesOfFreedom + noncentrality;
  const twice = degreesOfFreedom + 2 * noncentrality;
  const power = 1 - (2 / 3) * whole * ((degreesOfFreedom + 3 * noncentrality) / (twice * twice));
  const p = twice / (whole * whole);
  const m = (power - 1) * (1 - 3 * power);
  const mean = 1 + power * p * (power - 1 - 0.5 * (2 - power) * m * p);
  const deviation = power * Math.sqrt(2 * p) * (1 + 0.5 * m * p);
  return { power, mean, deviation, whole };
}
