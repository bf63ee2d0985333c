import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { IngestResult } from '../../contract/ingest.ts';
import type {
  IngestLane,
  IngestLog,
  OutcomeCount,
  RowKind,
} from '../../monitoring/ingest/ingest-log.ts';
import type { TelemetrySink } from '../../monitoring/ingest/telemetry-sink.ts';
import type { Model } from '../../monitoring/model/model.ts';
import { ApiError } from '../http/api-error.ts';
import type { EncodedBatch } from './encode-batch.ts';
import { encodeBatch } from './encode-batch.ts';
import type { GroupCommit } from './group-commit.ts';
import { createGroupCommit } from './group-commit.ts';
import type { LaneWriter } from './lane-writer.ts';
import { createLaneWriter } from './lane-writer.ts';
import type { RefusedRowKeeper } from './refused-row-keeper.ts';
import type { RowEncoders } from './row-encoder.ts';
import { createSeenIdentities } from './seen-identities.ts';
import type { SplitRow } from './split-rows.ts';

export interface IngestDeps {
  readonly log: IngestLog;
  readonly sink: TelemetrySink;
  readonly encoders: RowEncoders;
  readonly newToken: () => string;
  readonly now: () => number;
  readonly logger: Logger;
  readonly backlogLimitBytes: number;
  readonly memoryBytes?: number;
  /** Takes examples of refused rows. */
  readonly onRefused?: RefusedRowKeeper['offer'];
}

export interface IngestHealth {
  /** Whether batches are acknowledged. */
  readonly logOpen: boolean;
  /** Why the store does not take blocks, if so. */
  readonly trouble: string | null;
  readonly backlogBytes: number;
  readonly backlogRows: number;
  readonly lagSeconds: number;
}

/** From rows to the store, by way of the log. */
export interface Ingest {
  /** Opens the log, now or as soon as it answers. */
  start(): void;
  /** Throws `backlog_full` or `log_unavailable` where a batch had no chance. */
  requireRoom(): void;
  /** Resolves once the rows are durable. */
  accept(model: Model, kind: RowKind, rows: Iterable<SplitRow>): Promise<IngestResult>;
  readonly health: IngestHealth;
  /** Resolves when everything accepted so far is stored. */
  drained(): Promise<void>;
  /** Stores what it can within the time; the log keeps the rest. */
  stop(withinMs?: number): Promise<void>;
}

interface OpenLane {
  readonly lane: IngestLane;
  readonly writer: LaneWriter;
  readonly commits: GroupCommit;
}

const MEMORY_BYTES = 256 * 1_048_576;
const RECONNECT_MS = 500;
const ADOPT_EVERY_MS = 2_000;
const TURN_EVERY_MS = 1_000;
const RETRY_AFTER_SECONDS = 2;
const STOP_WITHIN_MS = 5_000;
const END_WITHIN_MS = 2_000;

