import type { Random } from '../../../src/stats/random.ts';
import { stirlingCorrection } from '../../../src/stats/special/log-gamma.ts';

/** A draw from the binomial law. The samplers of the bench are its own: it must not agree with what
 *  it tests by sharing a mistake.
 *  Source  inversion below a mean of 10; from there Hörmann 1993, J. Stat. Comput. Simul. 46, BTRS */
export function drawBinomial(random: Random, n: number, p: number): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - drawBinomial(random, n, 1 - p);
  return n * p < 10 ? byInversion(random, n, p) : byRejection(random, n, p);
}

function byInversion(random: Random, n: number, p: number): number {
  const odds = p / (1 - p);
  let mass = Math.exp(n * Math.log1p(-p));
  let left = random.uniform();
  let k = 0;
  while (left > mass && k < n) {
    left -= mass;
    k += 1;
    mass *= (odds * (n - k + 1)) / k;
    // Rounding may leave a rest that no mass takes up.
    if (mass < 1e-300) break;
  }
  return k;
}

function byRejection(random: Random, n: number, p: number): number {
  const odds = p / (1 - p);
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5;
  const sure = 0.92 - 4.2 / b;
  const scale = (2.83 + 5.1 / b) * deviation;
  const mode = Math.floor((n + 1) * p);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = random.uniform();
    const distance = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / distance + b) * u + centre);
    if (k < 0 || k > n) continue;
    if (distance >= 0.07 && v <= sure) return k;
    const height = Math.log((v * scale) / (a / (distance * distance) + b));
    const density =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1))) +
      (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
      correction(mode) +
      correction(n - mode) -
      correction(k) -
      correction(n - k);
    if (height <= density) return k;
  }
}

const SMALL = [
  0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.02079067210376509,
  0.01664469118982119, 0.01387612882307075, 0.01189670994589177, 0.01041126526197209,
  0.009255462182712733,
];

/** ln k! − (ln √(2π) + (k + ½) ln(k + 1) − (k + 1)). */
const correction = (k: number): number => SMALL[k] ?? stirlingCorrection(k + 1);
