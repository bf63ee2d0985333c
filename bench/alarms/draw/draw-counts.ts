import type { Random } from '../../../src/stats/random.ts';
import { drawBinomial } from './draw-binomial.ts';

/** A draw from the multinomial law: how many of n rows fall into each bin. */
export function drawCounts(random: Random, n: number, shares: readonly number[]): number[] {
  const counts = new Array<number>(shares.length).fill(0);
  let mass = 0;
  for (let bin = shares.length - 1; bin >= 0; bin -= 1) mass += shares[bin] ?? 0;
  let rows = n;
  for (let bin = 0; bin < shares.length && rows > 0; bin += 1) {
    const share = shares[bin] ?? 0;
    const isLast = bin === shares.length - 1;
    const count = isLast ? rows : drawBinomial(random, rows, mass > 0 ? share / mass : 0);
    counts[bin] = count;
    rows -= count;
    mass -= share;
  }
  return counts;
}
