import type { EvaluationCause } from '../alert/alert.ts';
import type { Model } from '../model/model.ts';
import { isOutcomeCheck } from '../monitor/measure-checks.ts';
import { windowContaining } from '../window/windows.ts';
import type { DirtyCell, ScheduledMonitor } from './schedule.ts';
import { nextSettlingPoint } from './settling.ts';

export interface PlannedRevision {
  readonly monitorId: string;
  readonly windowStartMs: number;
  readonly cause: Extract<EvaluationCause, 'late_rows' | 'late_labels'>;
  /** In the time of the model's clock. */
  readonly dueAtMs: number;
}

/** Which evaluated windows have to be looked at again after these cells were counted anew:
 *  late rows at once, late labels at their next settling point and only where a check looks at
 *  labels. */
export function planRevisions(
  model: Pick<Model, 'timeZone'>,
  monitors: readonly ScheduledMonitor[],
  counted: readonly Pick<DirtyCell, 'startMs' | 'rows' | 'labels'>[],
  clockMs: number,
): PlannedRevision[] {
  const planned = new Map<string, PlannedRevision>();
  for (const monitor of monitors) {
    const { monitorId, evaluatedUntilMs } = monitor;
    if (!monitor.enabled || evaluatedUntilMs === null) continue;
    const mindsLabels = monitor.checks.some((check) => isOutcomeCheck(check));
    for (const cell of counted) {
      if (cell.startMs >= evaluatedUntilMs) continue;
      const window = windowContaining(cell.startMs, monitor.cadence, model.timeZone);
      if (window.endMs > evaluatedUntilMs) continue;
      const plan = (cause: PlannedRevision['cause'], dueAtMs: number) =>
        planned.set(`${monitorId} ${window.startMs} ${cause}`, {
          monitorId,
          windowStartMs: window.startMs,
          cause,
          dueAtMs,
        });
      if (cell.rows) plan('late_rows', clockMs);
      if (cell.labels && mindsLabels) {
        plan('late_labels', nextSettlingPoint(window.endMs, clockMs));
      }
    }
  }
  return [...planned.values()];
}
