import { continuedFraction } from './continued-fraction.ts';
import { logGamma, STIRLING_FROM, stirlingCorrection } from './log-gamma.ts';

const MAX_TERMS = 1_000_000;

/** Regularised incomplete gamma function: `lower` P(a, x) and `upper` Q(a, x) = 1 − P(a, x).
 *  The smaller of the two is computed and the other is what it leaves, so tails keep their digits.
 *  Source  Abramowitz & Stegun 1964, 6.5.29 (series) and 6.5.31 (continued fraction) */
export function incompleteGamma(a: number, x: number): { lower: number; upper: number } {
  if (!(a > 0 && Number.isFinite(a))) {
    throw new RangeError(`The shape must be a number above 0, not ${a}.`);
  }
  if (!(x >= 0)) throw new RangeError(`The argument must be a number from 0 on, not ${x}.`);
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  if (x < a + 1) {
    const lower = Math.min(1, densityFactor(a, x) * lowerSeries(a, x));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, densityFactor(a, x) * upperFraction(a, x));
  return { lower: 1 - upper, upper };
}

/** xᵃ e⁻ˣ / Γ(a). Near x = a the exponents of this are large and cancel: there their difference is
 *  taken first. */
function densityFactor(a: number, x: number): number {
  if (a < STIRLING_FROM) return Math.exp(a * Math.log(x) - x - logGamma(a));
  const distance = (x - a) / a;
  const exponent = a * (distance - Math.log1p(distance));
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(-exponent - stirlingCorrection(a));
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; k < MAX_TERMS; k += 1) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * Number.EPSILON) break;
  }
  return sum;
}

function upperFraction(a: number, x: number): number {
  return continuedFraction(
    (k) => (k === 1 ? 1 : (k - 1) * (a - k + 1)),
    (k) => x - a + 2 * k - 1,
  );
}
