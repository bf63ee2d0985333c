import { logGamma } from '../stats/special/log-gamma.ts';

/** P(W² ≥ w) of the limit law of Cramér and von Mises.
 *  Formula     1 − Σₖ Γ(k + ½) / (k! π^{3/2} √w) · √(4k + 1) · exp(−q) K_¼(q), q = (4k + 1)² / (16 w)
 *  Source      Anderson & Darling 1952, Ann. Math. Stat. 23, eq. 4.35 */
export function cramerVonMisesLimitTail(w: number): number {
  if (!(w >= 0)) throw new RangeError(`A Cramér–von Mises statistic is not negative, not ${w}.`);
  // Nothing but 1 as far as a double tells.
  if (w < 0.003) return 1;
  let below = 0;
  for (let k = 0; ; k += 1) {
    const root = 4 * k + 1;
    const factor = Math.exp(logGamma(k + 0.5) - logGamma(k + 1)) / (Math.PI ** 1.5 * Math.sqrt(w));
    const q = (root * root) / (16 * w);
    const term = factor * Math.sqrt(root) * Math.exp(-q) * besselOfAQuarter(q);
    below += term;
    if (term < 1e-17) return Math.min(1, Math.max(0, 1 - below));
  }
}

/** K_¼(q) = ∫₀^∞ exp(−q cosh t) cosh(t / 4) dt. The integrand dies so fast that equal steps give all
 *  digits. */
function besselOfAQuarter(q: number): number {
  const step = 1 / 16;
  let sum = Math.exp(-q) / 2;
  for (let t = step; q * Math.cosh(t) < 745; t += step) {
    sum += Math.exp(-q * Math.cosh(t)) * Math.cosh(t / 4);
  }
  return sum * step;
}

/** The share of the orders of m and n rows whose Σ (a·v − b·u)² along the path of ranks, with
 *  a = l/m, b = l/n and l their least common multiple, is at least `least`. Every order is a path
 *  on a lattice; paths that meet with one sum go on together.
 *  Source   Xiao, Gordon & Yakovlev 2007, J. Stat. Softw. 17(8) */
export function shareOfPaths(m: number, n: number, least: number): number {
  const common = (m / greatestDivisor(m, n)) * n;
  const [stepOfFirst, stepOfSecond] = [common / m, common / n];
  let column: Map<number, number>[] = [];
  for (let u = 0; u <= n; u += 1) {
    const next: Map<number, number>[] = [];
    for (let v = 0; v <= m; v += 1) {
      const paths = new Map<number, number>();
      const added = (stepOfFirst * v - stepOfSecond * u) ** 2;
      if (u === 0 && v === 0) paths.set(0, 1);
      for (const from of [column[v], next[v - 1]]) {
        for (const [sum, count] of from ?? []) {
          paths.set(sum + added, (paths.get(sum + added) ?? 0) + count);
        }
      }
      next.push(paths);
    }
    column = next;
  }
  let [reached, all] = [0, 0];
  for (const [sum, count] of column[m] ?? []) {
    all += count;
    if (sum >= least) reached += count;
  }
  return reached / all;
}

export function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
