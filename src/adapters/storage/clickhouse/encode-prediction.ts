import type { Model } from '../../../monitoring/model/model.ts';
import { HOUR_MS } from '../../../monitoring/model/model.ts';
import type { ContentHash } from '../../../monitoring/prediction/content-hash.ts';
import { createContentHash, hashName } from '../../../monitoring/prediction/content-hash.ts';
import type { Prediction, PredictionOutput } from '../../../monitoring/prediction/prediction.ts';
import type { ArrivalClock } from './arrival.ts';
import { columnsOfModel } from './columns-of-model.ts';
import { createFeatureMaps } from './feature-maps.ts';
import type { RowBinaryWriter } from './row-binary-writer.ts';

/** Columns of an insert into `predictions`, in the order of the encoded row. Those of the index
 *  come first, so that a row of the index is a prefix of the row. */
export const PREDICTION_INDEX_COLUMNS = [
  'project_id',
  'model_id',
  'prediction_id',
  'variant',
  'hour',
  'event_time',
  'ingested_at',
  'precedence',
  'content_hash',
] as const;

export const PREDICTION_COLUMNS = [
  ...PREDICTION_INDEX_COLUMNS,
  'version',
  'environment',
  'num',
  'cat',
  'txt',
  'emb',
  'flaws',
  'overflow',
  'outputs.name',
  'outputs.task',
  'outputs.classes',
  'outputs.positive_class',
  'outputs.score',
  'outputs.decision',
  'outputs.value',
  'status',
  'error_code',
  'latency_ms',
  'weight',
  'subject_key',
  'trace_id',
  'tags',
  'metadata',
  'schema_version',
  'store_epoch',
] as const;

export interface PredictionEncoder {
  /** Appends one row and returns the length of its index part. */
  encode(target: RowBinaryWriter, prediction: Prediction, model: Model): number;
}

const FIELD = {
  time: hashName('field:time'),
  version: hashName('field:version'),
  environment: hashName('field:environment'),
  status: hashName('field:status'),
  errorCode: hashName('field:errorCode'),
  latencyMs: hashName('field:latencyMs'),
  weight: hashName('field:weight'),
  subjectKey: hashName('field:subjectKey'),
  traceId: hashName('field:traceId'),
  metadata: hashName('field:metadata'),
  tag: hashName('field:tag'),
} as const;

export function createPredictionEncoder(
  arrival: ArrivalClock,
  storeEpoch: string,
): PredictionEncoder {
  const maps = createFeatureMaps();
  const hash = createContentHash();

  return {
    encode(target, prediction, model) {
      arrival.next();
      hash.reset();
      const start = target.length;
      const { eventTimeMs } = prediction;
      target.text(model.projectId);
      target.text(model.modelId);
      target.text(prediction.predictionId);
      target.text(prediction.variant);
      target.uint32(Math.floor(eventTimeMs / HOUR_MS) * (HOUR_MS / 1_000));
      target.int64(eventTimeMs);
      target.int64(arrival.ms);
      // The first write wins, so precedence falls as time goes on.
      target.uint64(~arrival.high, ~arrival.low);
      const hashAt = target.length;
      target.uint64(0, 0);
      const indexLength = target.length - start;
      target.text(prediction.version);
      target.text(prediction.environment);
      maps.write(target, prediction.features, columnsOfModel(model), hash);
      writeOutputs(target, prediction.outputs, model, hash);
      writeRest(target, prediction, hash);
      target.uint32(model.schemaVersion);
      target.text(storeEpoch);
      const written = target.view();
      written.writeUInt32LE(hash.low, hashAt);
      written.writeUInt32LE(hash.high, hashAt + 4);
      return indexLength;
    },
  };
}

function writeRest(target: RowBinaryWriter, prediction: Prediction, hash: ContentHash): void {
  const { version, environment, status, errorCode, latencyMs, weight } = prediction;
  const { subjectKey, traceId, tags, metadata } = prediction;
  hash.addNumber(FIELD.time, prediction.eventTimeMs);
  hash.addText(FIELD.version, version);
  hash.addText(FIELD.environment, environment);
  hash.addText(FIELD.status, status);
  hash.addText(FIELD.errorCode, errorCode);
  if (latencyMs !== null) hash.addNumber(FIELD.latencyMs, latencyMs);
  hash.addNumber(FIELD.weight, weight);
  hash.addText(FIELD.subjectKey, subjectKey);
  hash.addText(FIELD.traceId, traceId);
  hash.addText(FIELD.metadata, metadata);
  target.uint8(status === 'error' ? 1 : 0);
  target.text(errorCode);
  target.uint8(latencyMs === null ? 1 : 0);
  if (latencyMs !== null) target.float32(latencyMs);
  target.float64(weight);
  target.text(subjectKey);
  target.text(traceId);
  const names = Object.keys(tags);
  target.varint(names.length);
  for (const name of names) {
    const value = tags[name] ?? '';
    target.text(name);
    target.text(value);
    hash.addText(FIELD.tag ^ hashName(name), value);
  }
  target.text(metadata);
}

/** A nested column is one array a field. Tasks and classes are those declared at the time. */
function writeOutputs(
  target: RowBinaryWriter,
  outputs: readonly PredictionOutput[],
  model: Model,
  hash: ContentHash,
): void {
  const declared = columnsOfModel(model).outputs;
  const size = outputs.length;
  target.varint(size);
  for (const output of outputs) target.text(output.name);
  target.varint(size);
  for (const output of outputs) target.text(declared.get(output.name)?.task ?? '');
  target.varint(size);
  for (const output of outputs) {
    const classes = declared.get(output.name)?.classes ?? [];
    target.varint(classes.length);
    for (const one of classes) target.text(one);
  }
  target.varint(size);
  for (const output of outputs) target.text(declared.get(output.name)?.positiveClass ?? '');
  target.varint(size);
  for (const output of outputs) writeNullable(target, output.score);
  target.varint(size);
  for (const output of outputs) target.text(output.decision ?? '');
  target.varint(size);
  for (const output of outputs) writeNullable(target, output.value);
  for (const output of outputs) addOutput(hash, output);
}

function writeNullable(target: RowBinaryWriter, value: number | null): void {
  target.uint8(value === null ? 1 : 0);
  if (value !== null) target.float64(value);
}

function addOutput(hash: ContentHash, { name, score, decision, value }: PredictionOutput): void {
  const nameHash = hashName(name);
  if (score !== null) hash.addNumber(nameHash ^ SCORE, score);
  if (decision !== null) hash.addText(nameHash ^ DECISION, decision);
  if (value !== null) hash.addNumber(nameHash ^ VALUE, value);
}

const SCORE = hashName('output:score');
const DECISION = hashName('output:decision');
const VALUE = hashName('output:value');
