import { effectiveRows } from '../../metrics/effective-rows.ts';
import { findMetric } from '../../metrics/metrics.ts';
import type { WindowProfile } from '../../metrics/profile.ts';
import type { Sampling } from '../../metrics/sampling.ts';
import { chiSquaredQuantile } from '../../stats/distribution/chi-squared-quantile.ts';
import { noncentralChiSquaredQuantile } from '../../stats/distribution/noncentral-chi-squared.ts';
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
  const sees = seesByChiSquared(check, sampling, n, m, level);
  if (sees !== null) return sees;
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

/** What the law that is drawn may add to that of χ². */
const ROOM = 0.9;
/** Fewer rows in a bin follow no χ². */
const FILLED_IN_WINDOW = 10;
const FILLED_IN_BASELINE = 50;
/** So many such bins change little. */
const THIN_BINS = 0.2;

/** What χ² says, where its law holds; else null. Drawing the law of a distance takes a tenth of a
 *  second, and a model may have a thousand columns. */
function seesByChiSquared(
  { threshold }: ProposedCheck,
  sampling: Sampling | null,
  n: number,
  m: number,
  level: number,
): boolean | null {
  if (threshold.strategy !== 'calibrated' || sampling?.kind !== 'counts') return null;
  if (sampling.chiSquared === null || level < LEAST_LEVEL || m === 0) return null;
  const filled = sampling.baselineCounts.filter((count) => count > 0);
  const bins = filled.length;
  const isThin =
    n < FILLED_IN_WINDOW * bins ||
    filled.filter((count) => count < FILLED_IN_BASELINE).length > THIN_BINS * bins ||
    sampling.bins.some(
      (bin, index) => bin === 'unseen' && (sampling.baselineCounts[index] ?? 0) > 0,
    );
  if (isThin || bins < 2) return null;
  const freedom = bins - 1;
  const spread = 1 / n + 1 / m;
  const shift = threshold.warningEffect ** 2 / spread;
  const ofEffect = spread * noncentralChiSquaredQuantile(level, freedom, shift);
  // Of an unlucky baseline, whose error all windows share.
  const unlucky = (n / m) * chiSquaredQuantile(UNLUCKY, freedom);
  const ofBaseline = noncentralChiSquaredQuantile(level, freedom, unlucky) / n;
  return Math.max(ofEffect, ofBaseline) <= ROOM * threshold.criticalEffect ** 2;
}

/** One baseline in twenty. */
const UNLUCKY = 0.05;

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
