import { readFrames } from '../../adapters/storage/clickhouse/frames.ts';
import type { EntryBody, QuarantinedRow, RowKind } from '../../monitoring/ingest/ingest-log.ts';
import type { TelemetrySink } from '../../monitoring/ingest/telemetry-sink.ts';

interface Piece extends EntryBody {
  readonly token: string;
  readonly kind: RowKind;
  readonly layout: number;
}

export interface StoredPieces {
  readonly quarantined: readonly QuarantinedRow[];
  readonly touchedMs: ReadonlyMap<string, readonly number[]>;
}

/** Inserts a block. What the store refuses for good is halved until the rows are found that it
 *  cannot take; those are set aside with the reason, all others are stored. Pieces have tokens
 *  of their own that follow from the block's, so a retry halves alike. */
export async function storeBlock(sink: TelemetrySink, block: Piece): Promise<StoredPieces> {
  const quarantined: QuarantinedRow[] = [];
  const touchedMs = new Map<string, number[]>();
  const pieces: Piece[] = [block];
  for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) {
    const outcome = await sink.insert(piece);
    if (outcome.kind === 'stored') {
      for (const [modelId, times] of outcome.touchedMs) {
        touchedMs.set(modelId, [...(touchedMs.get(modelId) ?? []), ...times]);
      }
      continue;
    }
    const frames = readFrames(piece.frames);
    if (frames.rows > 1) {
      const middle = Math.floor(frames.rows / 2);
      pieces.push(part(piece, middle, frames.rows), part(piece, 0, middle));
      continue;
    }
    const { kind, payload } = piece;
    quarantined.push({ kind, payload, reason: outcome.reason, ...sink.keyOf(kind, payload) });
  }
  return { quarantined, touchedMs };
}

function part(piece: Piece, from: number, to: number): Piece {
  const frames = readFrames(piece.frames);
  return {
    token: `${piece.token}/${from}-${to}`,
    kind: piece.kind,
    layout: piece.layout,
    payload: piece.payload.subarray(frames.start(from), frames.start(to)),
    frames: piece.frames.subarray(from * 8, to * 8),
  };
}
