import { findMetric } from '../../metrics/metrics.ts';
import type { WindowProfile } from '../../metrics/profile.ts';
import { samplingOf } from '../monitor/baseline-of-check.ts';
import { strategyOf } from '../threshold/strategies.ts';
import type { HistoryPoint } from '../threshold/threshold.ts';
import type { ProposedCheck } from './recommendation.ts';

/** How often a cut-off may be beyond the critical effect by chance: here nothing hangs on it. */
const LEVEL = 0.01;

/** Whether the check compares a column with the baseline's, so that windows may differ from it all
 *  the time. */
export const isComparison = ({ metric, threshold }: ProposedCheck): boolean => {
  const found = findMetric(metric);
  return threshold.strategy === 'calibrated' && found?.subject === 'column' && found.needsBaseline;
};

/** Whether half the windows of the baseline's own period differ from all of it by more than the
 *  critical effect. What such a check shows is the time of day; hours of it can be compared with one
 *  another, but not with the whole. */
export function differByThemselves(
  check: ProposedCheck,
  baseline: WindowProfile,
  windows: readonly HistoryPoint[],
): boolean {
  const metric = findMetric(check.metric);
  const { threshold } = check;
  if (metric === undefined || threshold.strategy !== 'calibrated' || windows.length === 0) {
    return false;
  }
  const middle = (of: (point: HistoryPoint) => number) =>
    windows.map(of).sort((a, b) => a - b)[Math.floor(windows.length / 2)] ?? 0;
  const spec = { ...threshold, independentRows: true };
  const { critical } = strategyOf(spec).bounds(spec, {
    descriptor: metric.descriptor,
    n: middle((point) => point.n),
    m: middle((point) => point.m),
    history: [],
    seasonPhase: 0,
    budget: LEVEL,
    sampling: samplingOf(check, metric, baseline),
    baselineValue: null,
  });
  return critical !== null && middle((point) => point.value) > critical;
}
