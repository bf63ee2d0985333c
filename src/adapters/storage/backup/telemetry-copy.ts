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
        query: `SELECT name, rows, data_uncompressed_bytes AS bytes FROM system.parts
          WHERE database = currentDatabase() AND table = {table:String} AND active
          ORDER BY partition_id, min_block_number`,
        query_params: { table: `${own}${table}` },
        format: 'JSONEachRow',
      });
      const parts = await found.json<{ name: string; rows: string; bytes: string }>();
      return cutParts(
        parts.map(({ name, rows, bytes }) => ({ name, rows: Number(rows), bytes: Number(bytes) })),
      );
    },
    async read(table, cut) {
      const { stream } = await client.exec({
        query: `SELECT ${table.columns.map(backticked).join(', ')} FROM ${copyOf(table.name)}
          WHERE _part IN {parts:Array(String)}
            AND _part_offset >= {from:UInt64} AND _part_offset < {to:UInt64}
          FORMAT Native`,
        query_params: { parts: cut.parts, from: cut.from, to: cut.to },
        // One thread: a backup is in no hurry, and rows come in the order of their parts.
        clickhouse_settings: { max_threads: 1, max_execution_time: 0 },
      });
      return stream;
    },
  };
}

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
