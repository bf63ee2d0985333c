import { planTurn } from '../../../monitoring/schedule/plan-turn.ts';
import { evaluateInOrder, type StepResult } from './evaluate-in-order.ts';
import type { Turn } from './turn.ts';

/** Monitors of one model that are worked on at once: most of a window's time is spent waiting
 *  for the telemetry store, and one monitor's windows have to stay in order. */
const MONITORS_AT_ONCE = 2;

/** Evaluates windows that closed, in the order of the plan. */
export async function evaluateClosedWindows(
  turn: Turn,
  unsettledCells: ReadonlySet<number>,
): Promise<StepResult> {
  const { deps, model, monitors, watermarkMs, beganMs } = turn;
  const { backfillWindows, windowsPerMonitor } = deps.settings;
  const oldestMs = Math.min(watermarkMs, turn.freshFromMs);
  const advancesMs =
    model.clock === 'replay' ? await deps.schedule.advances(model.modelId, oldestMs) : [];
  const lines = planTurn({
    model,
    watermarkMs,
    beganMs,
    advancesMs,
    monitors,
    unsettledCells,
    backfillWindows,
    windowsPerMonitor,
  });
  const results: StepResult[] = [];
  async function work(): Promise<void> {
    for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
      const monitor = monitors.find((one) => one.monitorId === line?.[0]?.monitorId);
      if (monitor !== undefined) results.push(await evaluateInOrder(turn, monitor, line));
    }
  }
  await Promise.all(Array.from({ length: MONITORS_AT_ONCE }, work));
  return {
    done: results.reduce((sum, result) => sum + result.done, 0),
    failed: results.some((result) => result.failed),
  };
}
