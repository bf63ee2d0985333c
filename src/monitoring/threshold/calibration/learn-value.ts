import { groupBy } from '../../../stats/summary/group-by.ts';
import type { Learnt } from './learn-distance.ts';
import { FEWEST_WINDOWS } from './learning-period.ts';
import { predictNext } from './predict-next.ts';
import { seasonGroups } from './season-groups.ts';
import { timesTheLargest } from './times-the-largest.ts';

/** One past window: a value that sampling alone lets vary by so much. */
export interface LearntFromPoint {
  readonly value: number;
  readonly variance: number;
  readonly seasonPhase: number;
}

/** Cut-off of a value that varies between windows around the mean of its season.
 *  Formula  (v_t − v̄) / √(σ_t² + τ̂²) is Student's t; τ̂² = max(0, mean((v_t − v̄)² − σ_t²)); not
 *           below the largest seen, as the next is the largest of all once in L + 1
 *  Source   DerSimonian & Laird 1986 for τ²; Laney 2002, Quality Engineering 14, for charts */
export function learnValue(
  points: readonly LearntFromPoint[],
  now: { readonly seasonPhase: number; readonly variance: number },
  side: 'above' | 'below',
  level: number,
): Learnt | null {
  if (points.length < FEWEST_WINDOWS) return null;
  const season = seasonGroups(
    points.map((point) => point.seasonPhase),
    now.seasonPhase,
  );
  const places = groupBy(points.keys(), (at) => season.groups[at] ?? 0);
  const means = new Map(
    [...places].map(([group, own]) => [group, weightedMean(own.flatMap((at) => points[at] ?? []))]),
  );
  const meanAt = (at: number) => means.get(season.groups[at] ?? 0) ?? 0;
  const free = Math.max(1, points.length - means.size) / points.length;
  const excess = points.reduce(
    (sum, { value, variance }, at) => sum + (value - meanAt(at)) ** 2 / free - variance,
    0,
  );
  const dispersion = Math.max(0, excess / points.length);
  const residuals = points.map(
    ({ value, variance }, at) =>
      (value - meanAt(at)) / Math.sqrt(Math.max(variance + dispersion, Number.MIN_VALUE)),
  );
  const { center, reach } = predictNext({ values: residuals, ...season }, level);
  const unit = Math.sqrt(now.variance + dispersion);
  const middle = means.get(season.groupNow) ?? 0;
  const sign = side === 'above' ? 1 : -1;
  const largest = Math.max(0, ...residuals.map((residual) => residual * sign));
  const strays = level < 1 / (points.length + 1) ? Math.max(reach, largest) : reach;
  return {
    bound: middle + (center + sign * strays) * unit,
    dispersion,
    most: middle + sign * timesTheLargest(points.length, level) * largest * unit,
  };
}

/** By the rows behind each value. */
function weightedMean(points: readonly LearntFromPoint[]): number {
  let [sum, weights] = [0, 0];
  for (const { value, variance } of points) {
    const weight = 1 / Math.max(variance, Number.MIN_VALUE);
    if (!Number.isFinite(weight)) return plainMean(points);
    sum += weight * value;
    weights += weight;
  }
  return weights > 0 && Number.isFinite(weights) ? sum / weights : plainMean(points);
}

const plainMean = (points: readonly LearntFromPoint[]): number =>
  points.reduce((sum, { value }) => sum + value, 0) / points.length;
