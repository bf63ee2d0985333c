import { continuedFraction } from './continued-fraction.ts';
import { logGamma, STIRLING_FROM, stirlingCorrection } from './log-gamma.ts';

/** Regularised incomplete beta function I_x(a, b). `complement` is 1 − x, for callers who know it
 *  better than a subtraction does.
 *  Source  Abramowitz & Stegun 1964, 26.5.8 (continued fraction) and 6.6.3 (reflection) */
export function incompleteBeta(a: number, b: number, x: number, complement = 1 - x): number {
  if (!(a > 0 && b > 0 && Number.isFinite(a) && Number.isFinite(b))) {
    throw new RangeError(`Both shapes must be numbers above 0, not ${a} and ${b}.`);
  }
  if (!(x >= 0 && x <= 1)) {
    throw new RangeError(`The argument must be a number between 0 and 1, not ${x}.`);
  }
  if (x === 0 || complement === 0) return x === 0 ? 0 : 1;
  const factor = Math.exp(
    a * logNear1(x, complement) + b * logNear1(complement, x) - logBeta(a, b),
  );
  // The fraction converges fast on one side of the mean only.
  return x * (a + b + 2) < a + 1
    ? Math.min(1, (factor * fraction(a, b, x)) / a)
    : 1 - Math.min(1, (factor * fraction(b, a, complement)) / b);
}

function fraction(a: number, b: number, x: number): number {
  return continuedFraction(
    (k) => {
      if (k === 1) return 1;
      const j = Math.floor((k - 1) / 2);
      const scale = x / ((a + k - 2) * (a + k - 1));
      return k % 2 === 1 ? j * (b - j) * scale : -(a + j) * (a + b + j) * scale;
    },
    () => 1,
  );
}

/** ln x, given 1 − x as well, which has the digits where x is near 1. */
const logNear1 = (x: number, complement: number): number =>
  x > 0.5 ? Math.log1p(-complement) : Math.log(x);

/** ln Γ(a) + ln Γ(b) − ln Γ(a + b). The two large ones are nearly equal: their difference is taken
 *  term by term. */
function logBeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (large < STIRLING_FROM) return logGamma(a) + logGamma(b) - logGamma(a + b);
  const whole = small + large;
  const growth =
    (large - 0.5) * Math.log1p(small / large) +
    small * (Math.log(whole) - 1) +
    stirlingCorrection(whole) -
    stirlingCorrection(large);
  return logGamma(small) - growth;
}
