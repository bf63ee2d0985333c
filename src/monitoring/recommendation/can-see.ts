import { effectiveRows } from '../../metrics/effective-rows.ts';
import { findMetric } from '../../metrics/metrics.ts';
import type { WindowProfile } from '../../metrics/profile.ts';
import { baselineValueOf, samplingOf } from '../monitor/baseline-of-check.ts';
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
  const bounds = strategyOf(check.threshold).bounds(check.threshold, {
    descriptor: metric.descriptor,
    n,
    m,
    history: [],
    seasonPhase: 0,
    budget: level,
    sampling: samplingOf(asked, metric, baseline),
    baselineValue: baselineValueOf(asked, metric, baseline),
  });
  return bounds.calibration?.blind !== true;
}

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
