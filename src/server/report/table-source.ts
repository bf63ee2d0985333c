import { sqlName } from './sql-text.ts';

/** A file as the engine sees it. */
export interface TableSource {
  /** As the person named it. */
  readonly file: string;
  readonly rows: number;
  readonly columns: readonly SourceColumn[];
  /** SQL to stand behind FROM, with the columns under the names of the file. */
  readonly base: string;
  /** SQL of the row's place in the file, from 1. */
  readonly rowNumber: string;
}

export interface SourceColumn {
  readonly name: string;
  /** Its name in relations: one of ours, so that no alias of a query can mean a column of the file. */
  readonly sql: string;
  /** Without Nullable and LowCardinality around it. */
  readonly type: string;
  readonly nullable: boolean;
}

export const ROW_NUMBER = 'row_number';

export function sourceColumn(name: string, position: number, declared: string): SourceColumn {
  const sql = `c${position}`;
  let type = declared;
  let nullable = false;
  for (;;) {
    const inner = /^(Nullable|LowCardinality)\((.*)\)$/s.exec(type);
    if (inner === null) return { name, sql, type, nullable };
    nullable ||= inner[1] === 'Nullable';
    type = inner[2] ?? type;
  }
}

/** SQL of a relation with these columns and the row's number. */
export function relationOf(
  source: TableSource,
  columns: readonly (string | null | undefined)[],
): string {
  const wanted = new Set(columns);
  const selected = source.columns.filter(({ name }) => wanted.has(name));
  return `(SELECT ${[
    ...selected.map(({ name, sql }) => `${sqlName(name)} AS ${sql}`),
    `${source.rowNumber} AS ${ROW_NUMBER}`,
  ].join(', ')} FROM ${source.base})`;
}
