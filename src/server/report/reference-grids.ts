import type { NumericGrid } from '../../metrics/profile.ts';
import { GRID_BINS, numericGridFromQuantiles } from '../../monitoring/baseline/build-grid.ts';
import type { CountedColumn } from './count-columns.ts';
import { sampleOf } from './plan-columns.ts';
import type { ReportEngine } from './report-engine.ts';
import { relationOf, type TableSource } from './table-source.ts';

/** Edges only need to be near equal mass. */
const SAMPLE_ROWS = 50_000;
const STEPS = Array.from({ length: GRID_BINS + 1 }, (_, index) => index / GRID_BINS);
const COLUMNS_AT_ONCE = 64;

/** Ascending quantiles of numeric columns in equal steps, of a sample of the rows; a column without
 *  a value is not in it. */
export async function sampleQuantiles(
  engine: ReportEngine,
  source: TableSource,
  columns: readonly Pick<CountedColumn, 'name' | 'sql'>[],
): Promise<Map<string, readonly number[]>> {
  const quantiles = new Map<string, readonly number[]>();
  const where = sampleOf(source.rows, SAMPLE_ROWS);
  for (let start = 0; start < columns.length; start += COLUMNS_AT_ONCE) {
    const chunk = columns.slice(start, start + COLUMNS_AT_ONCE);
    const [row = []] = await engine.rows<(readonly number[])[]>(
      `SELECT ${chunk.map(({ sql }, index) => quantilesSql(sql.value, sql.has, `sorted_${index}`)).join(',\n')}
       FROM ${relationOf(
         source,
         chunk.map(({ name }) => name),
       )} ${where}`,
    );
    chunk.forEach(({ name }, index) => {
      const found = row[index] ?? [];
      if (found.length > 0) quantiles.set(name, found);
    });
  }
  return quantiles;
}

const quantilesSql = (value: string, has: string, sorted: string): string => `arrayMap(
    step -> ${sorted}[1 + toUInt64(floor(step * (length(${sorted}) - 1)))],
    if(empty(arraySort(groupArrayIf(${value}, ${has})) AS ${sorted}), emptyArrayFloat64(), [${STEPS.join(', ')}]))`;

/** Grids of columns in which a lattice would be too coarse. Their outer edges stand at the true
 *  extremes, whatever the sample has missed. */
export async function exactGrids(
  engine: ReportEngine,
  source: TableSource,
  columns: readonly Pick<CountedColumn, 'name' | 'sql'>[],
  quantiles: ReadonlyMap<string, readonly number[]>,
): Promise<Map<string, NumericGrid>> {
  const grids = new Map<string, NumericGrid>();
  if (columns.length === 0) return grids;
  const [row = []] = await engine.rows<[number, number][]>(
    `SELECT ${columns
      .map(({ sql: { value, has } }) => `(minIf(${value}, ${has}), maxIf(${value}, ${has}))`)
      .join(', ')} FROM ${relationOf(
      source,
      columns.map(({ name }) => name),
    )}`,
  );
  columns.forEach(({ name }, index) => {
    const inner = quantiles.get(name);
    const extremes = row[index];
    if (inner === undefined || extremes === undefined) return;
    const [min, max] = extremes;
    grids.set(name, numericGridFromQuantiles([min, ...inner.slice(1, -1), max]));
  });
  return grids;
}
