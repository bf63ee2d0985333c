import type { Metric } from '../../metrics/metric.ts';
import { findMetric } from '../../metrics/metrics.ts';
import { measureCheck } from '../monitor/measure-check.ts';
import type { Check } from '../monitor/monitor.ts';
import type { HistoryPoint } from '../threshold/threshold.ts';
import { seasonPhase } from '../window/season-phase.ts';
import type { Baseline } from './baseline.ts';
import type { BaselineWindows } from './baseline-windows.ts';
import { leaveOneOut } from './leave-one-out.ts';

/** What every check would have measured in the windows of the baseline's own period, each window
 *  against the rest of the baseline, oldest first. Windows that give no number have no point. */
export function baselineHistory(
  baseline: Pick<Baseline, 'rows' | 'sourceRows'>,
  checks: readonly Check[],
  windows: BaselineWindows,
  timeZone: string,
): Map<string, HistoryPoint[]> {
  const points = new Map<string, HistoryPoint[]>();
  const measured = checks.flatMap((check) => {
    const metric = findMetric(check.metric);
    if (metric === undefined || !canTell(metric, baseline)) return [];
    const own: HistoryPoint[] = [];
    points.set(check.checkId, own);
    return [{ check, metric, own }];
  });
  if (measured.length === 0) return points;
  for (const { window, profile, rest } of leaveOneOut(windows)) {
    const phase = seasonPhase(window.startMs, timeZone);
    for (const { check, metric, own } of measured) {
      const result = measureCheck(check, metric, profile, rest).measured;
      if (result.kind !== 'value') continue;
      own.push({
        windowStartMs: window.startMs,
        value: result.value,
        n: result.n,
        m: result.m,
        seasonPhase: phase,
        inBaseline: true,
        verdict: 'ok',
      });
    }
  }
  return points;
}

/** A baseline's rows are all answers that came, so they tell nothing of failures; and of a sample
 *  nobody knows how many rows a window had, how many of them were equal, nor which was the last. */
function canTell(metric: Metric, { rows, sourceRows }: Pick<Baseline, 'rows' | 'sourceRows'>) {
  const { id } = metric.descriptor;
  if (id === 'error_rate') return false;
  return rows >= sourceRows || !OF_ALL_ROWS.has(id);
}

const OF_ALL_ROWS: ReadonlySet<string> = new Set([
  'volume',
  'row_count',
  'duplicate_ratio',
  'freshness',
]);
