import { incompleteGamma } from '../special/incomplete-gamma.ts';

/** P(Z > z) of the standard normal; of −z it is P(Z < z). */
export function normalTail(z: number): number {
  if (Number.isNaN(z)) throw new RangeError('The tail beyond NaN is not defined.');
  const { lower, upper } = incompleteGamma(0.5, (z * z) / 2);
  return z > 0 ? upper / 2 : 0.5 + lower / 2;
}

/** The z with P(Z < z) = p, for p between 0 and 1. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) {
    throw new RangeError(`A probability must be between 0 and 1, not ${p}.`);
  }
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  const z = tail === 0 ? Number.POSITIVE_INFINITY : refine(tail, roughTailQuantile(tail));
  return p < 0.5 ? -z : z;
}

/** Hastings' approximation, off by less than 4.5e-4 (Abramowitz & Stegun 1964, 26.2.23). */
function roughTailQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  const numerator = 2.515517 + t * (0.802853 + t * 0.010328);
  return t - numerator / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}

/** Newton's steps on the logarithm of the tail, which is nearly a parabola however far out. */
function refine(tail: number, start: number): number {
  let z = start;
  for (let step = 0; step < 8; step += 1) {
    const beyond = normalTail(z);
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const change = (Math.log(beyond) - Math.log(tail)) * (beyond / density);
    z += change;
    if (Math.abs(change) <= 1e-15 * Math.abs(z)) break;
  }
  return z;
}
