import type pg from 'pg';
import type { BlockOutcome, IngestLane, IngestLog } from '../../../monitoring/ingest/ingest-log.ts';
import { askWithin } from './ask-within.ts';
import type { QueryRunner } from './ingest-backlog.ts';
import { readBacklog, readBodies } from './ingest-backlog.ts';
import { createIngestLane } from './ingest-lane.ts';
import { createIngestRing } from './ingest-ring.ts';
import { storedStatement } from './ingest-stored.ts';
import type { Queryable } from './transaction.ts';

export interface IngestLogOptions {
  readonly pool: pg.Pool;
  /** Names the server in the table of lanes, for people. */
  readonly owner: string;
  readonly now: () => number;
  /** Of one statement; a log that is slower is taken for down. */
  readonly deadlineMs?: number;
  readonly tableBytes?: number;
}

const runnerOn = (queryable: Queryable): QueryRunner => ({
  query: (query) => askWithin(queryable, PATIENCE_MS, query),
});

/** First of the two keys of a lane's advisory lock. */
const LOCK_CLASS = 7_911;
const DEADLINE_MS = 5_000;
/** Of what no sender waits for. */
const PATIENCE_MS = 30_000;
/** Small enough to stay cached, big enough to be turned every few seconds only. */
const TABLE_BYTES = 64 * 1_048_576;

/** The ingest log in PostgreSQL. */
export function createIngestLog(options: IngestLogOptions): IngestLog {
  const { pool, owner, now, deadlineMs = DEADLINE_MS } = options;
  const ring = createIngestRing(pool, options.tableBytes ?? TABLE_BYTES);

  const ask = <Row extends pg.QueryResultRow>(
    client: pg.PoolClient,
    text: string,
    values: unknown[] = [],
  ) => askWithin<Row>(client, deadlineMs, { text, values });

  async function connect(): Promise<pg.PoolClient> {
    const client = await pool.connect();
    // A server that vanished without a word has to lose its lanes within seconds.
    await ask(
      client,
      `SELECT set_config('tcp_keepalives_idle', '5', false),
         set_config('tcp_keepalives_interval', '2', false),
         set_config('tcp_keepalives_count', '3', false)`,
    );
    return client;
  }

  async function lock(client: pg.PoolClient, lane: number): Promise<boolean> {
    const taken = await ask<{ locked: boolean }>(
      client,
      'SELECT pg_try_advisory_lock($1, $2) AS locked',
      [LOCK_CLASS, lane],
    );
    return taken[0]?.locked ?? false;
  }

  async function unlock(client: pg.PoolClient, lane: number): Promise<void> {
    await ask(client, 'SELECT pg_advisory_unlock($1, $2)', [LOCK_CLASS, lane]);
  }

  async function knownLanes(client: pg.PoolClient): Promise<readonly number[]> {
    const rows = await ask<{ lane: number }>(client, 'SELECT lane FROM ingest_lanes ORDER BY lane');
    return rows.map((row) => row.lane);
  }

  async function claim(client: pg.PoolClient, lane: number): Promise<IngestLane> {
    await ask(
      client,
      `INSERT INTO ingest_lanes (lane, owner) VALUES ($1, $2)
       ON CONFLICT (lane) DO UPDATE SET owner = excluded.owner, claimed_at = now()`,
      [lane, owner],
    );
    return createIngestLane({ client, lane, currentTable: () => ring.current, now, deadlineMs });
  }

  /** Runs with a connection that becomes the lane's, or goes back. */
  async function withConnection<T extends IngestLane | null>(
    work: (client: pg.PoolClient) => Promise<T>,
  ): Promise<T> {
    const client = await connect();
    try {
      const lane = await work(client);
      if (lane === null) client.release();
      return lane;
    } catch (error) {
      client.release(error instanceof Error ? error : true);
      throw error;
    }
  }

  return {
    openLane: () =>
      withConnection(async (client) => {
        const lanes = await knownLanes(client);
        for (const lane of lanes) if (await lock(client, lane)) return claim(client, lane);
        for (let lane = (lanes.at(-1) ?? 0) + 1; ; lane += 1) {
          if (await lock(client, lane)) return claim(client, lane);
        }
      }),

    adoptLane: () =>
      withConnection(async (client) => {
        for (const lane of await knownLanes(client)) {
          if (!(await lock(client, lane))) continue;
          const { entries } = await readBacklog(runnerOn(client), lane);
          if (entries.length > 0) return claim(client, lane);
          // Under the lock: whoever wants this number next finds neither row nor owner.
          await ask(client, 'DELETE FROM ingest_lanes WHERE lane = $1', [lane]);
          await unlock(client, lane);
        }
        return null;
      }),

    read: (entryIds) => readBodies(runnerOn(pool), entryIds),

    async markStored(outcome: BlockOutcome) {
      await runnerOn(pool).query(storedStatement(outcome, now()));
    },

    turnRing: () => ring.turn(),
  };
}
