import type { ClickHouseClient } from '@clickhouse/client';
import { selectRows } from '../select-rows.ts';

export interface AgeingTable {
  readonly name: string;
  /** When its rows came. */
  readonly arrival: string;
}

export const ROW_TABLES: readonly AgeingTable[] = [
  { name: 'predictions', arrival: 'ingested_at' },
  { name: 'prediction_index', arrival: 'ingested_at' },
  { name: 'labels', arrival: 'ingested_at' },
  { name: 'strays', arrival: 'found_at' },
];

/** The book of counts last: it says what is left to be removed from the others. */
export const COUNT_TABLES = ['profiles', 'outcome_profiles', 'cell_counts', 'cell_revisions'];

/** A part is written anew for the rows that are gone from it once they are so many. */
const DEAD_SHARE = 0.1;

/** Deleting from a table. Rows are masked, which writes a byte a row where `ALTER … DELETE` writes
 *  all columns anew; the mask is applied once a tenth of a table is masked. Both go on in the
 *  background: whoever asks for them does not wait. */
export function createTableSweeper(client: ClickHouseClient) {
  async function isBusy(table: string): Promise<boolean> {
    const running = await selectRows(
      client,
      `SELECT 1 FROM system.mutations
       WHERE database = currentDatabase() AND table = {table:String} AND NOT is_done LIMIT 1`,
      { table },
    );
    return running.length > 0;
  }

  return {
    isBusy,

    async remove(table: string, condition: string): Promise<void> {
      await client.command({
        query: `DELETE FROM ${table} WHERE ${condition}`,
        clickhouse_settings: { lightweight_deletes_sync: '0', max_query_size: '10485760' },
      });
    },

    async reclaim(table: string): Promise<void> {
      const [found] = await selectRows<{ stored: string; alive: string }>(
        client,
        `SELECT (SELECT sum(rows) FROM system.parts
           WHERE database = currentDatabase() AND table = {table:String} AND active) AS stored,
           (SELECT count() FROM ${table}) AS alive`,
        { table },
      );
      const [stored, alive] = [Number(found?.stored ?? 0), Number(found?.alive ?? 0)];
      if (stored - alive <= stored * DEAD_SHARE || (await isBusy(table))) return;
      await client.command({
        query: `ALTER TABLE ${table} APPLY DELETED MASK`,
        clickhouse_settings: { mutations_sync: '0' },
      });
    },
  };
}
