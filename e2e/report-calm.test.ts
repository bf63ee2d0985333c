import { describe, expect, test, vi } from 'vitest';
import type { ColumnProfile, Grid } from '../src/metrics/profile.ts';
import { buildCategoricalGrid, buildNumericGrid } from '../src/monitoring/baseline/build-grid.ts';
import { type ComparedColumn, judgeColumns } from '../src/monitoring/report/judge-columns.ts';
import { createRandom } from '../src/stats/random.ts';
import { momentsOf } from '../src/stats/summary/moments.ts';
import {
  REFERENCE_NOTE,
  readReferenceCsv,
  referencePresent,
} from '../src/testing/read-reference.ts';

vi.setConfig({ testTimeout: 180_000 });

const SEEDS = 200;
const NUMERIC = [
  'car_value',
  'debt_to_income_ratio',
  'loan_length',
  'driver_tenure',
  'y_pred_proba',
];
const CATEGORICAL = ['salary_range', 'repaid_loan_on_prev_car', 'size_of_downpayment'];

interface Column {
  readonly name: string;
  readonly grid: Grid;
  readonly values: readonly number[];
  /** Of each row. */
  readonly bins: Uint16Array;
}

function numericColumn(name: string, texts: readonly string[]): Column {
  const values = texts.map(Number);
  const grid = buildNumericGrid(values);
  const bins = Uint16Array.from(values, (value) => binOf(grid.edges, value));
  return { name, grid, values, bins };
}

function categoricalColumn(name: string, texts: readonly string[]): Column {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const grid = buildCategoricalGrid(counts);
  const places = new Map(grid.categories.map((category, index) => [category, index]));
  return { name, grid, values: [], bins: Uint16Array.from(texts, (text) => places.get(text) ?? 0) };
}

function binOf(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function profileOf({ name, grid, values, bins }: Column, rows: readonly number[]): ColumnProfile {
  const size = grid.kind === 'numeric' ? grid.edges.length + 1 : grid.categories.length;
  const counts = new Array<number>(size).fill(0);
  for (const row of rows) {
    const bin = bins[row] ?? 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const missing = { absent: 0, null: 0, nan: 0, infinite: 0, mismatched: 0 };
  const { length } = rows;
  const head = { column: name, grid, rows: length, weight: length, weightSquares: length, missing };
  if (grid.kind === 'categorical') {
    return { ...head, categorical: { counts, unseen: [], unseenRest: 0 } };
  }
  const own = rows.map((row) => values[row] ?? 0);
  const min = own.reduce((least, value) => Math.min(least, value), Infinity);
  const max = own.reduce((most, value) => Math.max(most, value), -Infinity);
  return { ...head, numeric: { moments: momentsOf(own), min, max, bins: counts } };
}

describe.skipIf(!referencePresent)(`a file against half of itself${REFERENCE_NOTE}`, () => {
  test(`at most two of ${SEEDS} halves have a critical column`, () => {
    const rows = readReferenceCsv('data/nannyml/synthetic_car_loan_reference.csv.gz');
    const textsOf = (name: string) => rows.map((row) => row[name] ?? '');
    const columns = [
      ...NUMERIC.map((name) => numericColumn(name, textsOf(name))),
      ...CATEGORICAL.map((name) => categoricalColumn(name, textsOf(name))),
    ];
    const all = rows.map((_, index) => index);
    const references = columns.map((column) => profileOf(column, all));
    let critical = 0;
    let drifted = 0;
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const random = createRandom(seed);
      const half = all.filter(() => random.uniform() < 0.5);
      const compared = columns.map((column, index): ComparedColumn => {
        const reference = references[index];
        if (reference === undefined) throw new Error('unreachable');
        return {
          name: column.name,
          role: 'feature',
          kind: column.grid.kind,
          note: '',
          reference,
          current: profileOf(column, half),
          exact: new Map(),
        };
      });
      const judged = judgeColumns(compared, { level: 0.05, history: () => [] });
      if (judged.some((one) => one.severity === 'critical')) critical += 1;
      if (judged.some((one) => one.drifted)) drifted += 1;
      expect(judged.filter((one) => one.severity === 'insufficient_data')).toEqual([]);
    }
    expect(critical).toBeLessThanOrEqual(2);
    expect(drifted).toBeLessThanOrEqual(SEEDS * 0.05 * 2);
  });
});
