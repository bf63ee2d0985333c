import { findMetric } from '../../metrics/metrics.ts';
import type { ColumnProfile } from '../../metrics/profile.ts';
import { columnChecks } from './column-checks.ts';
import { missingRatioOf } from './column-facts.ts';
import { judgeMetric } from './judge-metric.ts';

/** Strategies keep the laws that they have drawn. Those of a report follow from the reference and the
 *  number of rows, so they can be drawn before the current file is counted; a column that then has
 *  fewer values than expected has its law drawn when it is judged. */
export function prepareLaws(references: readonly ColumnProfile[], currentRows: number): void {
  for (const reference of references) {
    for (const { metric: id, parameters, threshold } of columnChecks(reference)) {
      const metric = findMetric(id);
      if (metric?.subject !== 'column' || metric.descriptor.family !== 'drift') continue;
      // Distances of order look at rows with a value alone.
      const present = metric.descriptor.accepts.length === 1 ? 1 - missingRatioOf(reference) : 1;
      const [n, m] = [currentRows * present, reference.rows * present];
      if (Math.min(n, m) < metric.descriptor.minimumSample) continue;
      judgeMetric({
        metric,
        parameters,
        threshold,
        measured: { kind: 'value', value: 0, n, m },
        sampling: metric.sampling?.(reference, parameters) ?? null,
        baselineValue: null,
        history: [],
        level: 1e-3,
      });
    }
  }
}
