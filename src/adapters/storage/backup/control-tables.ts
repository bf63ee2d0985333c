import type pg from 'pg';

export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Filled anew by the migrations of the target. */
const NOT_KEPT = 'schema_migrations';

/** Every table of the control plane with the columns that can be written, those that others refer
 *  to first. Read from the catalogue, so that a later table is never forgotten. */
export async function readTables(client: pg.Client): Promise<readonly TableShape[]> {
  const shapes = await client.query<TableShape>(
    `SELECT relname AS name, array_agg(attname::text ORDER BY attnum) AS columns
     FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
     WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname <> $1
       AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
     GROUP BY relname ORDER BY relname`,
    [NOT_KEPT],
  );
  const references = await client.query<{ child: string; parent: string }>(
    `SELECT child.relname AS child, parent.relname AS parent
     FROM pg_constraint JOIN pg_class child ON child.oid = conrelid
     JOIN pg_class parent ON parent.oid = confrelid
     WHERE contype = 'f' AND child.relnamespace = current_schema()::regnamespace
       AND child.oid <> parent.oid`,
  );
  return inOrderOfReference(shapes.rows, references.rows);
}

function inOrderOfReference(
  shapes: readonly TableShape[],
  references: readonly { child: string; parent: string }[],
): TableShape[] {
  const ordered: TableShape[] = [];
  let waiting = [...shapes];
  while (waiting.length > 0) {
    const names = new Set(waiting.map((shape) => shape.name));
    const free = waiting.filter(
      ({ name }) => !references.some((one) => one.child === name && names.has(one.parent)),
    );
    if (free.length === 0) throw new Error(`tables refer to each other: ${[...names].join(', ')}`);
    ordered.push(...free);
    waiting = waiting.filter((shape) => !free.includes(shape));
  }
  return ordered;
}
