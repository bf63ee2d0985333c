import { type BasicType, parquetWriteBuffer } from 'hyparquet-writer';
import type { CellType, Table } from './table.ts';

const TYPES: Readonly<Record<CellType, BasicType>> = {
  text: 'STRING',
  number: 'DOUBLE',
  integer: 'INT64',
  flag: 'BOOLEAN',
  time: 'TIMESTAMP',
  json: 'JSON',
};

export function writeParquet({ columns, rows }: Table): Uint8Array {
  const columnData = columns.map(({ name, type }) => ({
    name,
    type: TYPES[type],
    nullable: true,
    data: rows.map((row) => cell(row[name], type)),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

function cell(value: unknown, type: CellType): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'integer') return BigInt(Number(value));
  if (type === 'time') return new Date(String(value));
  return value;
}
