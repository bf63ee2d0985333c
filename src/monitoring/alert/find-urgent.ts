import { findMetric } from '../../metrics/metrics.ts';
import type { Alert } from './alert.ts';

/** `urgent`: data changed and the model got worse at the same time. */
export type Priority = 'normal' | 'urgent';

export const priorityOf = (urgentWith: readonly string[]): Priority =>
  urgentWith.length > 0 ? 'urgent' : 'normal';

/** In a storm of alarms the first ones do. */
const MOST_NAMED = 20;

export interface OpenAlert extends Pick<Alert, 'alertId' | 'segment' | 'severity'> {
  readonly metric: string;
}

/** Which open alerts of one model outrank the others, each with those that make it so.
 *  An alert about data (drift or quality) and one about performance are worth more together than
 *  either is alone: what moved is then what hurts. They belong together where both are open, worse
 *  than `info`, and about the same segment, or one of them about the whole model. */
export function findUrgent(alerts: readonly OpenAlert[]): ReadonlyMap<string, readonly string[]> {
  const loud = alerts.filter((alert) => alert.severity !== 'info');
  const data = loud.filter((alert) => ['drift', 'quality'].includes(familyOf(alert)));
  const performance = loud.filter((alert) => familyOf(alert) === 'performance');
  const urgent = new Map<string, string[]>();
  const join = (alertId: string, other: string) =>
    urgent.set(alertId, [...(urgent.get(alertId) ?? []), other]);
  for (const one of data) {
    for (const other of performance) {
      const related = one.segment === other.segment || one.segment === '' || other.segment === '';
      if (!related) continue;
      join(one.alertId, other.alertId);
      join(other.alertId, one.alertId);
    }
  }
  return new Map(
    [...urgent].map(([alertId, others]) => [alertId, others.sort().slice(0, MOST_NAMED)]),
  );
}

const familyOf = ({ metric }: OpenAlert): string => findMetric(metric)?.descriptor.family ?? '';
