import type { OutcomeMetric } from '../../metrics/metric.ts';
import { METRICS } from '../../metrics/metrics.ts';
import type { OutcomeProfile } from '../../metrics/profile.ts';
import { calibrated, ERROR_GROWTH, PERFORMANCE_EFFECTS } from '../recommendation/effects.ts';
import type { CalibratedThreshold } from '../threshold/threshold.ts';
import { judgeMetric } from './judge-metric.ts';
import type { ReportPerformance } from './report.ts';

/** How well the model does, before and after; the level is shared alike by what could be measured
 *  of the reference. */
export function judgePerformance(
  reference: OutcomeProfile,
  current: OutcomeProfile,
  level: number,
): ReportPerformance[] {
  const task = reference.outcome.task;
  const measured = METRICS.flatMap((metric) => {
    if (metric.subject !== 'outcome' || metric.descriptor.tasks?.includes(task) !== true) return [];
    const before = metric.measure(reference, {});
    return before.kind === 'value' ? [{ metric, before }] : [];
  });
  return measured.map(({ metric, before }) => {
    const { descriptor } = metric;
    const judged = judgeMetric({
      metric,
      parameters: {},
      threshold: thresholdOf(metric, before.value),
      measured: metric.measure(current, {}),
      sampling: metric.sampling?.(reference, {}) ?? null,
      baselineValue: before.value,
      history: [],
      level: level / measured.length,
    });
    const { value, bound, criticalBound, n, severity, reason, calibration } = judged;
    return {
      metric: descriptor.id,
      title: descriptor.title,
      before: before.value,
      after: value,
      bound,
      criticalBound,
      n,
      m: before.n,
      severity: severity ?? 'no_data',
      reason,
      higherIsBetter: descriptor.direction === 'lower_is_worse',
      unit: descriptor.unit,
      calibration,
    };
  });
}

/** Points of a share; of an error, a part of what it was. */
function thresholdOf({ descriptor }: OutcomeMetric, before: number): CalibratedThreshold {
  const side = descriptor.direction === 'lower_is_worse' ? 'below' : 'above';
  if (descriptor.range[1] === 1)
    return { ...calibrated(PERFORMANCE_EFFECTS, side), independentRows: true };
  const [warning, critical] = ERROR_GROWTH;
  // Of a perfect reference any error is a part too many.
  const size = Math.abs(before) || 1;
  return { ...calibrated([warning * size, critical * size], side), independentRows: true };
}
