import type pg from 'pg';
import type {
  Backlog,
  BlockPlan,
  EntryBody,
  EntryHead,
  RowKind,
} from '../../../monitoring/ingest/ingest-log.ts';

export const RING_TABLES = [0, 1, 2, 3] as const;

export interface QueryRunner {
  query<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<Row[]>;
}

interface HeadRow {
  entry_id: string;
  project_id: string;
  model_id: string;
  kind: RowKind;
  layout: number;
  rows: number;
  cells: string[];
  bytes: string;
  appended_at: Date;
}

interface BlockRow {
  token: string;
  kind: RowKind;
  entry_ids: string[];
}

const everyTable = (columns: string, where: string) =>
  RING_TABLES.map((table) => `SELECT ${columns} FROM ingest_log_${table} WHERE ${where}`).join(
    ' UNION ALL ',
  );

/** Blocks first: a block that is marked as stored between the two reads then only means that
 *  its entries are not found, never that they are taken for unplanned. */
export async function readBacklog(runner: QueryRunner, lane: number): Promise<Backlog> {
  const blockRows = await runner.query<BlockRow>({
    text: `SELECT token, kind, entry_ids FROM ingest_blocks
           WHERE lane = $1 AND stored_at IS NULL ORDER BY planned_at, token`,
    values: [lane],
  });
  const headRows = await runner.query<HeadRow>({
    text: `SELECT entry.* FROM (${everyTable(
      `entry_id, project_id, model_id, kind, layout, rows, cells,
       octet_length(payload) + octet_length(frames) AS bytes, appended_at`,
      'lane = $1',
    )}) AS entry
    WHERE NOT EXISTS (
      SELECT FROM ingest_blocks WHERE stored_at IS NOT NULL AND entry_ids @> ARRAY[entry_id]
    ) ORDER BY entry_id`,
    values: [lane],
  });
  return { blocks: blockRows.map(toBlock), entries: headRows.map(toHead) };
}

const toBlock = (row: BlockRow): BlockPlan => ({
  token: row.token,
  kind: row.kind,
  entryIds: row.entry_ids.map(Number),
});

const toHead = (row: HeadRow): EntryHead => ({
  entryId: Number(row.entry_id),
  projectId: row.project_id,
  modelId: row.model_id,
  kind: row.kind,
  layout: row.layout,
  rows: row.rows,
  cellsMs: row.cells.map(Number),
  bytes: Number(row.bytes),
  appendedAtMs: row.appended_at.getTime(),
});

export async function readBodies(
  runner: QueryRunner,
  entryIds: readonly number[],
): Promise<ReadonlyMap<number, EntryBody>> {
  const rows = await runner.query<{ entry_id: string; payload: Buffer; frames: Buffer }>({
    text: everyTable('entry_id, payload, frames', 'entry_id = ANY($1)'),
    values: [entryIds],
  });
  return new Map(
    rows.map(({ entry_id, payload, frames }) => [Number(entry_id), { payload, frames }]),
  );
}
