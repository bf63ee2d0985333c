import type { ColumnProfile } from '../../metrics/profile.ts';
import { type Binning, OUTSIDE_KEPT } from './binning.ts';
import {
  absentProfile,
  categoricalProfile,
  numericProfile,
  presenceProfile,
} from './column-profile.ts';
import { type ColumnCounts, countColumns } from './count-columns.ts';
import type { ReferenceColumn } from './count-reference.ts';
import { countTable } from './count-table.ts';
import { countInEdges, foldLattice, type LatticeGrid, outerEdges } from './fold-lattice.ts';
import type { ReportEngine } from './report-engine.ts';
import type { SourceColumn, TableSource } from './table-source.ts';
import { isWholeType, type ValueSql, valueSql } from './value-sql.ts';

interface Present {
  readonly name: string;
  readonly isListed: boolean;
  readonly sql: ValueSql;
  readonly binning: Binning | null;
  readonly middle: number;
  readonly latticeGrid: LatticeGrid | null;
}

/** Profiles of the current file on the reference's grids, in one pass over it. A second one looks
 *  only at columns in which many values lie where the reference had none. */
export async function countCurrent(
  engine: ReportEngine,
  source: TableSource,
  reference: readonly ReferenceColumn[],
): Promise<Map<string, ColumnProfile>> {
  const present = reference.flatMap((column): Present[] => {
    const found = source.columns.find(({ name }) => name === column.name);
    return found === undefined ? [] : [presentColumn(column, found)];
  });
  const { columns, categories } = await countTable(engine, source, present);
  const counted = columns.get('') ?? new Map<string, ColumnCounts>();
  const beyond = await countBeyond(engine, source, present, counted);
  const lattices = new Map(present.map(({ name, latticeGrid }) => [name, latticeGrid]));
  const profiles = new Map<string, ColumnProfile>();
  for (const column of reference) {
    const counts = counted.get(column.name);
    const values = categories.get('')?.get(column.name) ?? new Map<string, number>();
    const profile =
      counts === undefined
        ? absentProfile(column.name, column.grid, source.rows)
        : complete(
            { ...column, latticeGrid: lattices.get(column.name) ?? null },
            counts,
            values,
            beyond.get(column.name),
          );
    profiles.set(column.name, profile);
  }
  return profiles;
}

function presentColumn(reference: ReferenceColumn, found: SourceColumn): Present {
  const { name, kind, grid, profile } = reference;
  const sql = valueSql(kind, found);
  const middle = profile.numeric?.moments.mean ?? 0;
  if (grid?.kind !== 'numeric') {
    const isListed = grid?.kind === 'categorical';
    return { name, sql, isListed, binning: null, middle, latticeGrid: null };
  }
  // Only of whole numbers each cell is one of them.
  const fits = reference.latticeGrid?.cuts !== null || isWholeType(found.type);
  const latticeGrid = fits ? reference.latticeGrid : null;
  const binning: Binning =
    latticeGrid === null
      ? { kind: 'edges', edges: grid.edges }
      : { kind: 'lattice', lattice: latticeGrid.lattice, range: latticeGrid };
  return { name, sql, isListed: false, binning, middle, latticeGrid };
}

/** Rows per bin of the outer edges: from the values themselves where they are few. */
async function countBeyond(
  engine: ReportEngine,
  source: TableSource,
  present: readonly Present[],
  counted: ReadonlyMap<string, ColumnCounts>,
): Promise<Map<string, readonly number[]>> {
  const beyond = new Map<string, readonly number[]>();
  const many: (Present & { readonly binning: Binning })[] = [];
  for (const column of present) {
    const numeric = counted.get(column.name)?.numeric;
    const onLattice = column.latticeGrid;
    if (onLattice === null || numeric === null || numeric === undefined) continue;
    const edges = outerEdges(onLattice.min, onLattice.max);
    if (numeric.outside.length <= OUTSIDE_KEPT) {
      beyond.set(column.name, countInEdges(numeric.outside, edges));
    } else {
      many.push({ ...column, binning: { kind: 'edges', edges } });
    }
  }
  if (many.length === 0) return beyond;
  const again = (await countColumns(engine, source, many)).get('');
  for (const [name, counts] of again ?? []) beyond.set(name, counts.numeric?.counts ?? []);
  return beyond;
}

function complete(
  { name, grid, latticeGrid }: ReferenceColumn,
  counts: ColumnCounts,
  values: ReadonlyMap<string, number>,
  beyond: readonly number[] | undefined,
): ColumnProfile {
  const { numeric } = counts;
  if (grid?.kind === 'categorical') return categoricalProfile(name, grid, counts, values);
  if (grid === null || numeric === null) return presenceProfile(name, counts);
  if (latticeGrid === null) return numericProfile(name, grid, counts, numeric);
  const bins = foldLattice(latticeGrid, numeric.counts, beyond ?? []);
  return numericProfile(name, grid, counts, { ...numeric, counts: bins });
}
