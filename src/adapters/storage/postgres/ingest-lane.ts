import type pg from 'pg';
import type {
  Backlog,
  BlockPlan,
  EntryDraft,
  IngestLane,
  OutcomeCount,
} from '../../../monitoring/ingest/ingest-log.ts';
import { appendStatement } from './ingest-append.ts';
import { readBacklog } from './ingest-backlog.ts';

interface Deps {
  readonly client: pg.PoolClient;
  readonly lane: number;
  /** Table of the ring that takes new entries. */
  readonly currentTable: () => number;
  readonly now: () => number;
  readonly deadlineMs: number;
}

/** Ids are fetched in advance: the database need not say which entry got which. */
const IDS_AHEAD = 256;

/** Everything goes through the one connection that holds the lane's advisory lock. So no other
 *  server can take the lane while something of it is still to be committed. */
export function createIngestLane(deps: Deps): IngestLane {
  const { client, lane } = deps;
  const ids: number[] = [];
  let isOpen = true;
  let lose: (error: Error) => void = () => {};
  const lost = new Promise<Error>((resolve) => {
    lose = resolve;
  });

  function onError(error: Error): void {
    giveUp(error);
  }
  const onEnd = () => giveUp(new Error('the connection of the lane ended'));
  client.on('error', onError);
  client.on('end', onEnd);

  function giveUp(error: Error): void {
    if (!isOpen) return;
    isOpen = false;
    client.release(error);
    lose(error);
  }

  /** The driver runs one statement a connection; what comes meanwhile waits here. */
  let last: Promise<unknown> = Promise.resolve();
  function run<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<Row[]> {
    const mine = last.then(() => runNow<Row>(query));
    last = mine.catch(() => {});
    return mine;
  }

  /** A statement that takes too long may still be committed, so the lane is given up and its
   *  next owner reads what there is. */
  async function runNow<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<Row[]> {
    if (!isOpen) throw new Error(`lane ${lane} is lost`);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`the log did not answer within ${deps.deadlineMs} ms`));
      }, deps.deadlineMs);
    });
    try {
      return (await Promise.race([client.query<Row>(query), late])).rows;
    } catch (error) {
      giveUp(error instanceof Error ? error : new Error(String(error)));
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async function takeIds(count: number): Promise<readonly number[]> {
    while (ids.length < count) {
      const rows = await run<{ id: string }>({
        text: `SELECT nextval('ingest_entry_ids') AS id FROM generate_series(1, $1)`,
        values: [Math.max(count, IDS_AHEAD)],
      });
      for (const row of rows) ids.push(Number(row.id));
    }
    return ids.splice(0, count);
  }

  return {
    lane,
    lost,

    async append(entries: readonly EntryDraft[], counts: readonly OutcomeCount[]) {
      const entryIds = await takeIds(entries.length);
      await run(
        appendStatement({
          table: deps.currentTable(),
          lane,
          entryIds,
          entries,
          counts,
          nowMs: deps.now(),
        }),
      );
      return entryIds;
    },

    async plan(block: BlockPlan) {
      await run({
        text: 'INSERT INTO ingest_blocks (token, lane, kind, entry_ids) VALUES ($1, $2, $3, $4)',
        values: [block.token, lane, block.kind, block.entryIds],
      });
    },

    backlog(): Promise<Backlog> {
      return readBacklog({ query: run }, lane);
    },

    async close() {
      if (!isOpen) return;
      isOpen = false;
      client.off('error', onError);
      client.off('end', onEnd);
      // Ends the session, and with it the advisory lock.
      client.release(true);
    },
  };
}
