import { logGamma } from '../../../stats/special/log-gamma.ts';

const MOST_TIMES = 1e3;
const STEPS = 60;

/** How many times the largest of `count` excesses the next one stays below, but with chance `level`,
 *  where excesses are exponential. Lighter tails stay below it more often.
 *  Formula  P(E > k·M) = Π j / (j + k) over j = 1 … L = Γ(k + 1) Γ(L + 1) / Γ(L + k + 1), as the
 *           largest of L is a sum of exponentials with rates 1 … L; solved for k. At 1 / (L + 1) it
 *           is 1, whatever the tail: the next is the largest of all
 *  Source   Rényi 1953, Acta Math. Hung. 4, for the sum; the rest follows */
export function timesTheLargest(count: number, level: number): number {
  if (!(count > 0 && level > 0 && level < 1)) {
    throw new RangeError(`Needs some excesses and a level within (0, 1), not ${count}, ${level}.`);
  }
  const wanted = Math.log(level);
  const chance = (k: number) => logGamma(k + 1) + logGamma(count + 1) - logGamma(count + k + 1);
  let [low, high] = [0, 1];
  while (chance(high) > wanted && high < MOST_TIMES) high *= 2;
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (chance(middle) > wanted) low = middle;
    else high = middle;
  }
  return high;
}
