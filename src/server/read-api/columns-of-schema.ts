import type { CellType, TableColumn } from '../../adapters/formats/table.ts';

interface PropertySchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: unknown;
}

/** The columns of a table are the properties of its rows, stated once: in the contract. */
export const columnsOfSchema = (schema: { readonly properties: object }): readonly TableColumn[] =>
  Object.entries(schema.properties as Readonly<Record<string, PropertySchema>>).map(
    ([name, property]) => ({ name, type: typeOf(property) }),
  );

function typeOf({ type, format }: PropertySchema): CellType {
  const only = Array.isArray(type) ? type.find((one) => one !== 'null') : type;
  if (only === 'number' || only === 'integer') return only;
  if (only === 'boolean') return 'flag';
  if (only === 'array' || only === 'object') return 'json';
  return format === 'date-time' ? 'time' : 'text';
}
