import type {
  CategoricalGrid,
  ColumnProfile,
  MissingCounts,
  NumericGrid,
} from '../../../src/metrics/profile.ts';

const NOTHING_MISSING: MissingCounts = { absent: 0, null: 0, nan: 0, infinite: 0, mismatched: 0 };

const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0);

export interface NumericCounts {
  readonly bins: readonly number[];
  readonly min: number;
  readonly max: number;
  readonly mean?: number;
  readonly m2?: number;
  readonly missing?: number;
}

export function numericProfile(grid: NumericGrid, counts: NumericCounts): ColumnProfile {
  const { bins, min, max, mean = 0, m2 = 0, missing = 0 } = counts;
  const values = sum(bins);
  const rows = values + missing;
  return {
    column: 'feature:1',
    grid,
    rows,
    weight: rows,
    weightSquares: rows,
    missing: { ...NOTHING_MISSING, null: missing },
    numeric: { moments: { n: values, mean, m2 }, min, max, bins },
  };
}

export function categoricalProfile(
  grid: CategoricalGrid,
  counts: readonly number[],
  unseen = 0,
  missing = 0,
): ColumnProfile {
  const rows = sum(counts) + unseen + missing;
  return {
    column: 'feature:1',
    grid,
    rows,
    weight: rows,
    weightSquares: rows,
    missing: { ...NOTHING_MISSING, null: missing },
    categorical: { counts, unseen: [], unseenRest: unseen },
  };
}
