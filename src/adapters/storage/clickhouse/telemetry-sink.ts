import type { ClickHouseClient } from '@clickhouse/client';
import type { RowKind } from '../../../monitoring/ingest/ingest-log.ts';
import type { RowKey, TelemetrySink } from '../../../monitoring/ingest/telemetry-sink.ts';
import { insertLabels } from './labels.ts';
import { insertPredictions } from './predictions.ts';
import { createRowBinaryReader } from './row-binary-reader.ts';

export function createTelemetrySink(client: ClickHouseClient): TelemetrySink {
  return {
    insert: (block) =>
      block.kind === 'predictions' ? insertPredictions(client, block) : insertLabels(client, block),
    keyOf,
  };
}

function keyOf(kind: RowKind, row: Uint8Array): RowKey {
  const reader = createRowBinaryReader(row);
  // A label begins with its hour.
  if (kind === 'labels') reader.uint32();
  return { projectId: reader.text(), modelId: reader.text(), predictionId: reader.text() };
}
