import type { ColumnProfile, NumericGrid } from '../../metrics/profile.ts';
import { testBins } from '../../metrics/test-bins.ts';
import { gridId } from '../../monitoring/baseline/grid-id.ts';
import type { Binning } from './binning.ts';
import { absentProfile, categoricalProfile, numericProfile } from './column-profile.ts';
import type { GroupBy } from './count-columns.ts';
import type { ReferenceColumn } from './count-reference.ts';
import { countTable } from './count-table.ts';
import type { ReportEngine } from './report-engine.ts';
import type { TableSource } from './table-source.ts';
import { type ValueSql, valueSql } from './value-sql.ts';

/** Profiles of parts of a file: its days, or its segments. */
export interface CountedGroup {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, ColumnProfile>;
}

/** Coarse enough that a hundred parts fit in memory, fine enough for a distance of distribution
 *  functions; the ten ranges that are tested are unions of them. */
const RANGES = 30;

export interface CoarseColumn {
  readonly name: string;
  readonly kind: ReferenceColumn['kind'];
  readonly grid: NumericGrid | Extract<ReferenceColumn['grid'], { kind: 'categorical' }>;
}

/** The columns that are compared, on grids that are unions of the reference's bins. */
export function coarsen(reference: readonly ReferenceColumn[]): CoarseColumn[] {
  return reference.flatMap(({ name, kind, grid, profile }): CoarseColumn[] => {
    if (grid === null) return [];
    if (grid.kind === 'categorical') return [{ name, kind, grid }];
    const bins = testBins(grid, profile.numeric?.bins ?? [], RANGES);
    const edges = bins.flatMap((bin) =>
      bin.kind === 'range' && bin.from !== null ? [bin.from] : [],
    );
    return [{ name, kind, grid: { kind: 'numeric', id: gridId('numeric', edges), edges } }];
  });
}

/** Counts every group of a file in one pass. */
export async function countGroups(
  engine: ReportEngine,
  source: TableSource,
  columns: readonly CoarseColumn[],
  groupBy: GroupBy,
): Promise<Map<string, CountedGroup>> {
  const present = columns.flatMap((column) => {
    const found = source.columns.find(({ name }) => name === column.name);
    if (found === undefined) return [];
    const sql: ValueSql = valueSql(column.kind, found);
    const { grid } = column;
    const binning: Binning | null =
      grid.kind === 'numeric' ? { kind: 'edges', edges: grid.edges } : null;
    const middle = grid.kind === 'numeric' ? (grid.edges[grid.edges.length >> 1] ?? 0) : 0;
    return [{ name: column.name, sql, isListed: grid.kind === 'categorical', binning, middle }];
  });
  const { columns: counted, categories } = await countTable(engine, source, present, groupBy);
  const groups = new Map<string, CountedGroup>();
  for (const [key, counts] of counted) {
    const profiles = new Map<string, ColumnProfile>();
    const rows = counts.values().next().value?.rows ?? 0;
    for (const { name, grid } of columns) {
      const own = counts.get(name);
      if (own === undefined) profiles.set(name, absentProfile(name, grid, rows));
      else if (grid.kind === 'categorical') {
        const values = categories.get(key)?.get(name) ?? new Map<string, number>();
        profiles.set(name, categoricalProfile(name, grid, own, values));
      } else if (own.numeric !== null) {
        profiles.set(name, numericProfile(name, grid, own, own.numeric));
      }
    }
    groups.set(key, { rows, columns: profiles });
  }
  return groups;
}
