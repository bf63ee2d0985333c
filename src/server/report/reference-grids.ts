import type { NumericGrid } from '../../metrics/profile.ts';
import { GRID_BINS, numericGridFromQuantiles } from '../../monitoring/baseline/build-grid.ts';
import { readFileNumber } from '../../monitoring/baseline/read-file-value.ts';
import type { CountedColumn } from './count-columns.ts';
import { sampleOf } from './plan-columns.ts';
import type { ReportEngine } from './report-engine.ts';
import { relationOf, type TableSource } from './table-source.ts';

/** Edges only need to be near equal mass. */
const SAMPLE_ROWS = 50_000;
const STEPS = Array.from({ length: GRID_BINS + 1 }, (_, index) => index / GRID_BINS);
const COLUMNS_AT_ONCE = 64;

export interface QuantileGrid {
  readonly grid: NumericGrid;
  readonly min: number;
  readonly max: number;
}

/** Ascending quantiles of a column in equal steps; empty where the sample has no number in it. */
export function quantilesOfSample(
  sample: readonly Readonly<Record<string, unknown>>[],
  column: string,
): number[] {
  const values: number[] = [];
  for (const row of sample) {
    const value = readFileNumber(row[column]);
    if (typeof value === 'number' && Number.isFinite(value)) values.push(value);
  }
  if (values.length === 0) return [];
  const sorted = Float64Array.from(values).sort();
  return STEPS.map((step) => sorted[Math.floor(step * (sorted.length - 1))] ?? 0);
}

/** Grids with an edge at every quantile, for columns in which a lattice would be too coarse. Their
 *  outer edges stand at the true extremes, whatever a sample has missed. */
export async function quantileGrids(
  engine: ReportEngine,
  source: TableSource,
  columns: readonly Pick<CountedColumn, 'name' | 'sql'>[],
): Promise<Map<string, QuantileGrid>> {
  const grids = new Map<string, QuantileGrid>();
  for (let start = 0; start < columns.length; start += COLUMNS_AT_ONCE) {
    const chunk = columns.slice(start, start + COLUMNS_AT_ONCE);
    const relation = relationOf(
      source,
      chunk.map(({ name }) => name),
    );
    const [quantiles, extremes] = await Promise.all([
      engine.rows<(readonly number[])[]>(
        `SELECT ${chunk.map(({ sql }, index) => quantilesSql(sql.value, sql.has, `sorted_${index}`)).join(',\n')}
         FROM ${relation} ${sampleOf(source.rows, SAMPLE_ROWS)}`,
      ),
      engine.rows<[number, number, string][]>(
        `SELECT ${chunk
          .map(
            ({ sql: { value, has } }) =>
              `(minIf(${value}, ${has}), maxIf(${value}, ${has}), countIf(${has}))`,
          )
          .join(', ')} FROM ${relation}`,
      ),
    ]);
    chunk.forEach(({ name }, index) => {
      const [min, max, rows] = extremes[0]?.[index] ?? [0, 0, '0'];
      if (Number(rows) === 0) return;
      const inner = (quantiles[0]?.[index] ?? []).slice(1, -1);
      grids.set(name, { grid: numericGridFromQuantiles([min, ...inner, max]), min, max });
    });
  }
  return grids;
}

const quantilesSql = (value: string, has: string, sorted: string): string => `arrayMap(
    step -> ${sorted}[1 + toUInt64(floor(step * (length(${sorted}) - 1)))],
    if(empty(arraySort(groupArrayIf(${value}, ${has})) AS ${sorted}), emptyArrayFloat64(), [${STEPS.join(', ')}]))`;
