/** What the cells of a column are, whatever they are written as. */
export type CellType = 'text' | 'number' | 'integer' | 'flag' | 'time' | 'json';

export interface TableColumn {
  readonly name: string;
  readonly type: CellType;
}

/** Rows by name of the column; times as ISO 8601, nothing as null. */
export interface Table {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}
