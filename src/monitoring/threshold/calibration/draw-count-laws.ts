import { drawMultinomial } from '../../../stats/draw/draw-binomial.ts';
import type { Random } from '../../../stats/random.ts';
import type { Steps } from '../../steps.ts';
import { drawInSteps } from './draw-in-steps.ts';
import { type Law, lawOfDraws } from './law.ts';
import { drawTrueShares, type TrueShares } from './true-shares.ts';

/** Two laws of a distance while nothing drifts. */
export interface NullLaws {
  /** Over baselines and windows: what a monitor meets on average. */
  readonly marginal: Law;
  /** Over windows, given a baseline as unlucky as one in twenty: the baseline is drawn once, and its
   *  error is in every window. */
  readonly conditional: Law;
}

/** The share of baselines that may have a higher rate of false alarms than was asked for. */
export const UNLUCKY_BASELINES = 0.05;

/** Baselines among which the unlucky ones of the conditional law lie, as ranks from the worst. */
const BAND = [UNLUCKY_BASELINES - 0.02, UNLUCKY_BASELINES + 0.02] as const;

export interface DrawnComparison {
  readonly distance: (windowCounts: readonly number[]) => number;
  /** How unlucky the baseline is if these are the true shares: how far they are from its own. */
  readonly away: (truth: readonly number[]) => number;
  readonly shares: TrueShares;
  /** Rows of the window. */
  readonly n: number;
}

/** By simulation: true shares that fit the baseline's counts, then window counts of n rows. */
export function* drawCountLaws(
  { distance, away, shares, n }: DrawnComparison,
  draws: number,
  random: Random,
): Steps<NullLaws> {
  const size = { draws, terms: shares.weights.length };
  const truths = yield* drawInSteps(size, () => {
    const truth = drawTrueShares(shares, random);
    const drawn = distance(drawMultinomial(n, truth, random));
    return { truth, drawn, away: away(truth) };
  });
  const marginal = lawOfDraws(truths.map(({ drawn }) => drawn));
  truths.sort((a, b) => b.away - a.away);
  const unlucky = truths.slice(Math.floor(BAND[0] * draws), Math.ceil(BAND[1] * draws));
  const conditional = yield* drawInSteps(size, (draw) => {
    const { truth = [] } = unlucky[draw % unlucky.length] ?? {};
    return distance(drawMultinomial(n, truth, random));
  });
  return { marginal, conditional: lawOfDraws(conditional) };
}

/** Σ (π − p)² / p, what a χ²-type distance of many rows tends to. */
export function squaresFrom({ weights }: TrueShares): (truth: readonly number[]) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const expected = weights.map((weight) => weight / total);
  return (truth) => {
    let sum = 0;
    for (let bin = 0; bin < expected.length; bin += 1) {
      const p = expected[bin] ?? 0;
      const off = (truth[bin] ?? 0) - p;
      if (p > 0) sum += (off * off) / p;
    }
    return sum;
  };
}
