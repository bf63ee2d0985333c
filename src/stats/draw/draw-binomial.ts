import type { Random } from '../random.ts';
import { logFactorial } from '../special/log-factorial.ts';

/** How many of n independent events happen, each with chance p. Exact.
 *  Source  inversion for np < 10; else transformed rejection, Hörmann 1993, J. Stat. Comput.
 *          Simul. 46, algorithm BTRS */
export function drawBinomial(n: number, p: number, random: Random): number {
  if (n === 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - drawBinomial(n, 1 - p, random);
  return n * p < 10 ? invert(n, p, random) : reject(n, p, random);
}

function invert(n: number, p: number, random: Random): number {
  const odds = p / (1 - p);
  for (;;) {
    let chance = Math.exp(n * Math.log1p(-p));
    let u = random.uniform();
    // Beyond this lies less than 1e-20: only rounding gets there.
    for (let k = 0; k <= Math.min(n, 110); k += 1) {
      if (u < chance) return k;
      u -= chance;
      chance *= ((n - k) / (k + 1)) * odds;
    }
  }
}

function reject(n: number, p: number, random: Random): number {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = n * p + 0.5;
  const vr = 0.92 - 4.2 / b;
  const mode = Math.floor((n + 1) * p);
  const logOdds = Math.log(p / (1 - p));
  const alpha = (2.83 + 5.1 / b) * spread;
  let atMode: number | undefined;
  for (;;) {
    const v = random.uniform();
    const u = random.uniform() - 0.5;
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + c);
    if (us >= 0.07 && v <= vr) return k;
    if (!(k >= 0 && k <= n)) continue;
    atMode ??= logFactorial(mode) + logFactorial(n - mode);
    const ratio = atMode - logFactorial(k) - logFactorial(n - k) + (k - mode) * logOdds;
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= ratio) return k;
  }
}

/** How n rows fall into bins with these shares, which sum to 1. */
export function drawMultinomial(n: number, shares: readonly number[], random: Random): number[] {
  if (n <= shares.length) return drawRowByRow(n, shares, random);
  let rows = n;
  let rest = 1;
  const counts = new Array<number>(shares.length).fill(0);
  for (let bin = 0; bin < shares.length && rows > 0; bin += 1) {
    const share = shares[bin] ?? 0;
    const count = drawBinomial(rows, Math.min(1, share / rest), random);
    counts[bin] = count;
    rows -= count;
    rest = Math.max(rest - share, 1e-300);
  }
  return counts;
}

/** Few rows among many bins: looking up the bin of each costs less than asking every bin. */
function drawRowByRow(n: number, shares: readonly number[], random: Random): number[] {
  const counts = new Array<number>(shares.length).fill(0);
  const upTo = new Float64Array(shares.length);
  let sum = 0;
  for (let bin = 0; bin < shares.length; bin += 1) {
    sum += shares[bin] ?? 0;
    upTo[bin] = sum;
  }
  for (let row = 0; row < n; row += 1) {
    const u = random.uniform() * sum;
    let [low, high] = [0, shares.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (u < (upTo[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    counts[low] = (counts[low] ?? 0) + 1;
  }
  return counts;
}
