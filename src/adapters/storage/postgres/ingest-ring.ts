import type pg from 'pg';
import { RING_TABLES } from './ingest-backlog.ts';
import { inTransaction } from './transaction.ts';

export interface IngestRing {
  /** Table that takes new entries. An old answer does no harm: entries are found in any. */
  readonly current: number;
  turn(): Promise<void>;
}

/** Emptying a table waits this long for appends to it that are under way, and makes others
 *  wait; then it tries again at the next turn. */
const LOCK_TIMEOUT_MS = 200;
const IS_LOCKED = '55P03';
const IS_DEADLOCKED = '40P01';

export function createIngestRing(pool: pg.Pool, tableBytes: number): IngestRing {
  let current = 0;

  /** The next table must be empty, so that a table is only ever filled from the start. */
  async function moveOn(): Promise<void> {
    const next = (current + 1) % RING_TABLES.length;
    await pool.query(
      `UPDATE ingest_ring SET current = $2
       WHERE current = $1
         AND pg_total_relation_size('ingest_log_${current}') > $3
         AND NOT EXISTS (SELECT FROM ingest_log_${next})`,
      [current, next, tableBytes],
    );
  }

  async function refresh(): Promise<void> {
    const read = await pool.query<{ current: number }>('SELECT current FROM ingest_ring');
    current = read.rows[0]?.current ?? 0;
  }

  async function isEmpty(table: number): Promise<boolean> {
    const read = await pool.query(`SELECT FROM ingest_log_${table} LIMIT 1`);
    return read.rowCount === 0;
  }

  /** The look and the truncation are one under the lock: no entry comes in between. */
  async function empty(table: number): Promise<void> {
    await inTransaction(pool, async (client) => {
      await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
      await client.query(`LOCK TABLE ingest_log_${table} IN ACCESS EXCLUSIVE MODE`);
      const unstored = await client.query(
        `SELECT entry_id FROM ingest_log_${table}
         EXCEPT SELECT unnest(entry_ids) FROM ingest_blocks WHERE stored_at IS NOT NULL
         LIMIT 1`,
      );
      if (unstored.rowCount !== 0) return;
      await client.query(`TRUNCATE ingest_log_${table}`);
      const anyLeft = RING_TABLES.map(
        (one) => `EXISTS (SELECT FROM ingest_log_${one} WHERE entry_id = ANY(block.entry_ids))`,
      );
      await client.query(
        `DELETE FROM ingest_blocks AS block
         WHERE stored_at IS NOT NULL AND NOT (${anyLeft.join(' OR ')})`,
      );
    });
  }

  return {
    get current() {
      return current;
    },
    async turn() {
      await refresh();
      await moveOn();
      await refresh();
      for (const table of RING_TABLES) {
        if (table === current || (await isEmpty(table))) continue;
        await empty(table).catch((error: { code?: string }) => {
          if (error.code !== IS_LOCKED && error.code !== IS_DEADLOCKED) throw error;
        });
      }
    },
  };
}
