import type { EntryBody, RowKind } from './ingest-log.ts';

/** Rows that go into the store in one insert. Inserting them again under the same token, or
 *  even under another one, changes nothing: identity is the table's business. */
export interface SinkBlock extends EntryBody {
  readonly token: string;
  readonly kind: RowKind;
  readonly layout: number;
}

/** `refused` means that these rows, as they are, can never be stored; a store that is down or
 *  busy is an exception, because it calls for patience and not for a decision. */
export type SinkOutcome =
  | {
      readonly kind: 'stored';
      /** By model, moments of event time whose cells changed; beyond what the log entries say. */
      readonly touchedMs: ReadonlyMap<string, readonly number[]>;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** What a row says about itself at its start. */
export interface RowKey {
  readonly projectId: string;
  readonly modelId: string;
  readonly predictionId: string;
}

/** Port: where the rows of the log end up. */
export interface TelemetrySink {
  insert(block: SinkBlock): Promise<SinkOutcome>;
  /** Of one encoded row. */
  keyOf(kind: RowKind, row: Uint8Array): RowKey;
}
