import type { Model } from '../model/model.ts';
import type { UnstoredRows } from './schedule.ts';

/** Cells whose windows should wait: rows that came in time are still on their way to the store.
 *  On the wall clock rows that came after their cell was closed are late ones and hold up
 *  nothing, or a steady trickle of them would hold up a window for ever. */
export function unsettledCells(
  model: Pick<Model, 'clock' | 'cellMs' | 'latenessMs'>,
  unstored: readonly UnstoredRows[],
): Set<number> {
  const cells = new Set<number>();
  for (const { timeMs, acknowledgedAtMs } of unstored) {
    const startMs = Math.floor(timeMs / model.cellMs) * model.cellMs;
    const closedAtMs = startMs + model.cellMs + model.latenessMs;
    if (model.clock === 'replay' || acknowledgedAtMs <= closedAtMs) cells.add(startMs);
  }
  return cells;
}
