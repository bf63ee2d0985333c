import { findMetric } from '../../metrics/metrics.ts';
import { formatNumber } from '../health/format-number.ts';
import { nameColumn } from '../health/name-column.ts';
import type { Check, Monitor } from './monitor.ts';

const EVERY = { '5m': 'Every 5 minutes', '1h': 'Every hour', '1d': 'Every day' } as const;

/** The rule as a sentence, for people who did not write it. */
export function describeMonitor(
  monitor: DescribedMonitor,
  featureNames: ReadonlyMap<string, string>,
): string {
  const { cadence, segment, segmentsOf = null, checks } = monitor;
  const rules = checks.map((check) => describeCheck(check, featureNames));
  if (monitor.noData === 'alert') rules.push('critical when no predictions arrive');
  const each = segmentsOf === null ? '' : ` and each ${segmentsOf}`;
  const rule = `${EVERY[cadence]}, for ${describeSegment(segment)}${each}: ${rules.join('; ')}.`;
  return [rule, ...describeAlarms(monitor)].join(' ');
}

type DescribedMonitor = Pick<Monitor, 'cadence' | 'segment' | 'checks' | 'noData'> &
  Partial<Pick<Monitor, 'segmentsOf' | 'budget' | 'persistence' | 'resolveAfter' | 'cooldownMs'>>;

/** What is said of every monitor is not said: one bad window opens, one good one ends. */
function describeAlarms(monitor: DescribedMonitor): string[] {
  const { checks, budget, persistence, resolveAfter = 1, cooldownMs = 0 } = monitor;
  const sentences: string[] = [];
  if (budget !== undefined && checks.some((check) => check.threshold.strategy === 'calibrated')) {
    const { alarms, days } = budget;
    const many = `${formatNumber(alarms, 'none')} false alarm${alarms === 1 ? '' : 's'}`;
    sentences.push(`Calibrated to ${many} in ${formatNumber(days, 'none')} days.`);
  }
  if (persistence !== undefined && persistence.windows > 1) {
    const { violations, windows } = persistence;
    sentences.push(`An alert takes ${violations} bad of the last ${windows} windows.`);
  }
  if (resolveAfter > 1) sentences.push(`It ends with ${resolveAfter} good windows in a row.`);
  if (cooldownMs > 0) {
    const hours = formatNumber(cooldownMs / 3_600_000, 'none');
    sentences.push(`The next one within ${hours} hours tells nobody.`);
  }
  return sentences;
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
  const info = threshold.strategy === 'fixed' ? (threshold.info ?? null) : null;
  const { warning, critical, side } = threshold;
  const bound = BOUND_IN_WORDS[threshold.strategy];
  const { warningChange = 0, criticalChange = warningChange } =
    threshold.strategy === 'history' ? threshold : {};
  const least = (change: number) =>
    change === 0 ? '' : `, ${formatNumber(change, 'ratio')} at least`;
  const bounds: string[] = [];
  if (info !== null) bounds.push(`noted ${side} ${bound(info, unit)}`);
  if (warning !== null)
    bounds.push(`a warning ${side} ${bound(warning, unit)}${least(warningChange)}`);
  if (critical !== null)
    bounds.push(`critical ${side} ${bound(critical, unit)}${least(criticalChange)}`);
  return `${subject}, ${bounds.join(', ')}`;
}

const BOUND_IN_WORDS = {
  fixed: formatNumber,
  relative: (bound: number) => `${formatNumber(bound, 'ratio')} from the baseline's`,
  history: (bound: number) => `${bound} standard deviations from the mean of earlier windows`,
} as const;
