import { unsettledCells } from '../../../monitoring/schedule/unsettled-cells.ts';
import { windowContaining } from '../../../monitoring/window/windows.ts';
import { countDueCells } from './count-due-cells.ts';
import { evaluateClosedWindows } from './evaluate-closed-windows.ts';
import { reviseWindows } from './revise-windows.ts';
import { nextStep, type Turn } from './turn.ts';

export interface TurnResult {
  /** Whether anything was done; a turn that could do nothing should wait a little. */
  readonly progress: boolean;
  readonly failed: boolean;
}

/** Cells that are looked at for being uncounted; far more than a turn evaluates windows of. */
const UNSETTLED_LIMIT = 5_000;

/** One server's turn on one model: count what changed, evaluate what closed, revise what was
 *  evaluated before it changed. Every step is committed by itself, so that a turn may end
 *  anywhere. */
export async function runTurn(turn: Turn): Promise<TurnResult> {
  const { deps, model } = turn;
  // Before the dirty cells are read: what is stored in between is marked there.
  const unstored = hasClosedWindow(turn) ? await deps.schedule.unstored(model.modelId) : [];
  const counted = await countDueCells(nextStep(turn));
  const waiting = await deps.schedule.dirtyCells(model.modelId, {
    watermarkMs: turn.watermarkMs,
    freshFromMs: turn.freshFromMs,
    restMs: deps.settings.restMs,
    limit: UNSETTLED_LIMIT,
  });
  const unsettled = unsettledCells(model, unstored);
  for (const cell of waiting) {
    // Touched again since: those rows are late ones.
    if (!counted.cells.has(cell.startMs)) unsettled.add(cell.startMs);
  }
  const scheduled = await evaluateClosedWindows(nextStep(turn), unsettled);
  const revised = await reviseWindows(nextStep(turn), counted.revisions);
  return {
    progress: counted.cells.size > 0 || scheduled.done > 0 || revised.done > 0,
    failed: scheduled.failed || revised.failed,
  };
}

function hasClosedWindow({ model, monitors, watermarkMs }: Turn): boolean {
  return monitors.some(({ evaluatedUntilMs, cadence }) => {
    if (evaluatedUntilMs === null) return true;
    return windowContaining(evaluatedUntilMs, cadence, model.timeZone).endMs <= watermarkMs;
  });
}
