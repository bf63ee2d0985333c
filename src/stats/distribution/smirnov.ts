import { logGamma } from '../special/log-gamma.ts';

/** P(D⁺ ≥ d) of the one-sided Kolmogorov–Smirnov distance of n rows, 0 < d < 1. Exact.
 *  Source  Smirnov 1944; Birnbaum & Tingey 1951, eq. 3: d Σ C(n,j) (d + j/n)ʲ⁻¹ (1 − d − j/n)ⁿ⁻ʲ */
export function smirnovTail(d: number, n: number): number {
  const logRows = logGamma(n + 1);
  let sum = 0;
  for (let j = 0; j <= n * (1 - d); j += 1) {
    const rest = 1 - d - j / n;
    if (rest <= 0) break;
    const choose = logRows - logGamma(j + 1) - logGamma(n - j + 1);
    sum += Math.exp(choose + (j - 1) * Math.log(d + j / n) + (n - j) * Math.log(rest));
  }
  return Math.min(1, d * sum);
}
