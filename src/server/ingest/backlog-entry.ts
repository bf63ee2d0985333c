import type { BlockPlan, EntryBody, EntryHead } from '../../monitoring/ingest/ingest-log.ts';

/** An entry that the store does not have yet; its body where memory had room for it. */
export interface BacklogEntry {
  readonly head: EntryHead;
  readonly body: EntryBody | null;
}

/** A block on its way: planned entries and their token. */
export interface OpenBlock {
  readonly plan: BlockPlan;
  readonly entries: readonly BacklogEntry[];
}
