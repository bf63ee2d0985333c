import { cellSql, type Lattice } from './lattice.ts';
import { sqlDouble } from './sql-text.ts';

/** Where the values of a numeric column are counted. */
export type Binning =
  | { readonly kind: 'edges'; readonly edges: readonly number[] }
  | {
      readonly kind: 'lattice';
      readonly lattice: Lattice;
      /** Values beyond are also told one by one, as long as there are few. */
      readonly range: { readonly min: number; readonly max: number } | null;
    };

/** Of values beyond the range of a lattice, so many are told one by one. */
export const OUTSIDE_KEPT = 2_000;

export const binCount = (binning: Binning): number =>
  binning.kind === 'edges' ? binning.edges.length + 1 : binning.lattice.cells;

/** SQL: rows per bin. `roundDown` searches the edges, `transform` finds the edge's number; for
 *  values without a bin the number is one that is not counted. */
export function countBinsSql(value: string, has: string, binning: Binning): string {
  const bins = binCount(binning);
  if (bins === 1) return `[countIf(${has})]`;
  const bin =
    binning.kind === 'edges' ? edgeSql(value, binning.edges) : cellSql(value, binning.lattice);
  return `countResample(0, ${bins}, 1)(${has === 'true' ? bin : `if(${has}, ${bin}, ${bins})`})`;
}

function edgeSql(value: string, edges: readonly number[]): string {
  const from = `[-inf, ${edges.map(sqlDouble).join(', ')}]`;
  return `transform(roundDown(${value}, ${from}), ${from}, range(${edges.length + 1}), 0)`;
}

/** SQL: the first values that lie beyond the range, one more than are kept if there are more. */
export function outsideSql(value: string, has: string, binning: Binning): string {
  if (binning.kind === 'edges' || binning.range === null) return 'emptyArrayFloat64()';
  const { min, max } = binning.range;
  const beyond = `(${value} < ${sqlDouble(min)} OR ${value} > ${sqlDouble(max)})`;
  const condition = has === 'true' ? beyond : `${has} AND ${beyond}`;
  return `groupArrayIf(${OUTSIDE_KEPT + 1})(${value}, ${condition})`;
}
