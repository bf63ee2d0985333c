import type { ColumnProfile, NumericGrid, WindowProfile } from '../../../src/metrics/profile.ts';
import {
  buildCategoricalGrid,
  buildNumericGrid,
} from '../../../src/monitoring/baseline/build-grid.ts';
import { categoricalProfile, numericProfile } from '../cell/column-profiles.ts';
import { windowProfile } from '../dependent/day-profiles.ts';

/** One column of real data, by day. */
export interface RealColumn {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
  /** Values of each day in any order; NaN or an empty text is missing. */
  readonly days: readonly (readonly number[] | readonly string[])[];
}

export interface RealDay {
  /** 0 = Monday. */
  readonly weekday: number;
  readonly profile: WindowProfile;
}

/** Days as the product would count them. One grid for all of a column: which days are the baseline
 *  changes from permutation to permutation, and its test bins follow it. */
export function dayTable(
  columns: readonly RealColumn[],
  weekdays: readonly number[],
): readonly RealDay[] {
  const counted = columns.map(countColumn);
  return weekdays.map((weekday, day) => ({
    weekday,
    profile: windowProfile(
      counted.flatMap((days) => days[day] ?? []),
      null,
    ),
  }));
}

function countColumn(column: RealColumn): ColumnProfile[] {
  const profiles =
    column.kind === 'numeric'
      ? countNumbers(column.days as readonly (readonly number[])[])
      : countTexts(column.days as readonly (readonly string[])[]);
  return profiles.map((profile) => ({ ...profile, column: column.name }));
}

function countNumbers(days: readonly (readonly number[])[]): ColumnProfile[] {
  const grid = buildNumericGrid(sampleOf(days.flat().filter(Number.isFinite)));
  return days.map((values) => countDay(grid, values));
}

function countDay(grid: NumericGrid, values: readonly number[]): ColumnProfile {
  const bins = new Array<number>(grid.edges.length + 1).fill(0);
  let [missing, n, sum, squares] = [0, 0, 0, 0];
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) {
      missing += 1;
      continue;
    }
    const bin = binOf(grid.edges, value);
    bins[bin] = (bins[bin] ?? 0) + 1;
    n += 1;
    sum += value;
    squares += value * value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (n === 0) return numericProfile(grid, { bins, min: 0, max: 0, missing });
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

function countTexts(days: readonly (readonly string[])[]): ColumnProfile[] {
  const all = new Map<string, number>();
  for (const value of days.flat()) if (value !== '') all.set(value, (all.get(value) ?? 0) + 1);
  const grid = buildCategoricalGrid(all);
  const place = new Map(grid.categories.map((category, index) => [category, index]));
  return days.map((values) => {
    const counts = new Array<number>(grid.categories.length).fill(0);
    let missing = 0;
    for (const value of values) {
      const at = place.get(value);
      if (at === undefined) missing += 1;
      else counts[at] = (counts[at] ?? 0) + 1;
    }
    return categoricalProfile(grid, counts, 0, missing);
  });
}

const GRID_ROWS = 200_000;

/** Every so manieth value: enough for the edges of a grid. */
function sampleOf(values: readonly number[]): readonly number[] {
  const step = Math.max(1, Math.floor(values.length / GRID_ROWS));
  return step === 1 ? values : values.filter((_, index) => index % step === 0);
}
