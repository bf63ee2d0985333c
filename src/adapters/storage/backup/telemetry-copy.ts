import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import type { TableShape } from './control-tables.ts';
import { type Cut, cutParts } from './cut-parts.ts';
import { COPY_PREFIX } from './manifest.ts';

/** Copies of the telemetry tables that share their parts on disk: made in a moment, of one moment,
 *  and not changed by what comes later. */
export interface TelemetryCopy {
  readonly tables: readonly TableShape[];
  /** Attaches the parts as they are now. */
  fill(): Promise<void>;
  /** How the rows of a table are to be read, in the order of their insertion. */
  cuts(table: string): Promise<readonly Cut[]>;
  /** Rows in ClickHouse's Native format. */
  read(table: TableShape, cut: Cut): Promise<Readable>;
  drop(): Promise<void>;
}

export const backticked = (name: string): string =>
  `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;

/** Makes the copies, still empty: what takes long is done before anything has to stand still. */
export async function prepareTelemetryCopy(client: ClickHouseClient): Promise<TelemetryCopy> {
  await dropLeftCopies(client);
  const own = `${COPY_PREFIX}${randomBytes(4).toString('hex')}_`;
  const tables = await readTelemetryTables(client);
  const copyOf = (table: string) => backticked(`${own}${table}`);
  const run = (query: string) => client.command({ query });

  const drop = async () => {
    for (const { name } of tables) await run(`DROP TABLE IF EXISTS ${copyOf(name)}`);
  };
  try {
    for (const { name } of tables) {
      await run(`CREATE TABLE ${copyOf(name)} AS ${backticked(name)}`);
      // Cuts go by parts.
      await run(`SYSTEM STOP MERGES ${copyOf(name)}`);
    }
  } catch (error) {
    await drop().catch(() => {});
    throw error;
  }

  /** Parts hold rows that were removed, until they are written anew. They are not read. */
  async function countRows(table: string, cut: Cut): Promise<number> {
    const found = await client.query({
      query: `SELECT count() AS rows FROM ${copyOf(table)} WHERE ${OF_CUT}`,
      query_params: paramsOf(cut),
      format: 'JSONEachRow',
    });
    const [row] = await found.json<{ rows: string }>();
    return Number(row?.rows ?? 0);
  }

  return {
    tables,
    drop,
    fill: async () => {
      await Promise.all(
        tables.map(({ name }) =>
          run(`ALTER TABLE ${copyOf(name)} ATTACH PARTITION ALL FROM ${backticked(name)}`),
        ),
      );
    },
    async cuts(table) {
      const found = await client.query({
        query: `SELECT name, rows, data_uncompressed_bytes AS bytes,
            has_lightweight_delete AS masked
          FROM system.parts
          WHERE database = currentDatabase() AND table = {table:String} AND active
          ORDER BY partition_id, min_block_number`,
        query_params: { table: `${own}${table}` },
        format: 'JSONEachRow',
      });
      const parts = await found.json<PartRow>();
      const masked = new Set(parts.filter((part) => part.masked === 1).map((part) => part.name));
      const cuts = cutParts(
        parts.map(({ name, rows, bytes }) => ({ name, rows: Number(rows), bytes: Number(bytes) })),
      );
      const alive: Cut[] = [];
      for (const cut of cuts) {
        const isWhole = !cut.parts.some((part) => masked.has(part));
        alive.push(isWhole ? cut : { ...cut, rows: await countRows(table, cut) });
      }
      return alive;
    },
    async read(table, cut) {
      const { stream } = await client.exec({
        query: `SELECT ${table.columns.map(backticked).join(', ')} FROM ${copyOf(table.name)}
          WHERE ${OF_CUT} FORMAT Native`,
        query_params: paramsOf(cut),
        // One thread: a backup is in no hurry, and rows come in the order of their parts.
        clickhouse_settings: { max_threads: 1, max_execution_time: 0 },
      });
      return stream;
    },
  };
}

interface PartRow {
  readonly name: string;
  readonly rows: string;
  readonly bytes: string;
  readonly masked: number;
}

const OF_CUT = `_part IN {parts:Array(String)}
  AND _part_offset >= {from:UInt64} AND _part_offset < {to:UInt64}`;
const paramsOf = ({ parts, from, to }: Cut) => ({ parts, from, to });

/** Copies that a backup left behind whose server was killed. Only to be called where no other
 *  backup is under way. */
export async function dropLeftCopies(client: ClickHouseClient): Promise<void> {
  const found = await client.query({
    query: `SELECT name FROM system.tables
      WHERE database = currentDatabase() AND startsWith(name, {prefix:String})`,
    query_params: { prefix: COPY_PREFIX },
    format: 'JSONEachRow',
  });
  for (const { name } of await found.json<{ name: string }>()) {
    await client.command({ query: `DROP TABLE IF EXISTS ${backticked(name)}` });
  }
}

/** Every table of the telemetry with the columns that are stored, `MATERIALIZED` ones too: when a
 *  row was stored is what later work goes by. */
export async function readTelemetryTables(
  client: ClickHouseClient,
): Promise<readonly TableShape[]> {
  const found = await client.query({
    query: `SELECT shape.table AS name, groupArray(shape.column) AS columns FROM (
        SELECT table, name AS column FROM system.columns
        WHERE database = currentDatabase() AND default_kind NOT IN ('ALIAS', 'EPHEMERAL')
          AND table IN (SELECT name FROM system.tables
            WHERE database = currentDatabase() AND engine LIKE '%MergeTree')
        ORDER BY table, position) AS shape
      GROUP BY shape.table ORDER BY shape.table`,
    format: 'JSONEachRow',
  });
  return found.json<TableShape>();
}
