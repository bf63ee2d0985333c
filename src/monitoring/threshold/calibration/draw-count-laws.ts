import { drawMultinomial } from '../../../stats/draw/draw-binomial.ts';
import type { Random } from '../../../stats/random.ts';
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

/** By simulation: true shares that fit the baseline's counts, then window counts of n rows.
 *  A baseline is as unlucky as a window that has its true shares without noise is far from it. */
export function drawCountLaws(
  distance: (windowCounts: readonly number[]) => number,
  shares: TrueShares,
  n: number,
  draws: number,
  random: Random,
): NullLaws {
  const marginal: number[] = [];
  const truths: { readonly shares: number[]; readonly away: number }[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const truth = drawTrueShares(shares, random);
    marginal.push(distance(drawMultinomial(n, truth, random)));
    truths.push({ shares: truth, away: distance(truth.map((share) => share * n)) });
  }
  truths.sort((a, b) => b.away - a.away);
  const unlucky = truths.slice(Math.floor(BAND[0] * draws), Math.ceil(BAND[1] * draws));
  const conditional: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const truth = unlucky[draw % unlucky.length]?.shares ?? [];
    conditional.push(distance(drawMultinomial(n, truth, random)));
  }
  return { marginal: lawOfDraws(marginal), conditional: lawOfDraws(conditional) };
}
