import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client';
import { selectRows } from '../select-rows.ts';

/** A part is written anew for the rows that are gone from it once they are so many. */
const DEAD_SHARE = 0.1;
/** Conditions name ranges of hours, and those are many at times. */
const QUERY_BYTES = '10485760';
const IN_BACKGROUND: ClickHouseSettings = {
  lightweight_deletes_sync: '0',
  mutations_sync: '0',
  max_query_size: QUERY_BYTES,
};

interface Share {
  readonly stored: number;
  readonly masked: number;
  readonly meant: number;
}

/** Deleting from a table. Rows are masked, which writes a byte a row where `ALTER … DELETE` writes
 *  all columns anew; that is done once a tenth of a table would be masked, and takes the masked ones
 *  along. Both go on in the background: whoever asks for them does not wait.
 *
 *  Never is a mask applied while another one is being made: the engine may do both in one pass, in
 *  which the rows stay masked and the second is done without having done anything. */
export function createTableSweeper(client: ClickHouseClient) {
  async function isBusy(table: string): Promise<boolean> {
    const running = await selectRows<{ reason: string }>(
      client,
      `SELECT latest_fail_reason AS reason FROM system.mutations
       WHERE database = currentDatabase() AND table = {table:String} AND NOT is_done
       ORDER BY reason = '', create_time LIMIT 1`,
      { table },
    );
    const [one] = running;
    // It is tried again for ever, and holds up every later one: somebody has to know.
    if (one !== undefined && one.reason !== '') {
      throw new Error(`Rows of ${table} cannot be removed, see system.mutations: ${one.reason}`);
    }
    return one !== undefined;
  }

  /** One look, so that merges in between do not matter. */
  async function shareOf(table: string, condition: string): Promise<Share> {
    const [found] = await selectRows<Record<keyof Share, string>>(
      client,
      `SELECT count() AS stored, countIf(_row_exists = 0) AS masked,
         countIf(_row_exists = 1 AND (${condition})) AS meant
       FROM ${table}`,
      {},
      { apply_deleted_mask: 0, max_query_size: QUERY_BYTES },
    );
    return {
      stored: Number(found?.stored ?? 0),
      masked: Number(found?.masked ?? 0),
      meant: Number(found?.meant ?? 0),
    };
  }

  return {
    isBusy,

    /** Of a table that is not busy; says how many rows go. How they go is decided by what there is
     *  before: asked afterwards, it would hang on how far the engine has come. */
    async remove(table: string, condition: string): Promise<number> {
      const { stored, masked, meant } = await shareOf(table, condition);
      if (meant === 0) return 0;
      const isMuch = masked + meant > stored * DEAD_SHARE;
      await client.command({
        query: isMuch
          ? `ALTER TABLE ${table} APPLY DELETED MASK, DELETE WHERE ${condition}`
          : `DELETE FROM ${table} WHERE ${condition}`,
        clickhouse_settings: IN_BACKGROUND,
      });
      return meant;
    },

    /** Where other rows went since the last ones were masked. */
    async reclaim(table: string): Promise<void> {
      if (await isBusy(table)) return;
      const { stored, masked } = await shareOf(table, 'false');
      if (masked <= stored * DEAD_SHARE) return;
      await client.command({
        query: `ALTER TABLE ${table} APPLY DELETED MASK`,
        clickhouse_settings: IN_BACKGROUND,
      });
    },
  };
}
