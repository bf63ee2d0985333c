import { expect, it } from 'vitest';
import type { BaselineWindow } from '../baseline/baseline-windows.ts';
import { expectRows } from './expect-rows.ts';

const HOUR_MS = 3_600_000;

const hour = (at: number, rows: number): BaselineWindow => ({
  window: { startMs: at * HOUR_MS, endMs: (at + 1) * HOUR_MS },
  profile: {
    rows,
    erroneousRows: 0,
    durationMs: HOUR_MS,
    columns: new Map(),
    outcomes: new Map(),
  },
});
const windows = (hours: readonly BaselineWindow[]) => ({ windows: hours, remainder: null });

it.each([
  ['without times nobody knows', [], 100, 100, null],
  [
    'a day is the mean of the days, an hour the median of those with rows',
    [hour(0, 10), hour(1, 100), hour(47, 30)],
    140,
    140,
    { hour: 30, day: 70 },
  ],
  ['of a sample the source counts', [hour(0, 10), hour(23, 30)], 40, 400, { hour: 300, day: 400 }],
] as const)('%s', (_, hours, rows, sourceRows, expected) => {
  expect(expectRows({ rows, sourceRows }, windows(hours))).toEqual(expected);
});
