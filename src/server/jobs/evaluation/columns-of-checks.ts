import { findMetric } from '../../../metrics/metrics.ts';
import { isOutcomeCheck } from '../../../monitoring/monitor/measure-checks.ts';
import type { Check } from '../../../monitoring/monitor/monitor.ts';
import type { ProfileParts } from '../../../monitoring/ports.ts';

/** The parts of a profile that checks look at. */
export function columnsOfChecks(checks: readonly Check[]): Required<ProfileParts> {
  const metrics = checks.map((check) => findMetric(check.metric));
  const outcomes = checks.some(isOutcomeCheck);
  const scores = metrics.some((one) => one?.subject === 'outcome' && one.needsScores === true);
  const columns = new Set<string>();
  for (const [index, { column }] of checks.entries()) {
    const metric = metrics[index];
    if (metric?.subject === 'column' && column !== null) columns.add(column);
    if (metric?.subject !== 'window') continue;
    // What looks at a window as a whole looks at its counts of rows, and at no column but this.
    if (metric.descriptor.id === 'latency') columns.add('latency');
  }
  return { columns: [...columns], outcomes, scores };
}
