import type { CellMs } from '../model/model.ts';
import { FIVE_MINUTES_MS } from '../model/model.ts';
import type { Cadence, Window } from './window.ts';
import { CADENCE_MS } from './windows.ts';
import { isTimeZone, offsetSpans } from './zone-offset.ts';

const HOUR_MS = 3_600_000;
const FROM_MS = Date.UTC(2000, 0, 1);
const TO_MS = Date.UTC(2038, 0, 1);

/** Whether windows of a zone can be summed of cells, which are aligned to UTC. Local hours and
 *  days of zones at :30 and :45 begin within an hour cell, so such models need cells of 5
 *  minutes. Judged by the zone's rules since 2000: Caracas and Pyongyang were at :30 for some
 *  years. Before that a window takes the cells that begin in it. */
export function checkCells(
  timeZone: string,
  cellMs: CellMs,
): 'ok' | 'unknown_time_zone' | 'needs_five_minute_cells' {
  if (!isTimeZone(timeZone)) return 'unknown_time_zone';
  if (cellMs === FIVE_MINUTES_MS) return 'ok';
  const spans = offsetSpans(FROM_MS, TO_MS, timeZone);
  return spans.every((span) => span.offsetMs % HOUR_MS === 0) ? 'ok' : 'needs_five_minute_cells';
}

/** A window cannot be shorter than the cells it is summed of. */
export function cadenceFitsCells(cadence: Cadence, cellMs: CellMs): boolean {
  return CADENCE_MS[cadence] >= cellMs;
}

/** Starts of the cells that a window is the sum of. */
export function cellsOf(window: Window, cellMs: CellMs): number[] {
  const starts: number[] = [];
  const first = Math.ceil(window.startMs / cellMs) * cellMs;
  for (let startMs = first; startMs < window.endMs; startMs += cellMs) starts.push(startMs);
  return starts;
}
