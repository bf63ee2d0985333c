import { BLOCK_ROWS, cutBlock } from '../../monitoring/ingest/cut-block.ts';
import type { Backlog, RowKind } from '../../monitoring/ingest/ingest-log.ts';
import type { BacklogEntry, OpenBlock } from './backlog-entry.ts';

/** How long entries wait for company. */
export interface Linger {
  readonly fewMs: number;
  /** Where rows come so fast that waiting makes a block much larger. */
  readonly manyMs: number;
}

/** So many that have gathered are a stream. */
const MANY_ROWS = 1_000;

/** Entries of one kind that wait for the store, oldest first. */
export interface BlockQueue {
  push(entry: BacklogEntry): void;
  /** A block that was planned before this server had the lane. */
  takePlanned(): OpenBlock | undefined;
  /** Entries of the next block; null if it is better to wait for more of them. */
  takeNext(nowMs: number, linger: Linger): readonly BacklogEntry[] | null;
  /** Until the next block may be taken; null while there is nothing. */
  waitMs(nowMs: number, linger: Linger): number | null;
}

export function createBlockQueue(backlog: Backlog, kind: RowKind): BlockQueue {
  const byId = new Map(
    backlog.entries
      .filter((head) => head.kind === kind)
      .map((head): [number, BacklogEntry] => [head.entryId, { head, body: null }]),
  );
  const planned: OpenBlock[] = [];
  for (const plan of backlog.blocks) {
    if (plan.kind !== kind) continue;
    const entries = plan.entryIds.flatMap((id) => byId.get(id) ?? []);
    for (const id of plan.entryIds) byId.delete(id);
    // Stored between two looks of the backlog: nothing is owed.
    if (entries.length === plan.entryIds.length) planned.push({ plan, entries });
  }
  let entries = [...byId.values()];
  let rows = entries.reduce((sum, { head }) => sum + head.rows, 0);

  const cutEntries = () => cutBlock(entries.map(({ head }) => head));

  function waitMs(nowMs: number, linger: Linger): number | null {
    const oldest = entries[0];
    if (oldest === undefined) return null;
    // Nor where the next block ends for its bytes or its layout: waiting makes it no larger.
    if (rows >= BLOCK_ROWS || cutEntries() < entries.length) return 0;
    const lingerMs = rows < MANY_ROWS ? linger.fewMs : linger.manyMs;
    return Math.min(lingerMs, Math.max(0, oldest.head.appendedAtMs + lingerMs - nowMs));
  }

  return {
    push(entry) {
      entries.push(entry);
      rows += entry.head.rows;
    },
    takePlanned: () => planned.shift(),
    takeNext(nowMs, linger) {
      if (waitMs(nowMs, linger) !== 0) return null;
      const count = cutEntries();
      const taken = entries.slice(0, count);
      entries = entries.slice(count);
      for (const { head } of taken) rows -= head.rows;
      return taken;
    },
    waitMs,
  };
}
