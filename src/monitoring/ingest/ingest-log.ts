export type RowKind = 'predictions' | 'labels';

/** Rows of one model, encoded for the store and not yet in the log. */
export interface EntryDraft {
  readonly projectId: string;
  readonly modelId: string;
  readonly kind: RowKind;
  readonly schemaVersion: number;
  /** Column order of the payload. */
  readonly layout: number;
  readonly rows: number;
  /** Starts of the profile cells that the rows fall into. */
  readonly cellsMs: readonly number[];
  readonly payload: Uint8Array;
  /** Two 32-bit words a row: its length, and that of the part of it that the index takes. */
  readonly frames: Uint8Array;
}

/** What the log knows of an entry without its payload. */
export interface EntryHead {
  readonly entryId: number;
  readonly projectId: string;
  readonly modelId: string;
  readonly kind: RowKind;
  readonly layout: number;
  readonly rows: number;
  readonly cellsMs: readonly number[];
  readonly bytes: number;
  readonly appendedAtMs: number;
}

export interface EntryBody {
  readonly payload: Uint8Array;
  readonly frames: Uint8Array;
}

/** Entries that go into the store together. A restart finds the plan and cuts the same block. */
export interface BlockPlan {
  readonly token: string;
  readonly kind: RowKind;
  readonly entryIds: readonly number[];
}

/** Rows by what became of them: `accepted`, `repeated`, `early`, or the code of a refusal. */
export interface OutcomeCount {
  readonly modelId: string;
  readonly kind: RowKind;
  readonly outcome: string;
  readonly rows: number;
}

/** What a lane still owes the store. */
export interface Backlog {
  readonly blocks: readonly BlockPlan[];
  /** In and outside of the blocks, oldest first. */
  readonly entries: readonly EntryHead[];
}

/** Sole right to append to, and to empty, one lane of the log; held as long as the connection
 *  to it lives. Whatever is committed through it was committed by the owner. */
export interface IngestLane {
  readonly lane: number;
  /** Settles with the reason when the right is lost. */
  readonly lost: Promise<Error>;
  /** Durable when it resolves; ids in the order of the drafts. */
  append(
    entries: readonly EntryDraft[],
    counts: readonly OutcomeCount[],
  ): Promise<readonly number[]>;
  plan(block: BlockPlan): Promise<void>;
  backlog(): Promise<Backlog>;
  close(): Promise<void>;
}

export interface QuarantinedRow {
  readonly projectId: string;
  readonly modelId: string;
  readonly kind: RowKind;
  readonly predictionId: string;
  readonly reason: string;
  readonly payload: Uint8Array;
}

/** What came of a block. */
export interface BlockOutcome {
  readonly token: string;
  readonly lane: number;
  readonly kind: RowKind;
  readonly storedRows: ReadonlyMap<string, number>;
  readonly quarantined: readonly QuarantinedRow[];
  /** By model, moments of event time whose cells changed. */
  readonly touchedMs: ReadonlyMap<string, readonly number[]>;
}

/** Port: the durable log between the senders and the store. */
export interface IngestLog {
  /** A lane that nobody holds, with whatever its last owner left in it. */
  openLane(): Promise<IngestLane>;
  /** Another lane that nobody holds and that is not empty; null if there is none. */
  adoptLane(): Promise<IngestLane | null>;
  read(entryIds: readonly number[]): Promise<ReadonlyMap<number, EntryBody>>;
  markStored(outcome: BlockOutcome): Promise<void>;
  /** Moves on to the next table of the ring and empties those that are stored. */
  turnRing(): Promise<void>;
}