export function createIngest(deps: IngestDeps): Ingest {
  const { log, now, logger } = deps;
  const stopping = new AbortController();
  const seen = createSeenIdentities();
  const adopted = new Set<LaneWriter>();
  let own: OpenLane | null = null;
  const loops: Promise<void>[] = [];

  const pause = (ms: number) =>
    sleep(ms, undefined, { signal: stopping.signal, ref: false }).catch(() => {});

  async function writerOf(lane: IngestLane): Promise<LaneWriter> {
    const backlog = await lane.backlog();
    const memoryBytes = deps.memoryBytes ?? MEMORY_BYTES;
    const { sink, newToken } = deps;
    return createLaneWriter({ lane, backlog, log, sink, newToken, now, logger, memoryBytes });
  }

  async function every(ms: number, work: () => Promise<void>, what: string): Promise<void> {
    while (!stopping.signal.aborted) {
      await work().catch((error: unknown) => logger.warn({ err: error }, what));
      await pause(ms);
    }
  }

  /** Opens a lane and holds it; once it is lost, the next round opens another. */
  async function holdLane(): Promise<void> {
    const lane = await log.openLane();
    try {
      const writer = await writerOf(lane);
      const onAppended = writer.offer;
      own = { lane, writer, commits: createGroupCommit({ lane, now, onAppended }) };
      logger.info({ lane: lane.lane, backlogBytes: writer.backlogBytes }, 'ingest log is open');
      const ended = await Promise.race([lane.lost, stopped]);
      if (ended !== undefined) logger.warn({ err: ended, lane: lane.lane }, 'ingest log was lost');
      own = null;
      await endWriter(writer);
    } finally {
      await lane.close();
    }
  }

  /** A store that hangs is not waited for: the block is planned, and whoever has the lane next
   *  sends it again under the same token. */
  async function endWriter(writer: LaneWriter): Promise<void> {
    const late = new AbortController();
    const timer = sleep(END_WITHIN_MS, undefined, { signal: late.signal }).catch(() => {});
    await Promise.race([writer.stop(), timer]);
    late.abort();
  }

  /** Lanes of servers that are gone are emptied here. */
  async function adoptLane(): Promise<void> {
    const lane = await log.adoptLane();
    if (lane === null) return;
    try {
      const writer = await writerOf(lane);
      adopted.add(writer);
      logger.info({ lane: lane.lane, bytes: writer.backlogBytes }, 'a lane was adopted');
      await Promise.race([writer.drained(), lane.lost, stopped]);
      adopted.delete(writer);
      await endWriter(writer);
    } finally {
      await lane.close();
    }
  }

  let announceStop: () => void = () => {};
  const stopped = new Promise<undefined>((resolve) => {
    announceStop = () => resolve(undefined);
  });

  const writers = () => [...(own === null ? [] : [own.writer]), ...adopted];
  const backlogBytes = () =>
    writers().reduce((sum, writer) => sum + writer.backlogBytes, own?.commits.pendingBytes ?? 0);

  function openLane(): OpenLane {
    if (own !== null) return own;
    throw new ApiError(stopping.signal.aborted ? 'shutting_down' : 'log_unavailable', {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }

  async function commit(
    model: Model,
    kind: RowKind,
    batch: EncodedBatch,
    repeated: number,
  ): Promise<void> {
    const { commits } = openLane();
    const count = (outcome: string, rows: number): OutcomeCount[] =>
      rows === 0 ? [] : [{ modelId: model.modelId, kind, outcome, rows }];
    const counts = [
      ...count('accepted', batch.accepted),
      ...count('repeated', repeated),
      ...count('early', batch.early),
      ...[...batch.refusedByCode].flatMap(([code, rows]) => count(code, rows)),
    ];
    if (counts.length === 0) return;
    await commits.append(batch.entries, counts).catch((error: unknown) => {
      throw new ApiError('log_unavailable', {
        cause: error,
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    });
  }

  function countRepeated(identities: readonly number[]): number {
    const batch = new Set<number>();
    let repeated = 0;
    for (const identity of identities) {
      if (batch.has(identity) || seen.has(identity)) repeated += 1;
      batch.add(identity);
    }
    return repeated;
  }

  return {
    start() {
      loops.push(
        every(RECONNECT_MS, holdLane, 'the ingest log could not be opened'),
        every(ADOPT_EVERY_MS, adoptLane, 'no lane could be adopted'),
        every(TURN_EVERY_MS, () => log.turnRing(), 'the ring of the log was not turned'),
      );
    },

    requireRoom() {
      openLane();
      if (backlogBytes() < deps.backlogLimitBytes) return;
      throw new ApiError('backlog_full', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    },

    async accept(model, kind, rows) {
      const batch = await encodeBatch(rows, model, deps.encoders[kind], now());
      const repeated = countRepeated(batch.identities);
      await commit(model, kind, batch, repeated);
      deps.onRefused?.(model, kind, batch.examples);
      // Only now: what was not acknowledged is not a repetition when it comes again.
      for (const identity of batch.identities) seen.add(identity);
      const refusedCount = [...batch.refusedByCode.values()].reduce((sum, rows) => sum + rows, 0);
      const { accepted, refused, early } = batch;
      return { accepted, refusedCount, refused, repeated, early };
    },

    get health() {
      const all = writers();
      const oldestMs = Math.min(
        ...all.map((writer) => writer.oldestMs ?? Number.POSITIVE_INFINITY),
      );
      return {
        logOpen: own !== null,
        trouble: all.find((writer) => writer.trouble !== null)?.trouble ?? null,
        backlogBytes: backlogBytes(),
        backlogRows: all.reduce((sum, writer) => sum + writer.backlogRows, 0),
        lagSeconds: Number.isFinite(oldestMs) ? Math.max(0, (now() - oldestMs) / 1_000) : 0,
      };
    },

    async drained() {
      await own?.commits.settled();
      await Promise.all(writers().map((writer) => writer.drained()));
    },

    async stop(withinMs = STOP_WITHIN_MS) {
      const late = new AbortController();
      const timer = sleep(withinMs, undefined, { signal: late.signal }).catch(() => {});
      await Promise.race([this.drained(), timer]);
      late.abort();
      stopping.abort();
      announceStop();
      await Promise.all(loops);
    },
  };
}
