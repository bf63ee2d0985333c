import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RefusedRow } from '../../contract/ingest.ts';
import { MAXIMUM_LISTED_REFUSALS } from '../../contract/ingest.ts';
import type { EntryDraft } from '../../monitoring/ingest/ingest-log.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { EntryBuilder } from './entry-builder.ts';
import { createEntryBuilder } from './entry-builder.ts';
import { Refusal } from './refusal.ts';
import type { RefusedExample } from './refused-row-keeper.ts';
import type { RowEncoder } from './row-encoder.ts';
import type { SplitRow } from './split-rows.ts';

/** A batch on its way into the log. */
export interface EncodedBatch {
  readonly entries: readonly EntryDraft[];
  readonly accepted: number;
  readonly early: number;
  /** The first of them. */
  readonly refused: readonly RefusedRow[];
  readonly refusedByCode: ReadonlyMap<string, number>;
  /** A few of the refused rows with what they looked like. */
  readonly examples: readonly RefusedExample[];
  /** Of the accepted rows, in their order. */
  readonly identities: readonly number[];
}

/** Rows between two looks at what else the server has to do. */
const ROWS_A_TURN = 2_000;
const MOST_EXAMPLES = 20;
const RAW_CHARACTERS = 1_000;

export async function encodeBatch(
  rows: Iterable<SplitRow>,
  model: Model,
  encoder: RowEncoder,
  nowMs: number,
): Promise<EncodedBatch> {
  const builder = createEntryBuilder({ model, kind: encoder.kind, layout: encoder.layout });
  const refused: RefusedRow[] = [];
  const refusedByCode = new Map<string, number>();
  const examples: RefusedExample[] = [];
  const identities: number[] = [];
  let early = 0;
  let turn = 0;
  for (const { index, row } of rows) {
    if (++turn % ROWS_A_TURN === 0) await nextTurn();
    const encoded = row instanceof Refusal ? row : encodeRow(row, model, encoder, builder, nowMs);
    if (encoded instanceof Refusal) {
      const { code, message } = encoded;
      if (refused.length < MAXIMUM_LISTED_REFUSALS) refused.push({ index, code, message });
      if (examples.length < MOST_EXAMPLES) examples.push({ code, message, raw: rawOf(row) });
      refusedByCode.set(code, (refusedByCode.get(code) ?? 0) + 1);
    } else {
      identities.push(encoded.identity);
      if (encoded.early) early += 1;
    }
  }
  const entries = builder.finish();
  const accepted = identities.length;
  return { entries, accepted, early, refused, refusedByCode, examples, identities };
}

/** Of a line that is no JSON nothing is left but the reason. */
function rawOf(row: unknown): string {
  if (row instanceof Refusal) return '';
  try {
    return (JSON.stringify(row) ?? '').slice(0, RAW_CHARACTERS);
  } catch {
    return '';
  }
}

function encodeRow(
  row: unknown,
  model: Model,
  encoder: RowEncoder,
  builder: EntryBuilder,
  nowMs: number,
) {
  try {
    return encoder.encode(row, model, builder, nowMs);
  } catch (error) {
    // Raw texts are made by the runtime's serializer, which is recursive.
    if (!(error instanceof RangeError)) throw error;
    builder.dropRow();
    return new Refusal('invalid_field', 'a value is nested too deeply');
  }
}
