import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type {
  Backlog,
  EntryBody,
  IngestLane,
  IngestLog,
  RowKind,
} from '../../monitoring/ingest/ingest-log.ts';
import type { TelemetrySink } from '../../monitoring/ingest/telemetry-sink.ts';
import type { BacklogEntry, OpenBlock } from './backlog-entry.ts';
import { createBlockQueue, type Linger } from './block-queue.ts';
import { joinBodies } from './join-bodies.ts';
import { storeBlock } from './store-block.ts';

export interface LaneWriterDeps {
  readonly lane: IngestLane;
  readonly backlog: Backlog;
  readonly log: IngestLog;
  readonly sink: TelemetrySink;
  /** Never the same twice, not even after the database was restored. */
  readonly newToken: () => string;
  readonly now: () => number;
  readonly logger: Logger;
  /** Bodies beyond it are read from the log again when their turn comes. */
  readonly memoryBytes: number;
}

/** Empties one lane into the store, block by block and without end. */
export interface LaneWriter {
  offer(entries: readonly BacklogEntry[]): void;
  readonly backlogBytes: number;
  readonly backlogRows: number;
  readonly oldestMs: number | null;
  /** Why the store does not take blocks at the moment. */
  readonly trouble: string | null;
  /** Resolves when everything offered so far is stored, or the writer was stopped. */
  drained(): Promise<void>;
  /** Leaves the rest to the next owner of the lane. */
  stop(): Promise<void>;
}

interface Debt {
  readonly bytes: number;
  readonly rows: number;
  readonly appendedAtMs: number;
  readonly inMemory: boolean;
}

/** Two at a time, because a block in the hands of the store leaves this process idle, and a block
 *  in ours the store. Order does not matter: identity and precedence are in the rows. */
const WORKERS: readonly RowKind[] = ['predictions', 'predictions', 'labels'];
/** Blocks wait this long for company: each is a part on disk that has to be synced and merged. */
const LINGER: Linger = { fewMs: 200, manyMs: 1_000 };
const NO_LINGER: Linger = { fewMs: 0, manyMs: 0 };
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

