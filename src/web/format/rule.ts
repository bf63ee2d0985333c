import type { MonitorBody } from '../../contract/monitor.ts';
import { formatDigits, formatMeasured } from './number.ts';

type Check = MonitorBody['checks'][number];
type Threshold = Pick<Check, 'threshold'>['threshold'];

const HOUR_MS = 3_600_000;

/** What a threshold does, as short as a cell of a table. */
export function describeThreshold(threshold: Threshold, unit: string): string {
  const side = threshold.side === 'below' ? 'below' : 'above';
  const of = (
    show: (bound: number) => string,
    bounds: readonly (readonly [string, number | null])[],
  ) =>
    bounds.flatMap(([word, bound]) => (bound === null ? [] : `${word} ${show(bound)}`)).join(', ');
  switch (threshold.strategy) {
    case 'fixed':
      return of(
        (bound) => `${side} ${formatMeasured(bound, unit)}`,
        [
          ['info', threshold.info ?? null],
          ['warning', threshold.warning],
          ['critical', threshold.critical],
        ],
      );
    case 'relative':
      return of(
        (bound) => `${formatDigits(bound * 100)} % ${side} the baseline`,
        [
          ['warning', threshold.warning],
          ['critical', threshold.critical],
        ],
      );
    case 'history': {
      const { warningChange = 0, criticalChange = warningChange } = threshold;
      const least = (change: number) =>
        change === 0 ? '' : ` and ${formatMeasured(change, 'ratio')} of it`;
      const bounds = [
        ['warning', threshold.warning, warningChange],
        ['critical', threshold.critical, criticalChange],
      ] as const;
      return bounds
        .flatMap(([word, bound, change]) =>
          bound === null ? [] : `${word} ${formatDigits(bound)} σ${least(change)} ${side} the mean`,
        )
        .join(', ');
    }
    case 'calibrated':
      return `calibrated, ${side}`;
  }
}

export function formatBudget({ budget }: Pick<MonitorBody, 'budget'>): string {
  const { alarms, days } = budget;
  return `${formatDigits(alarms)} false alarm${alarms === 1 ? '' : 's'} in ${formatDigits(days)} days`;
}

export function formatPersistence({ persistence }: Pick<MonitorBody, 'persistence'>): string {
  const { violations, windows } = persistence;
  return windows === 1 ? 'at once' : `${violations} bad of ${windows} windows`;
}

export function formatCooldown({ cooldownMs }: Pick<MonitorBody, 'cooldownMs'>): string {
  return cooldownMs === 0 ? 'none' : `${formatDigits(cooldownMs / HOUR_MS)} h`;
}

const CADENCE_WORDS = { '5m': 'every 5 minutes', '1h': 'every hour', '1d': 'every day' } as const;

export const nameCadence = (cadence: MonitorBody['cadence']): string => CADENCE_WORDS[cadence];
