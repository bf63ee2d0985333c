import type { ColumnProfile, Grid, NumericGrid } from '../../metrics/profile.ts';
import { buildCategoricalGrid } from '../../monitoring/baseline/build-grid.ts';
import type { Binning } from './binning.ts';
import { categoricalProfile, numericProfile, presenceProfile } from './column-profile.ts';
import { type ColumnCounts, countColumns } from './count-columns.ts';
import { countTable, type TableColumn } from './count-table.ts';
import { foldLattice, type LatticeGrid, latticeGrid, outerEdges } from './fold-lattice.ts';
import { type Lattice, latticeFor, wholeLattice } from './lattice.ts';
import type { PlannedColumns } from './plan-columns.ts';
import { type QuantileGrid, quantileGrids, quantilesOfSample } from './reference-grids.ts';
import type { ReportColumnPlan } from './report-column.ts';
import type { ReportEngine } from './report-engine.ts';
import type { TableSource } from './table-source.ts';
import { isWholeType, type ValueSql, valueSql } from './value-sql.ts';

/** A column of the reference, counted: how the current file is to be counted too. */
export interface ReferenceColumn extends ReportColumnPlan {
  readonly profile: ColumnProfile;
  /** Null where only presence is compared. */
  readonly grid: Grid | null;
  readonly latticeGrid: LatticeGrid | null;
}

interface Planned extends ReportColumnPlan {
  readonly sql: ValueSql;
  readonly isWhole: boolean;
}

/** Values that a grid has a place for. */
const GRID_CATEGORIES = 10_000;

/** Grids of the reference and its profiles on them: one pass over a sample, one over the file. */
export async function countReference(
  engine: ReportEngine,
  source: TableSource,
  { plans, sample }: PlannedColumns,
): Promise<ReferenceColumn[]> {
  const columns = plans.flatMap((plan): Planned[] => {
    const column = source.columns.find(({ name }) => name === plan.name);
    return column === undefined
      ? []
      : [{ ...plan, sql: valueSql(plan.kind, column), isWhole: isWholeType(column.type) }];
  });
  const numeric = columns.filter(({ kind, identifier }) => kind === 'numeric' && !identifier);
  const middles = new Map<string, number>();
  const lattices = new Map<string, Lattice>();
  for (const { name } of numeric) {
    const quantiles = quantilesOfSample(sample, name);
    middles.set(name, quantiles[quantiles.length >> 1] ?? 0);
    const lattice = latticeFor(quantiles);
    if (lattice !== null) lattices.set(name, lattice);
  }
  const plain = numeric.filter(({ name }) => !lattices.has(name));
  const grids = await quantileGrids(engine, source, plain);
  const found = wholeGrids(plain, grids);

  const table = await countTable(engine, source, columns.map(toCount));
  const counted = new Map(table.columns.get(''));
  for (const [name, lattice] of lattices) {
    const counts = counted.get(name)?.numeric;
    const fitting = counts === null || counts === undefined ? null : latticeGrid(lattice, counts);
    if (fitting !== null) found.set(name, fitting);
  }
  const misfits = numeric.filter(({ name }) => lattices.has(name) && !found.has(name));
  for (const [name, grid] of await quantileGrids(engine, source, misfits)) {
    grids.set(name, grid);
    lattices.delete(name);
  }
  const recounted = await countColumns(engine, source, misfits.map(toCount));
  for (const [name, counts] of recounted.get('') ?? []) counted.set(name, counts);
  return columns.map((column) => complete(column, table.categories.get('')?.get(column.name)));

  function toCount(column: Planned): TableColumn {
    const { name, kind } = column;
    const isListed = kind === 'categorical' || kind === 'boolean';
    return { ...column, isListed, binning: binningOf(name), middle: middles.get(name) ?? 0 };
  }

  function binningOf(name: string): Binning | null {
    const lattice = lattices.get(name);
    const own = lattice ?? found.get(name)?.lattice;
    if (own !== undefined) return { kind: 'lattice', lattice: own, range: null };
    const edges = grids.get(name)?.grid.edges;
    return edges === undefined ? null : { kind: 'edges', edges };
  }

  function complete(
    { sql: _, isWhole: __, ...plan }: Planned,
    values: ReadonlyMap<string, number> | undefined,
  ): ReferenceColumn {
    const counts = counted.get(plan.name);
    if (counts === undefined) throw new Error(`"${plan.name}" was not counted.`);
    if (values !== undefined) {
      const weights = new Map([...values].slice(0, GRID_CATEGORIES));
      const grid = buildCategoricalGrid(weights);
      const profile = categoricalProfile(plan.name, grid, counts, values);
      return { ...plan, grid, latticeGrid: null, profile };
    }
    const onLattice = found.get(plan.name) ?? null;
    const grid = onLattice?.grid ?? grids.get(plan.name)?.grid ?? null;
    const profile = profileOf(plan.name, grid, onLattice, counts);
    return { ...plan, grid, latticeGrid: onLattice, profile };
  }
}

/** Whole numbers of a short range are counted one by one, and placed in the grid afterwards. */
function wholeGrids(
  columns: readonly Planned[],
  grids: ReadonlyMap<string, QuantileGrid>,
): Map<string, LatticeGrid> {
  const found = new Map<string, LatticeGrid>();
  for (const { name, isWhole } of columns) {
    const made = grids.get(name);
    const lattice = made === undefined || !isWhole ? null : wholeLattice(made.min, made.max);
    if (made !== undefined && lattice !== null) found.set(name, { ...made, lattice, cuts: null });
  }
  return found;
}

function profileOf(
  name: string,
  grid: NumericGrid | null,
  onLattice: LatticeGrid | null,
  counts: ColumnCounts,
): ColumnProfile {
  const { numeric } = counts;
  if (grid === null || numeric === null) return presenceProfile(name, counts);
  if (onLattice === null) return numericProfile(name, grid, counts, numeric);
  const nothing = new Array<number>(outerEdges(onLattice.min, onLattice.max).length + 1).fill(0);
  const bins = foldLattice(onLattice, numeric.counts, nothing);
  return numericProfile(name, grid, counts, { ...numeric, counts: bins });
}
