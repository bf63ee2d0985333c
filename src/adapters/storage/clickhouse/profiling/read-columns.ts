import type {
  CategoricalSummary,
  ColumnProfile,
  Grid,
  NumericSummary,
} from '../../../../metrics/profile.ts';
import type { Baseline } from '../../../../monitoring/baseline/baseline.ts';
import { EMPTY_MOMENTS, mergeMoments } from '../../../../stats/summary/moments.ts';
import { UNSEEN_KEPT } from './count-categories.ts';
import { type CountedColumns, NO_GRID } from './counted-columns.ts';

/** SQL: sums of a window's cells, one row per column. Moments come cell by cell, because they
 *  merge by Chan's formula and not by adding. */
export const SUM_OF_COLUMNS = `
  sum(rows) AS total_rows, sum(weight) AS total_weight, sum(weight_squares) AS total_squares,
  sum(absent) AS absent_weight, sum(null_values) AS null_weight, sum(nan_values) AS nan_weight,
  sum(infinite_values) AS infinite_weight, sum(mismatched) AS mismatched_weight,
  sum(value_weight) AS total_value_weight,
  groupArrayIf((value_weight, mean, m2), value_weight > 0) AS moments,
  minIf(min, value_weight > 0) AS smallest, maxIf(max, value_weight > 0) AS largest,
  sumForEach(bins) AS bin_weights, sumMap(category_values, category_weights) AS categories`;

export interface ColumnRow {
  column_key: string;
  grid_id: string;
  total_rows: string;
  total_weight: number;
  total_squares: number;
  absent_weight: number;
  null_weight: number;
  nan_weight: number;
  infinite_weight: number;
  mismatched_weight: number;
  total_value_weight: number;
  moments: [weight: number | string, mean: number | string, m2: number | string][];
  smallest: number;
  largest: number;
  bin_weights: number[];
  categories: [names: string[], weights: number[]];
}

/** The profiles of these columns, of those without a row in the window too. */
export function toColumnProfiles(
  baseline: Baseline | null,
  columns: CountedColumns,
  rows: readonly ColumnRow[],
): Map<string, ColumnProfile> {
  const found = new Map(rows.map((row) => [`${row.column_key} ${row.grid_id}`, row]));
  const { numeric, categories, presence } = columns;
  const profiles = new Map<string, ColumnProfile>();
  for (const { key, gridId } of numeric) {
    const row = found.get(`${key} ${gridId}`);
    const grid = gridOr(baseline, key, { kind: 'numeric', id: NO_GRID, edges: [] });
    const edges = grid.kind === 'numeric' ? grid.edges.length : 0;
    profiles.set(key, { ...head(key, grid, row), numeric: numericSummary(row, edges + 1) });
  }
  for (const { key, gridId } of categories) {
    const row = found.get(`${key} ${gridId}`);
    const grid = gridOr(baseline, key, { kind: 'categorical', id: NO_GRID, categories: [] });
    const names = grid.kind === 'categorical' ? grid.categories : [];
    profiles.set(key, { ...head(key, grid, row), categorical: categoricalSummary(row, names) });
  }
  for (const { key, gridId } of presence) {
    const grid: Grid = { kind: 'categorical', id: NO_GRID, categories: [] };
    profiles.set(key, head(key, grid, found.get(`${key} ${gridId}`)));
  }
  return profiles;
}

function gridOr(baseline: Baseline | null, key: string, none: Grid): Grid {
  const grid = baseline?.grids.get(key);
  return grid?.kind === none.kind ? grid : none;
}

function head(column: string, grid: Grid, row: ColumnRow | undefined): ColumnProfile {
  return {
    column,
    grid,
    rows: Number(row?.total_rows ?? 0),
    weight: row?.total_weight ?? 0,
    weightSquares: row?.total_squares ?? 0,
    missing: {
      absent: row?.absent_weight ?? 0,
      null: row?.null_weight ?? 0,
      nan: row?.nan_weight ?? 0,
      infinite: row?.infinite_weight ?? 0,
      mismatched: row?.mismatched_weight ?? 0,
    },
  };
}

function numericSummary(row: ColumnRow | undefined, binCount: number): NumericSummary {
  const bins = row?.bin_weights ?? [];
  if (row !== undefined && bins.length !== binCount) {
    throw new Error(
      `${row.column_key} was counted in ${bins.length} bins, but its grid ${row.grid_id} has ${binCount}.`,
    );
  }
  return {
    moments: (row?.moments ?? [])
      .map(([n, mean, m2]) => ({ n: toNumber(n), mean: toNumber(mean), m2: toNumber(m2) }))
      .reduce(mergeMoments, EMPTY_MOMENTS),
    min: row?.smallest ?? 0,
    max: row?.largest ?? 0,
    bins: row === undefined ? new Array<number>(binCount).fill(0) : bins,
  };
}

/** Spreads of the largest doubles are infinite, which JSON writes as a word. */
const toNumber = (value: number | string): number =>
  value === 'inf' ? Number.POSITIVE_INFINITY : Number(value);

function categoricalSummary(
  row: ColumnRow | undefined,
  known: readonly string[],
): CategoricalSummary {
  const [names, weights] = row?.categories ?? [[], []];
  const counted = new Map(names.map((name, index) => [name, weights[index] ?? 0]));
  const counts = known.map((name) => counted.get(name) ?? 0);
  for (const name of known) counted.delete(name);
  const unseen = [...counted].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const listed = [...counts, ...unseen.slice(0, UNSEEN_KEPT).map(([, weight]) => weight)];
  const rest = (row?.total_value_weight ?? 0) - listed.reduce((sum, weight) => sum + weight, 0);
  return {
    counts,
    unseen: unseen.slice(0, UNSEEN_KEPT),
    // Sums of weights in another order may differ in the last digit.
    unseenRest: rest > 1e-9 * (row?.total_value_weight ?? 0) ? rest : 0,
  };
}
