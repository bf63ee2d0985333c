import { judgeCell } from './cell/judge-cell.ts';
import { cellId, type NullCell } from './cell/null-cell.ts';
import { nullCells } from './cell/null-cells.ts';
import { judgeDayCell } from './dependent/day-cell.ts';
import { dayCellId, dayCells } from './dependent/day-cells.ts';
import { grossShiftCells, judgeGrossShift } from './gross-shifts.ts';
import { onsetCellId, onsetCells } from './onset-cells.ts';
import { countOnsets } from './onsets.ts';
import { peerCells } from './peers/peer-rates.ts';
import { judgeRealData, REAL_DATA } from './real/real-cell.ts';
import { hasReferenceData } from './real/reference-data.ts';

export interface JobOptions {
  readonly seed: number;
  readonly quick: boolean;
  /** Once more, with so many more draws that a doubt is settled. */
  readonly again: boolean;
}

export type JobKind = 'cell' | 'days' | 'real' | 'onsets' | 'shifts' | 'peers';

export interface Job {
  readonly name: string;
  readonly kind: JobKind;
  run(options: JobOptions): unknown | Promise<unknown>;
}

export const LEVELS = [1e-2, 1e-3] as const;

/** A full run has so many times the draws of a quick one. */
const FULL_TIMES = 48;
const AGAIN_TIMES = 3;

const timesOf = ({ quick, again }: JobOptions): number =>
  (quick ? 1 : FULL_TIMES) * (again ? AGAIN_TIMES : 1);

/** Everything that a run does, what takes longest first, so that no process waits for the others
 *  at the end. */
export function allJobs(): Job[] {
  return [
    ...realJobs(),
    ...onsetJobs(),
    ...dayJobs(),
    ...cellJobs(),
    ...shiftJobs(),
    ...peerJobs(),
  ];
}

function cellJobs(): Job[] {
  return nullCells().map((cell) => ({
    name: cellId(cell),
    kind: 'cell',
    run: (options) => judgeCell(cell, LEVELS, cellEffort(cell, timesOf(options)), options.seed),
  }));
}

/** Wide cells get fewer windows and dear ones fewer baselines, so that none costs too much. */
function cellEffort({ bins, isDear }: NullCell, times: number) {
  const windows = isDear ? Math.max(100, Math.min(300, 8000 / bins)) : Math.min(200, 4000 / bins);
  const more = Math.sqrt(times);
  return { baselines: Math.round((isDear ? 5 : 15) * more), windows: Math.round(windows * more) };
}

function dayJobs(): Job[] {
  return dayCells().map((cell) => ({
    name: dayCellId(cell),
    kind: 'days',
    run: (options) =>
      judgeDayCell(cell, LEVELS, { models: 7 * timesOf(options), weeks: 40 }, options.seed),
  }));
}

function realJobs(): Job[] {
  return REAL_DATA.filter(({ isReference }) => !isReference || hasReferenceData()).map((data) => ({
    name: `real ${data.name}`,
    kind: 'real',
    run: (options) => judgeRealData(data, LEVELS, timesOf(options), options.seed),
  }));
}

function onsetJobs(): Job[] {
  return onsetCells().map((cell) => ({
    name: onsetCellId(cell),
    kind: 'onsets',
    run: (options) => countOnsets(cell, 2 * timesOf(options), options.seed),
  }));
}

function shiftJobs(): Job[] {
  return grossShiftCells().map((cell) => ({
    name: cell.name,
    kind: 'shifts',
    run: (options) => judgeGrossShift(cell, 5 * timesOf(options), options.seed),
  }));
}

function peerJobs(): Job[] {
  return peerCells().map((cell) => ({
    name: cell.name,
    kind: 'peers',
    run: (options) => cell.run(options.seed, 11 * timesOf(options)),
  }));
}
