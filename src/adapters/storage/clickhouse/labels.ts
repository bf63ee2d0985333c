import type { ClickHouseClient } from '@clickhouse/client';
import type { SinkBlock, SinkOutcome } from '../../../monitoring/ingest/telemetry-sink.ts';
import { LABEL_COLUMNS } from './encode-label.ts';
import { readFrames } from './frames.ts';
import { insertRowBinary } from './insert-row-binary.ts';
import { findPredictions } from './prediction-index.ts';
import { createRowBinaryReader } from './row-binary-reader.ts';

export const LABEL_LAYOUT = 1;
const LAYOUTS: ReadonlyMap<number, readonly string[]> = new Map([[LABEL_LAYOUT, LABEL_COLUMNS]]);

/** Labels go to the hour of their prediction. Where the sender did not say it, it is looked up;
 *  a label that came before its prediction waits in 1970 until it is reconciled. */
export async function insertLabels(
  client: ClickHouseClient,
  block: SinkBlock,
): Promise<SinkOutcome> {
  const columns = LAYOUTS.get(block.layout);
  if (columns === undefined) return { kind: 'refused', reason: `unknown layout ${block.layout}` };
  const payload = Buffer.from(block.payload);
  const touchedMs = await fillHours(client, payload, block.frames);
  const reason = await insertRowBinary(client, {
    table: 'labels',
    columns,
    token: block.token,
    payload,
  });
  return reason === undefined ? { kind: 'stored', touchedMs } : { kind: 'refused', reason };
}

interface WaitingLabel {
  readonly hourAt: number;
  readonly predictionId: string;
}

async function fillHours(
  client: ClickHouseClient,
  payload: Buffer,
  frames: Uint8Array,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const touchedMs = new Map<string, readonly number[]>();
  for (const { projectId, modelId, labels } of waitingLabels(payload, frames)) {
    const ids = labels.map((label) => label.predictionId);
    const found = await findPredictions(client, projectId, modelId, ids);
    const times = new Set(touchedMs.get(modelId));
    for (const { hourAt, predictionId } of labels) {
      const prediction = found.get(predictionId);
      if (prediction === undefined) continue;
      payload.writeUInt32LE(prediction.hourSeconds, hourAt);
      for (const timeMs of prediction.eventTimesMs) times.add(startOfSmallestCell(timeMs));
    }
    touchedMs.set(modelId, [...times]);
  }
  return touchedMs;
}

/** Labels without an hour, by model. */
function waitingLabels(payload: Buffer, frames: Uint8Array) {
  const rows = readFrames(frames);
  const reader = createRowBinaryReader(payload);
  const byModel = new Map<string, { projectId: string; modelId: string; labels: WaitingLabel[] }>();
  for (let row = 0; row < rows.rows; row += 1) {
    const hourAt = rows.start(row);
    reader.seek(hourAt);
    if (reader.uint32() !== 0) continue;
    const projectId = reader.text();
    const modelId = reader.text();
    const predictionId = reader.text();
    const key = `${projectId} ${modelId}`;
    const group = byModel.get(key) ?? { projectId, modelId, labels: [] };
    group.labels.push({ hourAt, predictionId });
    byModel.set(key, group);
  }
  return byModel.values();
}

const SMALLEST_CELL_MS = 300_000;

/** Of many labels few moments are left, and a longer cell starts where one of these does. */
const startOfSmallestCell = (timeMs: number) =>
  Math.floor(timeMs / SMALLEST_CELL_MS) * SMALLEST_CELL_MS;
