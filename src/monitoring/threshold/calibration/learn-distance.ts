import { pearsonThreeQuantile } from '../../../stats/distribution/pearson-three.ts';
import type { HistoryPoint } from '../threshold.ts';
import type { Law } from './law.ts';
import { FEWEST_WINDOWS } from './learning-period.ts';
import { predictNext } from './predict-next.ts';
import { seasonGroups } from './season-groups.ts';
import { timesTheLargest } from './times-the-largest.ts';

/** What past windows say of the next one. */
export interface Learnt {
  readonly bound: number;
  /** Variance between windows beyond what sampling explains. */
  readonly dispersion: number;
  /** Further than this nothing strays, by the largest excess seen. */
  readonly most: number;
}

/** Of a past window of n rows. */
export interface PastDistance extends Pick<HistoryPoint, 'n' | 'm' | 'seasonPhase'> {
  readonly distance: number;
}

/** Chance below the part of a distance that sampling alone gives nearly always. */
const NEARLY_ALWAYS = 0.99;
/** Of the law's mean, the least that is taken for variable. */
const LEAST_VARIABLE = 0.1;

/** Cut-off of a distance that varies between windows by more than sampling.
 *  Formula   E[d_t] = κ(s_t + ρ), s_t = 1/n_t + 1/m_t, κ the law's mean / s (ν of a χ²);
 *            x_t = (d_t − θ s_t)₊ / ((κ − θ) s_t + κρ̂), θ s_t the law's 1 % quantile;
 *            Student's t on the sixth root of x, on the fourth for one degree of freedom.
 *            Not below the season's mean and the largest excess over it, as the next window is the
 *            largest of all once in L + 1, whatever their law; `most`: so many times the largest
 *            excess as the next exponential one stays below
 *  Why       logarithms are beaten by distances near 0, and by few degrees of freedom, where their
 *            t reaches ten times too far; roots without θ by variation in one direction of many,
 *            which is skew once sampling adds a constant to it
 *  Measured  in 84 settings (ν 1–49, any direction or one, φ 0 and 0.7, ρ 0–1e-3, volumes 10:1, 28
 *            windows) false alarms are below 1.3 × nominal at 1e-2 where variation is independent,
 *            2 × at most with φ = 0.7. The root's tail reaches absurdly far at levels that a few
 *            windows cannot speak for (a PSI of 26 for 31 days of one airport at 1e-6, where 0.07 was
 *            the largest seen); `most` ends it */
export function learnDistance(
  points: readonly PastDistance[],
  seasonPhase: number,
  law: Law,
  sampleScale: number,
  level: number,
): Learnt | null {
  if (points.length < FEWEST_WINDOWS) return null;
  if (law.mean === 0) return withoutSampling(points, level);
  const mean = law.mean / sampleScale;
  const base = Math.max(0, pearsonThreeQuantile(NEARLY_ALWAYS, law) / sampleScale);
  const variable = Math.max(mean - base, LEAST_VARIABLE * mean);
  const scaleOf = (point: PastDistance) => 1 / point.n + (point.m > 0 ? 1 / point.m : 0);
  const excess = points.reduce((sum, one) => sum + one.distance / mean - scaleOf(one), 0);
  const dispersion = Math.max(0, excess / points.length);
  const unitAt = (scale: number) => variable * scale + mean * dispersion;
  const degrees = (2 * law.mean * law.mean) / law.variance;
  const root = degrees < 1.5 ? 4 : 6;
  const values = points.map((point) => {
    const scale = scaleOf(point);
    return (Math.max(0, point.distance - base * scale) / unitAt(scale)) ** (1 / root);
  });
  const phases = points.map((point) => point.seasonPhase);
  const season = seasonGroups(phases, seasonPhase);
  const { center, reach } = predictNext({ values, ...season }, level);
  const byRoot = base * sampleScale + unitAt(sampleScale) * Math.max(0, center + reach) ** root;
  const sampled = pearsonThreeQuantile(level, law);
  const excesses = points.map((point) => point.distance - mean * scaleOf(point));
  const largest = Math.max(0, ...excesses);
  const most = sampled + timesTheLargest(points.length, level) * largest;
  const rare = 1 / (points.length + 1);
  const explained = pearsonThreeQuantile(rare, law) / sampleScale - mean;
  const seasonal = largestOfSeason(excesses, season, (at) => {
    const point = points[at];
    return point === undefined ? 0 : explained * scaleOf(point);
  });
  const bound = level < rare ? Math.max(byRoot, sampled + seasonal) : byRoot;
  return { bound, dispersion, most };
}

/** Where rows cannot differ by chance, as those of one value alone, no law says how windows would. */
function withoutSampling(points: readonly PastDistance[], level: number): Learnt {
  const largest = Math.max(...points.map(({ distance }) => distance));
  const most = timesTheLargest(points.length, level) * largest;
  return { bound: most, dispersion: 0, most };
}

/** The mean excess of the season that the next window belongs to, and the largest by which any window
 *  exceeded the mean of its own and what sampling explains. */
function largestOfSeason(
  excesses: readonly number[],
  { groups, groupNow }: { readonly groups: readonly number[]; readonly groupNow: number },
  explained: (at: number) => number,
): number {
  const sums = new Map<number, { sum: number; size: number }>();
  excesses.forEach((excess, at) => {
    const group = groups[at] ?? 0;
    const { sum, size } = sums.get(group) ?? { sum: 0, size: 0 };
    sums.set(group, { sum: sum + excess, size: size + 1 });
  });
  const meanOf = (group: number) => {
    const { sum, size } = sums.get(group) ?? { sum: 0, size: 1 };
    return Math.max(0, sum / size);
  };
  const strays = excesses.map((excess, at) => excess - explained(at) - meanOf(groups[at] ?? 0));
  return meanOf(groupNow) + Math.max(0, ...strays);
}
