import { countMissing } from '../../metrics/count-missing.ts';
import type {
  CategoricalGrid,
  CategoricalSummary,
  ColumnProfile,
  Grid,
  NumericGrid,
} from '../../metrics/profile.ts';
import type { ColumnCounts, NumericCounts } from './count-columns.ts';

/** Unseen values that are told by name. */
const UNSEEN_KEPT = 50;

const NO_GRID: CategoricalGrid = { kind: 'categorical', id: 'grd_none', categories: [] };

/** A column of which nothing but presence was counted. */
export function presenceProfile(column: string, counts: ColumnCounts): ColumnProfile {
  return head(column, NO_GRID, counts);
}

export function numericProfile(
  column: string,
  grid: NumericGrid,
  counts: ColumnCounts,
  numeric: NumericCounts,
): ColumnProfile {
  const { moments, min, max } = numeric;
  if (numeric.counts.length !== grid.edges.length + 1) {
    throw new Error(
      `"${column}" was counted in ${numeric.counts.length} bins, not those of its grid.`,
    );
  }
  return { ...head(column, grid, counts), numeric: { moments, min, max, bins: numeric.counts } };
}

export function categoricalProfile(
  column: string,
  grid: CategoricalGrid,
  counts: ColumnCounts,
  values: ReadonlyMap<string, number>,
): ColumnProfile {
  const unseen = new Map(values);
  const known = grid.categories.map((category) => values.get(category) ?? 0);
  for (const category of grid.categories) unseen.delete(category);
  const named = [...unseen]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, UNSEEN_KEPT);
  const listed = [...known, ...named.map(([, rows]) => rows)].reduce((sum, rows) => sum + rows, 0);
  const withValue = counts.rows - countMissing(counts.missing);
  const categorical: CategoricalSummary = {
    counts: known,
    unseen: named,
    unseenRest: Math.max(0, withValue - listed),
  };
  return { ...head(column, grid, counts), categorical };
}

/** A column that the current file does not have. */
export function absentProfile(column: string, grid: Grid | null, rows: number): ColumnProfile {
  const missing = { absent: rows, null: 0, nan: 0, infinite: 0, mismatched: 0 };
  const counts = { rows, missing, numeric: null };
  if (grid === null) return presenceProfile(column, counts);
  if (grid.kind === 'categorical') return categoricalProfile(column, grid, counts, new Map());
  const bins = new Array<number>(grid.edges.length + 1).fill(0);
  const moments = { n: 0, mean: 0, m2: 0 };
  const numeric = { counts: bins, moments, min: 0, max: 0, outside: [] };
  return numericProfile(column, grid, counts, numeric);
}

function head(column: string, grid: Grid, { rows, missing }: ColumnCounts): ColumnProfile {
  return { column, grid, rows, weight: rows, weightSquares: rows, missing };
}
