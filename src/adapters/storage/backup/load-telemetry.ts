import type { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import { requireRows } from './load-control-plane.ts';
import type { SliceToLoad } from './read-slices.ts';
import { backticked } from './telemetry-copy.ts';

/** Fills tables that the migrations of the backup have just made. */
export async function loadTelemetry(
  client: ClickHouseClient,
  { table, slice }: SliceToLoad,
  rows: Readable,
): Promise<void> {
  const columns = table.columns.map(backticked).join(', ');
  const { stream, summary } = await client.exec({
    query: `INSERT INTO ${backticked(table.name)} (${columns}) FORMAT Native`,
    values: rows,
    clickhouse_settings: {
      async_insert: 0,
      // Equal blocks are equal rows, and both were there.
      insert_deduplicate: 0,
      // One row replaces another only in a merge, as it did where they come from.
      optimize_on_insert: 0,
      throw_on_max_partitions_per_insert_block: 0,
      max_execution_time: 0,
    },
  });
  for await (const _ of stream) {
    // Nothing of interest, but the socket is free only afterwards.
  }
  // Counted where they arrive: a merge may drop replaced rows as soon as they are in.
  if (summary !== undefined) requireRows(table, slice, Number(summary.written_rows));
}

interface Computed {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly expression: string;
}

/** Runs with columns writable that a table otherwise computes itself: when a row was stored is
 *  part of what is restored. */
export async function withWritableColumns<T>(
  client: ClickHouseClient,
  work: () => Promise<T>,
): Promise<T> {
  const found = await client.query({
    query: `SELECT table, name, type, default_expression AS expression FROM system.columns
      WHERE database = currentDatabase() AND default_kind = 'MATERIALIZED'`,
    format: 'JSONEachRow',
  });
  const computed = await found.json<Computed>();
  const modify = (one: Computed, how: string) =>
    client.command({
      query: `ALTER TABLE ${backticked(one.table)} MODIFY COLUMN ${backticked(one.name)} ${how}`,
    });
  for (const one of computed) await modify(one, 'REMOVE MATERIALIZED');
  const result = await work();
  for (const one of computed) await modify(one, `${one.type} MATERIALIZED ${one.expression}`);
  return result;
}
