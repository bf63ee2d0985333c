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

export interface DrawnComparison {
  readonly distance: (windowCounts: readonly number[]) => number;
  /** How unlucky the baseline is if these are the true shares: how far they are from its own. */
  readonly away: (truth: readonly number[]) => number;
  readonly shares: TrueShares;
  /** Rows of the window. */
  readonly n: number;
}

/** By simulation: true shares that fit the baseline's counts, then window counts of n rows. */
export function drawCountLaws(
  { distance, away, shares, n }: DrawnComparison,
  draws: number,
  random: Random,
): NullLaws {
  const marginal: number[] = [];
  const truths: { readonly truth: number[]; readonly away: number }[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const truth = drawTrueShares(shares, random);
    marginal.push(distance(drawMultinomial(n, truth, random)));
    truths.push({ truth, away: away(truth) });
  }
  truths.sort((a, b) => b.away - a.away);
  const unlucky = truths.slice(Math.floor(BAND[0] * draws), Math.ceil(BAND[1] * draws));
  const conditional: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const { truth = [] } = unlucky[draw % unlucky.length] ?? {};
    conditional.push(distance(drawMultinomial(n, truth, random)));
  }
  return { marginal: lawOfDraws(marginal), conditional: lawOfDraws(conditional) };
}

/** Σ (π − p)² / p, what a χ²-type distance of many rows tends to. */
export function squaresFrom({ weights }: TrueShares): (truth: readonly number[]) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const expected = weights.map((weight) => weight / total);
  return (truth) =>
    expected.reduce((sum, p, bin) => (p > 0 ? sum + ((truth[bin] ?? 0) - p) ** 2 / p : sum), 0);
}
