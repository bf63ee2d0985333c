import { labelCoverage } from '../../../monitoring/monitor/label-coverage.ts';
import type {
  DueRevision,
  EvaluationTask,
  ScheduledMonitor,
} from '../../../monitoring/schedule/schedule.ts';
import { coverageHasGrown } from '../../../monitoring/schedule/settling.ts';
import { isHistorical } from '../../../monitoring/schedule/watermark.ts';
import { windowContaining } from '../../../monitoring/window/windows.ts';
import { commitWindow, evaluateWindow, readWindow } from './evaluate-window.ts';
import { logFailure, type Turn } from './turn.ts';

/** Looks again at windows that were evaluated before their rows or labels changed: those that
 *  are due, and those whose labels just counted cover so much more that they need not wait. */
export async function reviseWindows(turn: Turn, justNoted: readonly DueRevision[]) {
  const { deps, model, clockMs } = turn;
  const due = await deps.schedule.dueRevisions(
    model.modelId,
    clockMs,
    deps.settings.revisionsPerTurn,
  );
  const early = justNoted.filter((one) => one.cause === 'late_labels' && one.dueAtMs > clockMs);
  let done = 0;
  let failed = false;
  for (const revision of [...due, ...early]) {
    if (!turn.goesOn()) break;
    const monitor = turn.monitors.find((one) => one.monitorId === revision.monitorId);
    if (monitor === undefined) continue;
    try {
      const task = taskOf(turn, monitor, revision);
      const settled =
        revision.dueAtMs <= clockMs
          ? await evaluateWindow(turn, monitor, task)
          : await settleEarly(turn, monitor, task);
      if (settled === 'lease_lost') break;
      if (settled === 'waits' || settled === 'superseded') continue;
      await deps.schedule.removeRevision(revision);
      done += 1;
    } catch (error) {
      logFailure(turn, monitor, error);
      failed = true;
    }
  }
  return { done, failed };
}

async function settleEarly(turn: Turn, monitor: ScheduledMonitor, task: EvaluationTask) {
  const { monitorId } = monitor;
  const latest = await turn.deps.evaluations.latest(monitorId, task.window.startMs);
  const profile = await readWindow(turn, monitor, task.window);
  const coverage = labelCoverage(monitor, profile);
  if (latest === null || !coverageHasGrown(latest.labelCoverage, coverage)) return 'waits';
  return commitWindow(turn, monitor, task, profile, null);
}

function taskOf(turn: Turn, monitor: ScheduledMonitor, revision: DueRevision): EvaluationTask {
  const { monitorId, windowStartMs, cause } = revision;
  const window = windowContaining(windowStartMs, monitor.cadence, turn.model.timeZone);
  const { cadence, historyUntilMs } = monitor;
  const historical = isHistorical(window.endMs, cadence, historyUntilMs, turn.watermarkMs);
  return { monitorId, window, cause, historical };
}
