import type { Check } from '../../src/monitoring/monitor/monitor.ts';
import { type BudgetedMonitor, shareBudget } from '../../src/monitoring/monitor/share-budget.ts';
import { whole, writeTable } from './write-table.ts';

const CHECKS = [5, 20, 50];
const SEGMENTS = 10;

/** How seldom one check may be beyond its bound, where one false alarm in 30 days is granted to
 *  all of them together. */
export function budgetTable(): string {
  const rows = (['1d', '1h'] as const).flatMap((cadence) =>
    CHECKS.map((count) => {
      const checks = Array.from({ length: count }, () => CHECK);
      const monitor: BudgetedMonitor = {
        checks,
        cadence,
        budget: { alarms: 1, days: 30 },
        persistence: { violations: 1, windows: 1 },
      };
      const onceIn = (segments: number, part: 'whole' | 'segment') =>
        whole(1 / shareBudget(monitor, segments)(CHECK)[part]);
      return [
        cadence === '1d' ? 'daily' : 'hourly',
        String(count),
        onceIn(0, 'whole'),
        onceIn(SEGMENTS, 'whole'),
        onceIn(SEGMENTS, 'segment'),
      ];
    }),
  );
  return writeTable([
    ['Windows', 'Checks', 'Each may once in', `with ${SEGMENTS} segments`, 'and in a segment'],
    ...rows,
  ]);
}

const CHECK: Check = {
  checkId: 'drift',
  metric: 'population_stability_index',
  column: 'feature:1',
  parameters: {},
  threshold: {
    strategy: 'calibrated',
    warningEffect: 0.1,
    criticalEffect: 0.3,
    side: 'above',
  },
  weight: 1,
};
