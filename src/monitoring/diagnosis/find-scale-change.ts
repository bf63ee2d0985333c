import type { ColumnProfile } from '../../metrics/profile.ts';
import { type Cumulative, cumulativeOf, quantileOf, shareBelow } from './cumulative.ts';
import { KNOWN_FACTORS } from './known-factors.ts';
import { valueRows } from './value-rows.ts';

export interface ScaleChange {
  readonly factor: number;
  /** What the factor is known for. */
  readonly name: string | null;
}

/** Smaller factors are growth, not another unit. */
const LEAST_FACTOR = 1.2;
/** A known factor as near as this to the ratio of the means or medians is tried. */
const NEAR = 0.15;
/** The Kolmogorov distance that one sample in a hundred goes beyond by chance, times √(1/n + 1/m). */
const KOLMOGOROV_99 = 1.63;
/** Of many rows any difference is seen; so much of it may be left, since the days of a week differ. */
const LEFT = 1 / 4;
/** Spread has to have changed by about the same factor as location. */
const SPREAD_TOLERANCE = 0.2;

/** Whether the values are the baseline's, multiplied by one factor: as they are, their
 *  distribution is another one; divided by the factor, no more than a quarter of the difference is
 *  left, or than chance makes; and their spread changed by the factor too. */
export function findScaleChange(before: ColumnProfile, after: ColumnProfile): ScaleChange | null {
  const [old, now] = [cumulativeOf(before), cumulativeOf(after)];
  if (old === null || now === null) return null;
  const chance = KOLMOGOROV_99 * Math.sqrt(1 / valueRows(before) + 1 / valueRows(after));
  const asItIs = distance(old, now, 1);
  if (!(asItIs > chance)) return null;
  const tried = candidates(before, after, old, now)
    .filter(({ factor }) => Math.abs(Math.log(factor)) >= Math.log(LEAST_FACTOR))
    .filter(({ factor }) => spreadFollows(before, after, factor))
    .map((one) => ({ ...one, distance: distance(old, now, one.factor) }))
    .filter((one) => one.distance <= Math.min(asItIs / 2, Math.max(asItIs * LEFT, chance)));
  const [best] = tried.sort((a, b) => a.distance - b.distance);
  if (best === undefined) return null;
  // A known factor explains more than one that fits a little better; but it must not be named where
  // plain growth fits clearly better.
  const known = tried.find(({ name }) => name !== null);
  const { factor, name } =
    known !== undefined && known.distance <= best.distance + chance / 4 ? known : best;
  return { factor, name };
}

function candidates(
  before: ColumnProfile,
  after: ColumnProfile,
  old: Cumulative,
  now: Cumulative,
): ScaleChange[] {
  const means = (after.numeric?.moments.mean ?? 0) / (before.numeric?.moments.mean ?? 0);
  const medians = quantileOf(now, 0.5) / quantileOf(old, 0.5);
  const ratios = [means, medians].filter((ratio) => Number.isFinite(ratio) && ratio > 0);
  const known = KNOWN_FACTORS.filter(({ factor }) =>
    ratios.some((ratio) => Math.abs(Math.log(ratio / factor)) <= NEAR),
  );
  return [...known, ...ratios.map((factor) => ({ factor, name: null }))];
}

function spreadFollows(before: ColumnProfile, after: ColumnProfile, factor: number): boolean {
  const [a, b] = [before.numeric?.moments, after.numeric?.moments];
  if (a === undefined || b === undefined || !(a.m2 > 0) || !(b.m2 > 0)) return true;
  const ratio = Math.sqrt(b.m2 / b.n / (a.m2 / a.n));
  return Math.abs(Math.log(ratio / factor)) <= SPREAD_TOLERANCE;
}

/** The least that the distribution functions of x · factor before, and of x now, can differ by. */
function distance(old: Cumulative, now: Cumulative, factor: number): number {
  let worst = 0;
  now.edges.forEach((edge, i) => {
    worst = Math.max(worst, gap(now.below[i] ?? 1, shareBelow(old, edge / factor)));
  });
  old.edges.forEach((edge, i) => {
    worst = Math.max(worst, gap(old.below[i] ?? 1, shareBelow(now, edge * factor)));
  });
  return worst;
}

const gap = (share: number, [low, high]: readonly [number, number]): number =>
  Math.max(0, low - share, share - high);
