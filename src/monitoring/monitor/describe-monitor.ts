import { findMetric } from '../../metrics/metrics.ts';
import { formatNumber } from '../health/format-number.ts';
import { nameColumn } from '../health/name-column.ts';
import type { Check, Monitor } from './monitor.ts';

const EVERY = { '5m': 'Every 5 minutes', '1h': 'Every hour', '1d': 'Every day' } as const;

/** The rule as a sentence, for people who did not write it. */
export function describeMonitor(
  monitor: Pick<Monitor, 'cadence' | 'segment' | 'checks' | 'noData'>,
  featureNames: ReadonlyMap<string, string>,
): string {
  const rules = monitor.checks.map((check) => describeCheck(check, featureNames));
  if (monitor.noData === 'alert') rules.push('critical when no predictions arrive');
  return `${EVERY[monitor.cadence]}, for ${describeSegment(monitor.segment)}: ${rules.join('; ')}.`;
}

export const describeSegment = (segment: string): string =>
  segment === '' ? 'the whole model' : segment;

/** "population stability index of distance", "accuracy", "volume". */
export function describeSubject(
  check: Pick<Check, 'metric' | 'column'>,
  featureNames: ReadonlyMap<string, string>,
): string {
  const title = findMetric(check.metric)?.descriptor.title ?? check.metric;
  const column = nameColumn(check.column, featureNames);
  return column === null ? title : `${title} of ${column}`;
}

function describeCheck(check: Check, featureNames: ReadonlyMap<string, string>): string {
  const unit = findMetric(check.metric)?.descriptor.unit ?? 'none';
  const { warning, critical, side } = check.threshold;
  const bounds: string[] = [];
  if (warning !== null) bounds.push(`a warning ${side} ${formatNumber(warning, unit)}`);
  if (critical !== null) bounds.push(`critical ${side} ${formatNumber(critical, unit)}`);
  return `${describeSubject(check, featureNames)}, ${bounds.join(', ')}`;
}
