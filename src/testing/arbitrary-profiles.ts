import fc from 'fast-check';
import type {
  BinaryOutcome,
  ColumnProfile,
  MissingCounts,
  NumericGrid,
  OutcomeProfile,
} from '../metrics/profile.ts';
import { momentsOf } from '../stats/summary/moments.ts';

/** Rows of one numeric column, from which a profile can be counted by the plainest code there is. */
export type Row = readonly [
  value: number | 'absent' | 'null' | 'nan' | 'infinite' | 'mismatched',
  weight: number,
];

export const GRID: NumericGrid = { kind: 'numeric', id: 'grd_test', edges: [-10, 0, 0.5, 7, 100] };

export const arbitraryRows: fc.Arbitrary<Row[]> = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 6, arbitrary: fc.double({ min: -1000, max: 1000, noNaN: true }) },
      fc.constantFrom('absent', 'null', 'nan', 'infinite', 'mismatched'),
    ),
    fc.double({ min: 0.1, max: 10, noNaN: true }),
  ),
);

export function profileOf(rows: readonly Row[]): ColumnProfile {
  const missing: Record<keyof MissingCounts, number> = {
    absent: 0,
    null: 0,
    nan: 0,
    infinite: 0,
    mismatched: 0,
  };
  const bins = new Array<number>(GRID.edges.length + 1).fill(0);
  const values: number[] = [];
  const weights: number[] = [];
  for (const [value, weight] of rows) {
    if (typeof value === 'string') {
      missing[value] += weight;
      continue;
    }
    const bin = GRID.edges.filter((edge) => value >= edge).length;
    bins[bin] = (bins[bin] ?? 0) + weight;
    values.push(value);
    weights.push(weight);
  }
  return {
    column: 'x',
    grid: GRID,
    rows: rows.length,
    weight: rows.reduce((sum, [, weight]) => sum + weight, 0),
    weightSquares: rows.reduce((sum, [, weight]) => sum + weight * weight, 0),
    missing,
    numeric: {
      moments: momentsOf(values, weights),
      // What engines answer for the minimum of nothing.
      min: values.length === 0 ? 0 : Math.min(...values),
      max: values.length === 0 ? 0 : Math.max(...values),
      bins,
    },
  };
}

/** A binary outcome of so many rows of weight 1, nothing in it unless it is given. */
export function outcomeOf(parts: Partial<BinaryOutcome>, labelledRows: number): OutcomeProfile {
  return {
    output: 'default',
    rows: labelledRows,
    labelledRows,
    weight: labelledRows,
    weightSquares: labelledRows,
    outcome: {
      task: 'binary',
      positives: [],
      negatives: [],
      logLossSum: 0,
      squaredErrorSum: 0,
      scoredWeight: labelledRows,
      truePositives: 0,
      falsePositives: 0,
      trueNegatives: 0,
      falseNegatives: 0,
      ...parts,
    },
  };
}
