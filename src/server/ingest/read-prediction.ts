import { MAXIMUM_TAGS } from '../../contract/prediction.ts';
import type { Prediction, PredictionOutput } from '../../monitoring/prediction/prediction.ts';
import { CHAMPION, DEFAULT_OUTPUT, PRODUCTION } from '../../monitoring/prediction/prediction.ts';
import type { Row } from './read-fields.ts';
import {
  isRow,
  readId,
  readNumber,
  readPastTime,
  readText,
  readTextOrNumber,
} from './read-fields.ts';
import { readDecision, readOutput, readOutputs, readValue } from './read-output.ts';
import { Refusal, refuseField, refuseMissing, refuseUnknown } from './refusal.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Draft = Mutable<Prediction> & {
  score: number | null;
  decision: string | null;
  value: number | null;
};

const NOTHING: Readonly<Record<string, never>> = Object.freeze({});
const NO_OUTPUTS: readonly PredictionOutput[] = [];

/** Checks a row against the contract and reads it. Written by hand because it runs for every
 *  row: one pass over the fields that are there, where a compiled schema makes several over the
 *  ones that might be. A property test holds it to the schema. */
export function readPrediction(row: unknown, nowMs: number): Prediction | Refusal {
  if (!isRow(row)) return new Refusal('not_an_object', 'the row is not an object');
  const draft: Draft = {
    predictionId: '',
    eventTimeMs: -1,
    version: '',
    variant: CHAMPION,
    environment: PRODUCTION,
    features: NOTHING,
    outputs: NO_OUTPUTS,
    status: 'ok',
    errorCode: '',
    latencyMs: null,
    weight: 1,
    subjectKey: '',
    traceId: '',
    tags: NOTHING,
    metadata: '',
    score: null,
    decision: null,
    value: null,
  };
  let answers = 0;
  for (const field in row) {
    const value = row[field];
    // Null says the same as silence, except where a field is required.
    if (value === null && field !== 'predictionId' && field !== 'time') {
      if (!OPTIONAL.has(field)) return refuseUnknown(field);
      continue;
    }
    if (ANSWERS.has(field)) answers |= field === 'outputs' ? 1 : field === 'output' ? 2 : 4;
    const refusal = readField(draft, field, value, nowMs);
    if (refusal !== undefined) return refusal;
  }
  if (draft.predictionId === '') return refuseMissing('predictionId');
  if (draft.eventTimeMs < 0) return refuseMissing('time');
  if (answers === 4) {
    const { score, decision, value } = draft;
    draft.outputs = [{ name: DEFAULT_OUTPUT, score, decision, value }];
  } else if (answers === 3 || answers > 4) {
    return refuseField(
      'outputs',
      'given in one way: outputs, output, or score, decision and value',
    );
  }
  return draft;
}

const ANSWERS = new Set(['outputs', 'output', 'score', 'decision', 'value']);
const OPTIONAL = new Set([
  ...ANSWERS,
  ...['version', 'variant', 'environment', 'features', 'status', 'errorCode', 'latencyMs'],
  ...['weight', 'subjectKey', 'traceId', 'tags', 'metadata'],
]);

function readField(
  draft: Draft,
  field: string,
  value: unknown,
  nowMs: number,
): Refusal | undefined {
  let read: unknown;
  switch (field) {
    case 'predictionId':
      read = readId(field, value);
      draft.predictionId = read as string;
      break;
    case 'time':
      read = readPastTime(field, value, nowMs);
      draft.eventTimeMs = read as number;
      break;
    case 'variant':
    case 'environment':
      read = readText(field, value);
      draft[field] = read as string;
      break;
    case 'version':
    case 'errorCode':
    case 'subjectKey':
    case 'traceId':
      read = readTextOrNumber(field, value);
      draft[field] = read as string;
      break;
    case 'features':
      if (!isRow(value)) return refuseField(field, 'an object');
      draft.features = value;
      return undefined;
    case 'outputs':
      read = readOutputs(value);
      draft.outputs = read as readonly PredictionOutput[];
      break;
    case 'output':
      read = readOutput(field, value);
      draft.outputs = [read as PredictionOutput];
      break;
    case 'score':
      read = readNumber(field, value);
      draft.score = read as number;
      break;
    case 'decision':
      read = readDecision(field, value);
      draft.decision = read as string;
      break;
    case 'value':
      read = readValue(field, value);
      draft.value = read as number;
      break;
    case 'status':
      if (value !== 'ok' && value !== 'error') return refuseField(field, 'ok or error');
      draft.status = value;
      return undefined;
    case 'latencyMs':
      if (!isFiniteNumber(value) || value < 0) return refuseField(field, 'a number from 0 on');
      draft.latencyMs = value;
      return undefined;
    case 'weight':
      if (!isFiniteNumber(value) || value <= 0) return refuseField(field, 'a number above 0');
      draft.weight = value;
      return undefined;
    case 'tags':
      read = readTags(value);
      draft.tags = read as Record<string, string>;
      break;
    case 'metadata':
      draft.metadata = JSON.stringify(value);
      return undefined;
    default:
      return refuseUnknown(field);
  }
  return read instanceof Refusal ? read : undefined;
}

const isFiniteNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

function readTags(value: unknown): Readonly<Record<string, string>> | Refusal {
  if (!isRow(value)) return refuseField('tags', 'an object');
  const names = Object.keys(value);
  if (names.length > MAXIMUM_TAGS) return refuseField('tags', `at most ${MAXIMUM_TAGS}`);
  // Without a prototype, `__proto__` is a name like any other.
  const tags: Record<string, string> = Object.create(null);
  for (const name of names) {
    const tag: Row[string] = value[name];
    if (typeof tag !== 'string' && typeof tag !== 'number' && typeof tag !== 'boolean') {
      return refuseField('tags', 'texts, numbers or booleans');
    }
    tags[name] = String(tag);
  }
  return tags;
}
