import { effectiveRows } from '../../metrics/effective-rows.ts';
import { findMetric } from '../../metrics/metrics.ts';
import type { WindowProfile } from '../../metrics/profile.ts';
import type { Sampling } from '../../metrics/sampling.ts';
import { baselineValueOf, samplingOf } from '../monitor/baseline-of-check.ts';
import { LEAST_LEVEL } from '../monitor/share-budget.ts';
import { strategyOf } from '../threshold/strategies.ts';
import type { ProposedCheck } from './recommendation.ts';

/** Whether a window of so many rows can show the critical effect of a check at its level: asked of
 *  the very threshold that will judge it, before anything was learnt of how windows differ. */
export function canSee(
  check: ProposedCheck,
  baseline: WindowProfile,
  rows: number,
  level: number,
): boolean {
  const metric = findMetric(check.metric);
  if (metric === undefined) return false;
  const { n, m } = sampleOf(check, metric.subject, baseline, rows);
  if (n < metric.descriptor.minimumSample) return false;
  const asked = { ...check, checkId: '' };
  const sampling = samplingOf(asked, metric, baseline);
  if (isPlain(check, sampling, n, m, level)) return true;
  const bounds = strategyOf(check.threshold).bounds(check.threshold, {
    descriptor: metric.descriptor,
    n,
    m,
    history: [],
    seasonPhase: 0,
    budget: level,
    sampling,
    baselineValue: baselineValueOf(asked, metric, baseline),
  });
  return bounds.calibration?.blind !== true;
}

/** Part of the critical effect that leaves no doubt. */
const PLAINLY = 0.5;

/** Whether rows are so many that there is no need to draw the law of a distance: where a bound by
 *  χ², many deviations out, still lies well below the critical effect. */
function isPlain(
  { threshold }: ProposedCheck,
  sampling: Sampling | null,
  n: number,
  m: number,
  level: number,
): boolean {
  if (threshold.strategy !== 'calibrated' || sampling?.kind !== 'counts') return false;
  if (sampling.chiSquared === null || level < LEAST_LEVEL || m === 0) return false;
  const scarce = sampling.baselineCounts.some(
    (count, bin) => count < FILLED && sampling.bins[bin] === 'category',
  );
  if (scarce) return false;
  const spread = 1 / n + 1 / m;
  const freedom = sampling.bins.length - 1;
  const shift = threshold.warningEffect ** 2 / spread;
  const deviation = Math.sqrt(2 * (freedom + 2 * shift));
  const bound = spread * (freedom + shift + DEVIATIONS * deviation);
  return bound <= PLAINLY * threshold.criticalEffect ** 2;
}

/** Further out than a level of one in a million, whatever the skew. */
const DEVIATIONS = 7;
/** Categories of fewer rows in the baseline follow no χ². */
const FILLED = 20;

/** Rows of a window that count for the check, and of the baseline: as many of them as there, by
 *  weight and by labels. */
function sampleOf(
  { column }: ProposedCheck,
  subject: 'column' | 'outcome' | 'window',
  baseline: WindowProfile,
  rows: number,
): { n: number; m: number } {
  if (subject === 'window' || column === null) return { n: rows, m: 0 };
  const profile =
    subject === 'outcome' ? baseline.outcomes.get(column) : baseline.columns.get(column);
  if (profile === undefined || baseline.rows === 0) return { n: 0, m: 0 };
  const m = effectiveRows(profile.weight, profile.weightSquares);
  return { n: rows * (m / baseline.rows), m };
}
