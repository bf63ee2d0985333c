import type { ClickHouseClient } from '@clickhouse/client';
import type { SinkBlock, SinkOutcome } from '../../../monitoring/ingest/telemetry-sink.ts';
import { PREDICTION_COLUMNS } from './encode-prediction.ts';
import { insertRowBinary } from './insert-row-binary.ts';
import { insertPredictionIndex } from './prediction-index.ts';

/** Column orders that a log of this or an earlier release may hold. */
export const PREDICTION_LAYOUT = 1;
const LAYOUTS: ReadonlyMap<number, readonly string[]> = new Map([
  [PREDICTION_LAYOUT, PREDICTION_COLUMNS],
]);

/** Rows, then index. Both are idempotent by identity, so it does not matter where a failure
 *  comes between them: the retry writes the same twice. */
export async function insertPredictions(
  client: ClickHouseClient,
  block: SinkBlock,
): Promise<SinkOutcome> {
  const columns = LAYOUTS.get(block.layout);
  if (columns === undefined) return { kind: 'refused', reason: `unknown layout ${block.layout}` };
  const { token, payload } = block;
  const reason =
    (await insertRowBinary(client, { table: 'predictions', columns, token, payload })) ??
    (await insertPredictionIndex(client, block));
  return reason === undefined
    ? { kind: 'stored', touchedMs: new Map() }
    : { kind: 'refused', reason };
}
