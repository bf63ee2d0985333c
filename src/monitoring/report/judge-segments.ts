import { findMetric } from '../../metrics/metrics.ts';
import type { ColumnProfile } from '../../metrics/profile.ts';
import { columnChecks } from './column-checks.ts';
import { isDrift, judgeMetric, worstSeverity } from './judge-metric.ts';
import type { ReportSegment } from './report.ts';

/** One value of the segment's column, in both files. */
export interface ComparedSegment {
  readonly segment: string;
  readonly referenceRows: number;
  readonly currentRows: number;
  /** Both profiles of every column, on one grid. */
  readonly columns: ReadonlyMap<string, readonly [ColumnProfile, ColumnProfile]>;
}

/** Each segment against the same segment of the reference, by the stability index of every column;
 *  the level is shared alike. The worst come first, and among equals the largest. */
export function judgeSegments(
  segments: readonly ComparedSegment[],
  level: number,
): ReportSegment[] {
  const checks = segments.reduce((sum, one) => sum + one.columns.size, 0);
  return segments
    .map((segment) => judgeSegment(segment, level / Math.max(1, checks)))
    .sort(
      (a, b) =>
        rank(b) - rank(a) ||
        (b.worst?.value ?? 0) - (a.worst?.value ?? 0) ||
        b.currentRows - a.currentRows,
    );
}

const rank = ({ severity }: ReportSegment): number =>
  ({ critical: 3, warning: 2, ok: 1, insufficient_data: 0, no_data: 0 })[severity];

function judgeSegment(
  { segment, referenceRows, currentRows, columns }: ComparedSegment,
  level: number,
): ReportSegment {
  const judged = [...columns].flatMap(([name, [reference, current]]) => {
    const check = columnChecks(reference).find(
      (one) => findMetric(one.metric)?.descriptor.family === 'drift',
    );
    const metric = check === undefined ? undefined : findMetric(check.metric);
    if (check === undefined || metric?.subject !== 'column') return [];
    const result = judgeMetric({
      metric,
      parameters: check.parameters,
      threshold: check.threshold,
      measured: metric.measure(current, reference, check.parameters),
      sampling: metric.sampling?.(reference, check.parameters) ?? null,
      baselineValue: null,
      history: [],
      level,
    });
    return [{ name, result }];
  });
  const drifted = judged
    .filter(({ result }) => isDrift(result.severity))
    .sort((a, b) => (b.result.value ?? 0) - (a.result.value ?? 0));
  const [worst] = drifted;
  return {
    segment,
    referenceRows,
    currentRows,
    severity: worstSeverity(judged.flatMap(({ result }) => result.severity ?? [])),
    drifted: drifted.map(({ name }) => name),
    worst:
      worst === undefined
        ? null
        : { column: worst.name, value: worst.result.value ?? 0, bound: worst.result.bound ?? 0 },
  };
}
