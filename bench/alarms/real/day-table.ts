import type { ColumnProfile, NumericGrid, WindowProfile } from '../../../src/metrics/profile.ts';
import {
  buildCategoricalGrid,
  buildNumericGrid,
} from '../../../src/monitoring/baseline/build-grid.ts';
import { categoricalProfile, numericProfile } from '../cell/column-profiles.ts';
import { windowProfile } from '../dependent/day-profiles.ts';

/** How many rows of a day have each value. */
export type Tally<T> = Map<T, number>;

/** One column of real data, by day. */
export type RealColumn =
  | { readonly name: string; readonly kind: 'numeric'; readonly days: readonly Tally<number>[] }
  | {
      readonly name: string;
      readonly kind: 'categorical';
      readonly days: readonly Tally<string>[];
    };

export interface RealDay {
  /** 0 = Monday. */
  readonly weekday: number;
  readonly profile: WindowProfile;
}

export function count<T>(tally: Tally<T>, value: T, rows = 1): void {
  tally.set(value, (tally.get(value) ?? 0) + rows);
}

/** Days as the product would count them. One grid for all of a column: which days are the baseline
 *  changes from permutation to permutation, and its test bins follow it. */
export function dayTable(
  columns: readonly RealColumn[],
  weekdays: readonly number[],
): readonly RealDay[] {
  const counted = columns.map((column) => {
    const profiles =
      column.kind === 'numeric' ? countNumbers(column.days) : countTexts(column.days);
    return profiles.map((profile) => ({ ...profile, column: column.name }));
  });
  return weekdays.map((weekday, day) => ({
    weekday,
    profile: windowProfile(
      counted.flatMap((days) => days[day] ?? []),
      null,
    ),
  }));
}

function countNumbers(days: readonly Tally<number>[]): ColumnProfile[] {
  const all = wholeOf(days);
  const grid = buildNumericGrid([...all.keys()], [...all.values()]);
  return days.map((day) => countDay(grid, day));
}

export function countDay(grid: NumericGrid, day: Tally<number>, missing = 0): ColumnProfile {
  const bins = new Array<number>(grid.edges.length + 1).fill(0);
  let [n, sum, squares] = [0, 0, 0];
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [value, rows] of day) {
    const bin = binOf(grid.edges, value);
    bins[bin] = (bins[bin] ?? 0) + rows;
    n += rows;
    sum += rows * value;
    squares += rows * value * value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const mean = sum / n;
  const m2 = Math.max(0, squares - n * mean * mean);
  return numericProfile(grid, { bins, min, max, mean, m2, missing });
}

/** How many edges are at or below the value. */
function binOf(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value >= (edges[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function countTexts(days: readonly Tally<string>[]): ColumnProfile[] {
  const grid = buildCategoricalGrid(wholeOf(days));
  return days.map((day) =>
    categoricalProfile(
      grid,
      grid.categories.map((category) => day.get(category) ?? 0),
    ),
  );
}

function wholeOf<T>(days: readonly Tally<T>[]): Tally<T> {
  const all: Tally<T> = new Map();
  for (const day of days) for (const [value, rows] of day) count(all, value, rows);
  return all;
}
