import { incompleteBeta } from '../special/incomplete-beta.ts';
import { logGamma } from '../special/log-gamma.ts';
import { normalQuantile } from './normal.ts';
import { requireTail, upperQuantile } from './upper-quantile.ts';

/** P(W > k) of the events among n rows whose chance is itself Beta(a, b).
 *  Formula   terms Γ(w + a) Γ(n − w + b) …, each from the one before, summed away from the mean
 *  Accuracy  1e-10 relative in tails below a half
 *  Cost      O(standard deviations of W) */
export function betaBinomialTail(k: number, n: number, a: number, b: number): number {
  if (k < 0) return 1;
  if (k >= n) return 0;
  const isUpper = k + 1 > (n * a) / (a + b);
  let w = isUpper ? k + 1 : k;
  let term = Math.exp(logMass(w, n, a, b));
  let sum = 0;
  while (w >= 0 && w <= n) {
    sum += term;
    if (term <= sum * 1e-16) break;
    if (isUpper) {
      term *= ((n - w) * (w + a)) / ((w + 1) * (n - w - 1 + b));
      w += 1;
    } else {
      term *= (w * (n - w + b)) / ((n - w + 1) * (w - 1 + a));
      w -= 1;
    }
  }
  return Math.min(1, Math.max(0, isUpper ? sum : 1 - sum));
}

function logMass(w: number, n: number, a: number, b: number): number {
  const choose = logGamma(n + 1) - logGamma(w + 1) - logGamma(n - w + 1);
  const chances = logGamma(w + a) + logGamma(n - w + b) - logGamma(n + a + b);
  return choose + chances + logGamma(a + b) - logGamma(a) - logGamma(b);
}

/** The smallest k with P(W > k) ≤ `tail`. */
export function betaBinomialQuantile(tail: number, n: number, a: number, b: number): number {
  const share = a / (a + b);
  const deviation = Math.sqrt((n * share * (1 - share) * (a + b + n)) / (a + b + 1));
  const start = n * share - normalQuantile(tail) * deviation;
  return smallestCount(tail, n, start, deviation, (k) => betaBinomialTail(k, n, a, b));
}

/** P(W > k) of the events among n rows, each with chance p. */
export function binomialTail(k: number, n: number, p: number): number {
  if (k < 0) return 1;
  if (k >= n || p <= 0) return 0;
  return p >= 1 ? 1 : incompleteBeta(Math.floor(k) + 1, n - Math.floor(k), p);
}

/** The smallest k with P(W > k) ≤ `tail`. */
export function binomialQuantile(tail: number, n: number, p: number): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const start = n * p - normalQuantile(tail) * deviation;
  return smallestCount(tail, n, start, deviation, (k) => binomialTail(k, n, p));
}

function smallestCount(
  tail: number,
  n: number,
  start: number,
  step: number,
  tailOf: (k: number) => number,
): number {
  requireTail(tail);
  const clamp = (k: number) => Math.min(n, Math.max(0, Math.round(k)));
  let [low, high] = [clamp(start), clamp(start)];
  const isBeyond = (k: number) => k >= n || tailOf(k) <= tail;
  for (let width = Math.ceil(step / 4) + 1; !isBeyond(high); width *= 2) {
    low = high;
    high = clamp(high + width);
  }
  for (let width = Math.ceil(step / 4) + 1; low > 0 && isBeyond(low); width *= 2) {
    high = low;
    low = clamp(low - width);
  }
  if (low === 0 && isBeyond(0)) return 0;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isBeyond(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The x with P(X > x) = `tail` of Beta(a, b). */
export function betaQuantile(tail: number, a: number, b: number): number {
  requireTail(tail);
  const tailOf = (x: number) => (x >= 1 ? 0 : incompleteBeta(b, a, 1 - x, x));
  const mean = a / (a + b);
  const deviation = Math.sqrt((mean * (1 - mean)) / (a + b + 1));
  return Math.min(1, upperQuantile(tail, tailOf, mean, deviation, 0));
}
