import type { RowKind } from './ingest-log.ts';

export interface RefusedRowDraft {
  readonly kind: RowKind;
  readonly code: string;
  readonly message: string;
  /** The beginning of the row as JSON; empty where it was none. */
  readonly raw: string;
  readonly refusedAtMs: number;
}

export interface KeptRefusal extends RefusedRowDraft {
  readonly refusedId: string;
}

/** Of one model; older ones are let go of. */
export const MOST_REFUSED_ROWS = 1_000;

/** Port: examples of rows that were refused. All of them are counted, the latest are kept. */
export interface RefusedRowStore {
  keep(
    model: { readonly projectId: string; readonly modelId: string },
    rows: readonly RefusedRowDraft[],
  ): Promise<void>;
  /** Latest first; of a page after another, those before its last id. */
  list(modelId: string, limit: number, beforeId: string | null): Promise<readonly KeptRefusal[]>;
}
