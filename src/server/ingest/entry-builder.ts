import type { RowBinaryWriter } from '../../adapters/storage/clickhouse/row-binary-writer.ts';
import { createRowBinaryWriter } from '../../adapters/storage/clickhouse/row-binary-writer.ts';
import type { EntryDraft, RowKind } from '../../monitoring/ingest/ingest-log.ts';
import type { Model } from '../../monitoring/model/model.ts';

/** Gathers the encoded rows of one batch into entries of the log. */
export interface EntryBuilder {
  /** Where the next row is encoded to. */
  readonly target: RowBinaryWriter;
  /** Ends the row that was just encoded. */
  endRow(indexLength: number, cellsMs: readonly number[]): void;
  /** Takes back what was encoded since the last row ended. */
  dropRow(): void;
  finish(): readonly EntryDraft[];
}

/** An entry is what a block is cut from, so it must be a part of one. */
const ENTRY_ROWS = 10_000;
const ENTRY_BYTES = 8 * 1_048_576;

export interface EntrySubject {
  readonly model: Model;
  readonly kind: RowKind;
  readonly layout: number;
}

export function createEntryBuilder({ model, kind, layout }: EntrySubject): EntryBuilder {
  const target = createRowBinaryWriter();
  const frames = createRowBinaryWriter();
  const entries: EntryDraft[] = [];
  let cells = new Set<number>();
  let rows = 0;
  let rowStart = 0;

  function cut(): void {
    if (rows === 0) return;
    entries.push({
      projectId: model.projectId,
      modelId: model.modelId,
      schemaVersion: model.schemaVersion,
      kind,
      layout,
      rows,
      cellsMs: [...cells],
      payload: target.copy(),
      frames: frames.copy(),
    });
    target.truncate(0);
    frames.truncate(0);
    cells = new Set();
    rows = 0;
    rowStart = 0;
  }

  return {
    target,
    endRow(indexLength, cellsMs) {
      frames.uint32(target.length - rowStart);
      frames.uint32(indexLength);
      for (const cellMs of cellsMs) cells.add(cellMs);
      rows += 1;
      rowStart = target.length;
      if (rows >= ENTRY_ROWS || rowStart >= ENTRY_BYTES) cut();
    },
    dropRow: () => target.truncate(rowStart),
    finish() {
      cut();
      return entries;
    },
  };
}
