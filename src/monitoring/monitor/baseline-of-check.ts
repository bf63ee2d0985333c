import type { Metric } from '../../metrics/metric.ts';
import type { WindowProfile } from '../../metrics/profile.ts';
import type { Sampling } from '../../metrics/sampling.ts';
import { DEFAULT_OUTPUT } from '../prediction/prediction.ts';
import { type MeasuredCheck, measureCheck } from './measure-check.ts';

/** How the check's metric varies without drift, as its baseline tells. */
export function samplingOf(
  check: MeasuredCheck,
  metric: Metric,
  baseline: WindowProfile | null,
): Sampling | null {
  if (metric.subject === 'window') return metric.sampling?.(baseline, check.parameters) ?? null;
  if (baseline === null) return null;
  if (metric.subject === 'outcome') {
    const outcome = baseline.outcomes.get(check.column ?? DEFAULT_OUTPUT);
    return outcome === undefined ? null : (metric.sampling?.(outcome, check.parameters) ?? null);
  }
  const column = check.column === null ? undefined : baseline.columns.get(check.column);
  return column === undefined ? null : (metric.sampling?.(column, check.parameters) ?? null);
}

/** Whether its number is how many rows come, of which no baseline says what is usual. */
export const followsTraffic = (metric: Metric | undefined): boolean =>
  metric?.subject === 'window' && metric.sampling?.(null, {})?.kind === 'traffic';

/** The metric on the baseline itself; null where it compares with one, or has no number there. */
export function baselineValueOf(
  check: MeasuredCheck,
  metric: Metric,
  baseline: WindowProfile | null,
): number | null {
  if (baseline === null || (metric.subject === 'column' && metric.needsBaseline)) return null;
  const { measured } = measureCheck(check, metric, baseline, null);
  return measured.kind === 'value' ? measured.value : null;
}
