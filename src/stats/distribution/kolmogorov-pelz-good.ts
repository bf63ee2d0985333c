const PI2 = Math.PI ** 2;
const SQRT_TAU = Math.sqrt(2 * Math.PI);

/** P(D < d) of the two-sided Kolmogorov–Smirnov distance of many rows: Kolmogorov's limit and its
 *  corrections up to n^(−3/2).
 *  Source  Pelz & Good 1976, J. R. Stat. Soc. B 38, as given by Simard & L'Ecuyer 2011, eqs. 8–11 */
export function pelzGoodProbability(d: number, n: number): number {
  const z = Math.sqrt(n) * d;
  const z2 = z * z;
  const z4 = z2 * z2;
  const z6 = z4 * z2;
  const sums = [0, 0, 0, 0, 0, 0] as [number, number, number, number, number, number];
  // Terms fall like exp(−π²k²/2z²); 16z/π of them reach the last digit.
  const last = Math.ceil((16 * z) / Math.PI);
  for (let k = 1; k <= last; k += 1) {
    // Half-integers of the first sums, as (k − ½)².
    const h2 = (k - 0.5) ** 2 * PI2;
    const half = Math.exp(-h2 / (2 * z2));
    sums[0] += half;
    sums[1] += (h2 - z2) * half;
    sums[2] += (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * h2 + (1 - 2 * z2) * h2 * h2) * half;
    sums[3] +=
      (-30 * z6 -
        90 * z6 * z2 +
        (135 * z4 - 96 * z6) * h2 +
        (212 * z4 - 60 * z2) * h2 * h2 +
        (5 - 30 * z2) * h2 ** 3) *
      half;
    const w2 = k * k * PI2;
    const whole = Math.exp(-w2 / (2 * z2));
    sums[4] += w2 * whole;
    sums[5] += (3 * z2 - w2) * w2 * whole;
  }
  const limit = (SQRT_TAU / z) * sums[0];
  const first = (SQRT_TAU / (6 * z4)) * sums[1];
  const second = (SQRT_TAU / (72 * z6 * z)) * sums[2] - (SQRT_TAU / (36 * z2 * z)) * sums[4];
  const third = (SQRT_TAU / (6480 * z6 * z4)) * sums[3] + (SQRT_TAU / (216 * z6)) * sums[5];
  return limit + (first + (second + third / Math.sqrt(n)) / Math.sqrt(n)) / Math.sqrt(n);
}
