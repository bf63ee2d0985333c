import type { Model } from '../model/model.ts';
import { cellsOf } from '../window/cells.ts';
import type { Window } from '../window/window.ts';
import { startOfLastWindows, windowsBetween } from '../window/windows.ts';
import type { EvaluationTask, ScheduledMonitor } from './schedule.ts';
import { closingWatermark, isHistorical } from './watermark.ts';

export interface TurnState {
  readonly model: Pick<Model, 'timeZone' | 'cellMs' | 'clock'>;
  readonly watermarkMs: number;
  /** First move of a replay's watermark; null on the wall clock. */
  readonly beganMs: number | null;
  /** Advances of a replay's watermark, in any order. */
  readonly advancesMs: readonly number[];
  readonly monitors: readonly ScheduledMonitor[];
  /** Cells that wait to be counted, or whose acknowledged rows are not stored yet. */
  readonly unsettledCells: ReadonlySet<number>;
  readonly backfillWindows: number;
  /** Windows a monitor may take in one turn. */
  readonly windowsPerMonitor: number;
}

/** Which windows a turn evaluates, a list a monitor. Those of one monitor go in order, so a window
 *  that is not settled holds up the ones behind it; monitors with fresh windows go before those
 *  that have history only. */
export function planTurn(state: TurnState): EvaluationTask[][] {
  const tasks = state.monitors
    .filter((monitor) => monitor.enabled)
    .map((monitor) => planMonitor(monitor, state))
    .filter((list) => list.length > 0);
  const isFresh = (list: readonly EvaluationTask[]) => list.some((task) => !task.historical);
  return [...tasks.filter(isFresh), ...tasks.filter((list) => !isFresh(list))];
}

function planMonitor(monitor: ScheduledMonitor, state: TurnState): EvaluationTask[] {
  const { watermarkMs, model } = state;
  const tasks: EvaluationTask[] = [];
  const windows = windowsBetween(
    monitor.evaluatedUntilMs ?? firstWindowStart(monitor, state),
    watermarkMs,
    monitor.cadence,
    model.timeZone,
    state.windowsPerMonitor,
  );
  for (const window of windows) {
    if (!isSettled(window, state)) break;
    const { historyUntilMs } = monitor;
    const closedAtMs = closingWatermark(window.endMs, watermarkMs, state.advancesMs);
    tasks.push({
      monitorId: monitor.monitorId,
      window,
      cause: historyUntilMs !== null && window.endMs <= historyUntilMs ? 'backfill' : 'scheduled',
      historical: isHistorical(window.endMs, monitor.cadence, historyUntilMs, closedAtMs),
    });
  }
  return tasks;
}

/** A new monitor looks back over a bounded number of windows. What closed since it was made is
 *  not history: however late its first evaluation comes, none of that is passed over. */
export function firstWindowStart(
  monitor: Pick<ScheduledMonitor, 'cadence' | 'historyUntilMs'>,
  state: Pick<TurnState, 'watermarkMs' | 'beganMs' | 'backfillWindows' | 'model'>,
): number {
  const { watermarkMs, beganMs, backfillWindows, model } = state;
  const madeMs = Math.min(monitor.historyUntilMs ?? beganMs ?? watermarkMs, watermarkMs);
  return startOfLastWindows(backfillWindows, madeMs, monitor.cadence, model.timeZone);
}

function isSettled(window: Window, { unsettledCells, model }: TurnState): boolean {
  if (unsettledCells.size === 0) return true;
  return cellsOf(window, model.cellMs).every((cell) => !unsettledCells.has(cell));
}
