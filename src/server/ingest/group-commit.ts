import type {
  EntryDraft,
  EntryHead,
  IngestLane,
  OutcomeCount,
} from '../../monitoring/ingest/ingest-log.ts';
import type { BacklogEntry } from './backlog-entry.ts';
import { mergeEntries } from './merge-entries.ts';

interface Waiting {
  readonly entries: readonly EntryDraft[];
  readonly counts: readonly OutcomeCount[];
  readonly bytes: number;
  resolve(): void;
  reject(error: unknown): void;
}

interface Deps {
  readonly lane: IngestLane;
  readonly now: () => number;
  readonly onAppended: (entries: readonly BacklogEntry[]) => void;
}

/** Everything that gathered while the last commit was under way goes into the next one: under
 *  load a disk's sync is shared by many senders, without load nobody waits for company. */
export interface GroupCommit {
  /** Resolves when the batch is durable. */
  append(entries: readonly EntryDraft[], counts: readonly OutcomeCount[]): Promise<void>;
  readonly pendingBytes: number;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
}

const COMMIT_BYTES = 32 * 1_048_576;
const COMMIT_BATCHES = 500;

export const bytesOf = (entry: EntryDraft) => entry.payload.length + entry.frames.length;

export function createGroupCommit({ lane, now, onAppended }: Deps): GroupCommit {
  let waiting: Waiting[] = [];
  let pendingBytes = 0;
  let running: Promise<void> | null = null;

  /** From the front, as many batches as one commit takes; a batch is never split. */
  function takeGroup(): readonly Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const one of waiting) {
      bytes += one.bytes;
      if (count > 0 && (bytes > COMMIT_BYTES || count === COMMIT_BATCHES)) break;
      count += 1;
    }
    const group = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return group;
  }

  async function commit(group: readonly Waiting[]): Promise<void> {
    try {
      const drafts = mergeEntries(group.flatMap((one) => one.entries));
      const ids = await lane.append(
        drafts,
        group.flatMap((one) => one.counts),
      );
      const appendedAtMs = now();
      onAppended(
        drafts.map((draft, i) => ({
          head: headOf(draft, ids[i] ?? 0, appendedAtMs),
          body: { payload: draft.payload, frames: draft.frames },
        })),
      );
      for (const one of group) one.resolve();
    } catch (error) {
      for (const one of group) one.reject(error);
    } finally {
      for (const one of group) pendingBytes -= one.bytes;
    }
  }

  async function run(): Promise<void> {
    while (waiting.length > 0) await commit(takeGroup());
    running = null;
  }

  return {
    append(entries, counts) {
      return new Promise((resolve, reject) => {
        const bytes = entries.reduce((sum, entry) => sum + bytesOf(entry), 0);
        pendingBytes += bytes;
        waiting.push({ entries, counts, bytes, resolve, reject });
        running ??= run();
      });
    },
    get pendingBytes() {
      return pendingBytes;
    },
    async settled() {
      while (running !== null) await running;
    },
  };
}

function headOf(draft: EntryDraft, entryId: number, appendedAtMs: number): EntryHead {
  const { projectId, modelId, kind, layout, rows, cellsMs } = draft;
  const bytes = bytesOf(draft);
  return { entryId, projectId, modelId, kind, layout, rows, cellsMs, bytes, appendedAtMs };
}
