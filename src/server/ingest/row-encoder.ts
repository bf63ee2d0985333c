import { createArrivalClock } from '../../adapters/storage/clickhouse/arrival.ts';
import { createLabelEncoder } from '../../adapters/storage/clickhouse/encode-label.ts';
import { createPredictionEncoder } from '../../adapters/storage/clickhouse/encode-prediction.ts';
import { LABEL_LAYOUT } from '../../adapters/storage/clickhouse/labels.ts';
import { PREDICTION_LAYOUT } from '../../adapters/storage/clickhouse/predictions.ts';
import type { RowKind } from '../../monitoring/ingest/ingest-log.ts';
import type { Model } from '../../monitoring/model/model.ts';
import { HOUR_MS } from '../../monitoring/model/model.ts';
import type { EntryBuilder } from './entry-builder.ts';
import { identityHash } from './identity-hash.ts';
import { EARLY_AFTER_MS } from './read-fields.ts';
import { readLabel } from './read-label.ts';
import { readPrediction } from './read-prediction.ts';
import { Refusal } from './refusal.ts';

export interface EncodedRow {
  readonly identity: number;
  readonly early: boolean;
}

/** Reads one row as it came and encodes it, or says why not. */
export interface RowEncoder {
  readonly kind: RowKind;
  readonly layout: number;
  encode(row: unknown, model: Model, builder: EntryBuilder, nowMs: number): EncodedRow | Refusal;
}

export type RowEncoders = Readonly<Record<RowKind, RowEncoder>>;

export function createRowEncoders(now: () => number, storeEpoch: string): RowEncoders {
  const arrival = createArrivalClock(now);
  const predictions = createPredictionEncoder(arrival, storeEpoch);
  const labels = createLabelEncoder(arrival, storeEpoch);
  return {
    predictions: {
      kind: 'predictions',
      layout: PREDICTION_LAYOUT,
      encode(row, model, builder, nowMs) {
        const prediction = readPrediction(row, nowMs);
        if (prediction instanceof Refusal) return prediction;
        const { eventTimeMs, predictionId, variant } = prediction;
        const indexLength = predictions.encode(builder.target, prediction, model);
        builder.endRow(indexLength, [startOf(eventTimeMs, model.cellMs)]);
        return {
          identity: identityHash(model.modelId, predictionId, variant),
          early: eventTimeMs > nowMs + EARLY_AFTER_MS,
        };
      },
    },
    labels: {
      kind: 'labels',
      layout: LABEL_LAYOUT,
      encode(row, model, builder, nowMs) {
        const label = readLabel(row, model, nowMs);
        if (label instanceof Refusal) return label;
        labels.encode(builder.target, label, model);
        builder.endRow(0, cellsOfHour(label.predictedAtMs, model));
        return {
          identity: identityHash(model.modelId, label.predictionId, `label ${label.output}`),
          early: false,
        };
      },
    },
  };
}

const startOf = (timeMs: number, lengthMs: number) => Math.floor(timeMs / lengthMs) * lengthMs;

/** Senders round what they say of the prediction's time, but rarely beyond the hour. */
function cellsOfHour(timeMs: number | null, { cellMs }: Model): readonly number[] {
  if (timeMs === null) return [];
  const cells: number[] = [];
  const hourMs = startOf(timeMs, HOUR_MS);
  for (let cell = hourMs; cell < hourMs + HOUR_MS; cell += cellMs) cells.push(cell);
  return cells;
}
