import type { EvaluationTask, ScheduledMonitor } from '../../../monitoring/schedule/schedule.ts';
import { nextWindow } from '../../../monitoring/window/windows.ts';
import type { Turn } from './turn.ts';

/** The time before a model's first rows is nothing worth keeping: a monitor that has not evaluated
 *  anything moves on to them in one step. Returns the windows that are left. */
export async function skipEmptyPast(
  turn: Turn,
  monitor: ScheduledMonitor,
  tasks: readonly EvaluationTask[],
): Promise<readonly EvaluationTask[]> {
  const { deps, model, owner } = turn;
  const [first] = tasks;
  if (first?.historical !== true || (await deps.evaluations.hasAny(monitor.monitorId))) {
    return tasks;
  }
  const cellMs = await deps.profiles.firstCellWithRows(model, first.window.startMs, monitor);
  const isEmpty = ({ historical, window }: EvaluationTask) =>
    historical && (cellMs === null || window.endMs <= cellMs);
  const firstKept = tasks.findIndex((task) => !isEmpty(task));
  const skipped = firstKept === -1 ? tasks : tasks.slice(0, firstKept);
  const last = skipped.at(-1);
  if (last === undefined) return tasks;
  const nextEndMs = nextWindow(last.window, monitor.cadence, model.timeZone).endMs;
  await deps.evaluations.skip(monitor.monitorId, last.window.endMs, nextEndMs, owner);
  return tasks.slice(skipped.length);
}
