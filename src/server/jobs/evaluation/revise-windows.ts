import { labelCoverage } from '../../../monitoring/monitor/label-coverage.ts';
import type {
  DueRevision,
  EvaluationTask,
  ScheduledMonitor,
} from '../../../monitoring/schedule/schedule.ts';
import { coverageHasGrown } from '../../../monitoring/schedule/settling.ts';
import { isHistorical } from '../../../monitoring/schedule/watermark.ts';
import { windowContaining } from '../../../monitoring/window/windows.ts';
import { runInSlices } from '../../run-in-slices.ts';
import { commitWindow } from './commit-window.ts';
import { openJudge } from './judge-windows.ts';
import { readWindows, type WindowReading } from './read-windows.ts';
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
          ? await revise(turn, monitor, task, await readOne(turn, monitor, task))
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
  const reading = await readOne(turn, monitor, task);
  const whole = reading.get(monitor.segment);
  const coverage = whole === undefined ? null : labelCoverage(monitor, whole);
  if (latest === null || !coverageHasGrown(latest.labelCoverage, coverage)) return 'waits';
  return revise(turn, monitor, task, reading);
}

async function revise(
  turn: Turn,
  monitor: ScheduledMonitor,
  task: EvaluationTask,
  reading: WindowReading,
) {
  const judge = await openJudge(turn, monitor, task.window);
  const draft = await runInSlices(judge.judgeInSteps(task, reading), turn.isHeld);
  if (draft === null) return 'lease_lost';
  return commitWindow(turn, monitor, draft, { nextWindowEndMs: null, isWritten: false });
}

async function readOne(
  turn: Turn,
  monitor: ScheduledMonitor,
  { window }: EvaluationTask,
): Promise<WindowReading> {
  const [reading] = await readWindows(turn, monitor, [window]);
  if (reading === undefined) throw new Error('No profile was read of a window.');
  return reading;
}

function taskOf(turn: Turn, monitor: ScheduledMonitor, revision: DueRevision): EvaluationTask {
  const { monitorId, windowStartMs, cause } = revision;
  const window = windowContaining(windowStartMs, monitor.cadence, turn.model.timeZone);
  const { cadence, historyUntilMs } = monitor;
  const historical = isHistorical(window.endMs, cadence, historyUntilMs, turn.watermarkMs);
  return { monitorId, window, cause, historical };
}
