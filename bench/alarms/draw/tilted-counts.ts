import type { Random } from '../../../src/stats/random.ts';
import { logGamma } from '../../../src/stats/special/log-gamma.ts';
import { drawCounts } from './draw-counts.ts';
import { drawShares } from './draw-gamma.ts';

export interface WeighedCounts {
  readonly counts: readonly number[];
  /** How much likelier they are than they were drawn: averages of what is weighed so are those of
   *  the law itself. */
  readonly weight: number;
}

/** Part of the draws that come from the law itself, so that no weight exceeds the inverse. */
const PLAIN_PART = 0.3;

/** Windows of n rows, with far ones drawn more often than they happen: rates of one in a thousand
 *  and below need thirty to a hundred times fewer draws. The far ones come from shares that vary so
 *  much around the true ones that a χ² distance is `inflation` times as large on average.
 *  Source  importance sampling with a defensive mixture (Hesterberg 1995, Technometrics 37) */
export function tiltedCounts(
  shares: readonly number[],
  n: number,
  inflation: number,
): (random: Random) => WeighedCounts {
  if (!(inflation > 1)) return (random) => ({ counts: drawCounts(random, n, shares), weight: 1 });
  // Dirichlet-multinomial counts of concentration A vary (n + A) / (1 + A) times as much.
  const concentration = Math.max(1e-3, (n - inflation) / (inflation - 1));
  const shapes = shares.map((share) => share * concentration);
  const total = shapes.reduce((sum, shape) => sum + shape, 0);
  const start = shapes.map((shape) => (shape > 0 ? logGamma(shape) : 0));
  const logShares = shares.map((share) => (share > 0 ? Math.log(share) : 0));
  const base = logGamma(total) - logGamma(total + n);
  return (random) => {
    const plain = random.uniform() < PLAIN_PART;
    const counts = drawCounts(random, n, plain ? shares : drawShares(random, shapes));
    // ln of the likelihood under varying shares over that under the true ones.
    let ratio = base;
    for (let bin = 0; bin < counts.length; bin += 1) {
      const count = counts[bin] ?? 0;
      if (count === 0) continue;
      ratio +=
        logGamma((shapes[bin] ?? 0) + count) - (start[bin] ?? 0) - count * (logShares[bin] ?? 0);
    }
    return { counts, weight: 1 / (PLAIN_PART + (1 - PLAIN_PART) * Math.exp(ratio)) };
  };
}

/** The inflation that brings a cut-off of this level near the middle of what is drawn. */
export function inflationFor(freedom: number, level: number, n: number): number {
  const z = Math.sqrt(-2 * Math.log(level)) * 0.85;
  const cube = 1 - 2 / (9 * freedom) + z * Math.sqrt(2 / (9 * freedom));
  return Math.min(cube ** 3, 6, Math.max(1, n / 4));
}
