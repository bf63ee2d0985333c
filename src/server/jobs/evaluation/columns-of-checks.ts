import { findMetric } from '../../../metrics/metrics.ts';
import { isOutcomeCheck } from '../../../monitoring/monitor/measure-checks.ts';
import type { Check } from '../../../monitoring/monitor/monitor.ts';
import type { ProfileParts } from '../../../monitoring/ports.ts';

/** The parts of a profile that checks look at. */
export function columnsOfChecks(checks: readonly Check[]): ProfileParts {
  const outcomes = checks.some(isOutcomeCheck);
  const columns = new Set<string>();
  for (const { metric: id, column } of checks) {
    const metric = findMetric(id);
    if (metric?.subject === 'column' && column !== null) columns.add(column);
    if (metric?.subject !== 'window') continue;
    // What looks at a window as a whole may look at anything, but for the metrics of the service.
    if (metric.descriptor.family !== 'service') return { outcomes };
    columns.add('latency');
  }
  return { columns: [...columns], outcomes };
}
