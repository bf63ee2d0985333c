import type { Model } from '../../../monitoring/model/model.ts';
import { HOUR_MS } from '../../../monitoring/model/model.ts';
import type { Label } from '../../../monitoring/prediction/prediction.ts';
import type { ArrivalClock } from './arrival.ts';
import type { RowBinaryWriter } from './row-binary-writer.ts';

/** Columns of an insert into `labels`, in the order of the encoded row. The hour comes first,
 *  so that it can be filled in once the prediction is found. */
export const LABEL_COLUMNS = [
  'hour',
  'project_id',
  'model_id',
  'prediction_id',
  'output',
  'text',
  'number',
  'labelled_at',
  'store_epoch',
  'ingested_at',
  'sequence',
] as const;

export interface LabelEncoder {
  encode(target: RowBinaryWriter, label: Label, model: Model): void;
}

export function createLabelEncoder(arrival: ArrivalClock, storeEpoch: string): LabelEncoder {
  return {
    encode(target, label, model) {
      arrival.next();
      const hour = Math.floor((label.predictedAtMs ?? 0) / HOUR_MS);
      target.uint32((hour * HOUR_MS) / 1_000);
      target.text(model.projectId);
      target.text(model.modelId);
      target.text(label.predictionId);
      target.text(label.output);
      target.uint8(label.text === null ? 1 : 0);
      if (label.text !== null) target.text(label.text);
      target.uint8(label.number === null ? 1 : 0);
      if (label.number !== null) target.float64(label.number);
      target.int64(label.labelledAtMs);
      target.text(storeEpoch);
      target.int64(arrival.ms);
      // The last write wins, so the sequence rises with time.
      target.uint64(arrival.high, arrival.low);
    },
  };
}
