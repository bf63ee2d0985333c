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
  const { threshold } = check;
  const subject = describeSubject(check, featureNames);
  if (threshold.strategy === 'calibrated') {
    return `${subject}, ${threshold.side} what sampling, effect and history allow`;
  }
  const { warning, critical, side } = threshold;
  const bound = BOUND_IN_WORDS[threshold.strategy];
  const bounds: string[] = [];
  if (warning !== null) bounds.push(`a warning ${side} ${bound(warning, unit)}`);
  if (critical !== null) bounds.push(`critical ${side} ${bound(critical, unit)}`);
  return `${subject}, ${bounds.join(', ')}`;
}

const BOUND_IN_WORDS = {
  fixed: formatNumber,
  relative: (bound: number) => `${formatNumber(bound, 'ratio')} from the baseline's`,
  history: (bound: number) => `${bound} standard deviations from the mean of earlier windows`,
} as const;