export function createLaneWriter(deps: LaneWriterDeps): LaneWriter {
  const { lane, log, sink, logger, now } = deps;
  const stopping = new AbortController();
  const queues = {
    predictions: createBlockQueue(deps.backlog, 'predictions'),
    labels: createBlockQueue(deps.backlog, 'labels'),
  };
  /** Of everything not stored yet, by id. */
  const owed = new Map<number, Debt>();
  let backlogBytes = 0;
  let backlogRows = 0;
  let heldBytes = 0;
  let trouble: string | null = null;
  let linger = LINGER;
  let wakers: (() => void)[] = [];

  for (const { entryId, bytes, rows, appendedAtMs } of deps.backlog.entries) {
    owed.set(entryId, { bytes, rows, appendedAtMs, inMemory: false });
    backlogBytes += bytes;
    backlogRows += rows;
  }

  function wake(): void {
    const waiting = wakers;
    wakers = [];
    for (const one of waiting) one();
  }
  /** Until something changes, or at most so long. */
  const woken = (withinMs?: number) =>
    new Promise<void>((resolve) => {
      const timer = withinMs === undefined ? undefined : setTimeout(resolve, withinMs);
      wakers.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });

  async function nextBlock(kind: RowKind): Promise<OpenBlock | null> {
    const queue = queues[kind];
    while (!stopping.signal.aborted) {
      const planned = queue.takePlanned();
      if (planned !== undefined) return planned;
      const entries = queue.takeNext(now(), linger);
      if (entries !== null) {
        const plan = { token: deps.newToken(), kind, entryIds: entries.map((e) => e.head.entryId) };
        await lane.plan(plan);
        return { plan, entries };
      }
      await woken(queue.waitMs(now(), linger) ?? undefined);
    }
    return null;
  }

  async function bodiesOf({ entries }: OpenBlock): Promise<EntryBody> {
    const missing = entries.filter(({ body }) => body === null).map(({ head }) => head.entryId);
    const read = missing.length === 0 ? new Map<number, EntryBody>() : await log.read(missing);
    return joinBodies(
      entries.map(({ head, body }) => {
        const found = body ?? read.get(head.entryId);
        if (found === undefined) throw new Error(`entry ${head.entryId} is not in the log`);
        return found;
      }),
    );
  }

  async function store(block: OpenBlock): Promise<void> {
    const { plan, entries } = block;
    const layout = entries[0]?.head.layout ?? 0;
    const body = await bodiesOf(block);
    const result = await storeBlock(sink, { token: plan.token, kind: plan.kind, layout, ...body });
    const storedRows = new Map<string, number>();
    const touchedMs = new Map(result.touchedMs);
    for (const { head } of entries) {
      storedRows.set(head.modelId, (storedRows.get(head.modelId) ?? 0) + head.rows);
      touchedMs.set(head.modelId, [...(touchedMs.get(head.modelId) ?? []), ...head.cellsMs]);
    }
    for (const { modelId, predictionId, reason } of result.quarantined) {
      storedRows.set(modelId, (storedRows.get(modelId) ?? 0) - 1);
      logger.warn({ modelId, predictionId, reason }, 'a row was set aside');
    }
    const { quarantined } = result;
    const { token, kind } = plan;
    await log.markStored({ token, kind, lane: lane.lane, storedRows, quarantined, touchedMs });
  }

  /** A store in trouble is waited for: the log holds what it does not take. */
  async function storeInTheEnd(block: OpenBlock): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; !stopping.signal.aborted; ) {
      try {
        await store(block);
        trouble = null;
        forget(block.entries);
        return;
      } catch (error) {
        trouble = error instanceof Error ? error.message : String(error);
        logger.warn({ err: error, lane: lane.lane, pauseMs }, 'a block could not be stored yet');
        await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  function forget(entries: readonly BacklogEntry[]): void {
    for (const { head } of entries) {
      const debt = owed.get(head.entryId);
      owed.delete(head.entryId);
      backlogBytes -= debt?.bytes ?? 0;
      backlogRows -= debt?.rows ?? 0;
      if (debt?.inMemory) heldBytes -= debt.bytes;
    }
    if (owed.size === 0) wake();
  }

  async function work(kind: RowKind): Promise<void> {
    try {
      for (let block = await nextBlock(kind); block !== null; block = await nextBlock(kind)) {
        await storeInTheEnd(block);
      }
    } catch (error) {
      // Only planning ends the writer: the lane is lost, and its next owner goes on.
      if (!stopping.signal.aborted) logger.warn({ err: error, lane: lane.lane }, 'writer ended');
    }
  }

  const running = Promise.all(WORKERS.map(work));

  return {
    offer(entries) {
      for (const { head, body } of entries) {
        const inMemory = heldBytes + head.bytes <= deps.memoryBytes;
        if (inMemory) heldBytes += head.bytes;
        backlogBytes += head.bytes;
        backlogRows += head.rows;
        const { bytes, rows, appendedAtMs } = head;
        owed.set(head.entryId, { bytes, rows, appendedAtMs, inMemory });
        queues[head.kind].push({ head, body: inMemory ? body : null });
      }
      wake();
    },
    get backlogBytes() {
      return backlogBytes;
    },
    get backlogRows() {
      return backlogRows;
    },
    get oldestMs() {
      for (const { appendedAtMs } of owed.values()) return appendedAtMs;
      return null;
    },
    get trouble() {
      return trouble;
    },
    async drained() {
      linger = NO_LINGER;
      wake();
      while (owed.size > 0 && !stopping.signal.aborted) await woken();
      linger = LINGER;
    },
    async stop() {
      stopping.abort();
      wake();
      await running;
    },
  };
}
