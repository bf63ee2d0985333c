import { TIME_INPUT_SCHEMA, type TimeInput } from './common.ts';

/** Longest text of ids and dimensions, in UTF-16 units. */
export const MAXIMUM_ID_LENGTH = 512;
export const MAXIMUM_OUTPUTS = 100;
export const MAXIMUM_TAGS = 100;

export interface OutputRow {
  readonly name?: string;
  readonly score?: number | string | null;
  readonly decision?: string | number | boolean | null;
  readonly value?: number | string | boolean | null;
}

/** A prediction as it is sent. */
export interface PredictionRow extends Omit<OutputRow, 'name'> {
  readonly predictionId: string | number;
  readonly time: TimeInput;
  readonly version?: string | number | null;
  readonly variant?: string | null;
  readonly environment?: string | null;
  readonly features?: Readonly<Record<string, unknown>> | null;
  readonly outputs?: readonly OutputRow[] | null;
  readonly output?: OutputRow | null;
  readonly status?: 'ok' | 'error' | null;
  readonly errorCode?: string | number | null;
  readonly latencyMs?: number | null;
  readonly weight?: number | null;
  readonly subjectKey?: string | number | null;
  readonly traceId?: string | number | null;
  readonly tags?: Readonly<Record<string, string | number | boolean>> | null;
  readonly metadata?: unknown;
}

const ID_TEXT = { type: 'string', minLength: 1, maxLength: MAXIMUM_ID_LENGTH } as const;
const SHORT_TEXT = { type: 'string', maxLength: MAXIMUM_ID_LENGTH } as const;
const ID = { anyOf: [ID_TEXT, { type: 'integer' }] } as const;
const OPTIONAL_ID = { anyOf: [SHORT_TEXT, { type: 'number' }, { type: 'null' }] } as const;
const OPTIONAL_TEXT = { anyOf: [SHORT_TEXT, { type: 'null' }] } as const;
/** JSON has no NaN, so it may come as a word; it counts as missing. */
const NUMBER_WORD = { enum: ['NaN', 'Infinity', '-Infinity'] } as const;
const NUMBER = { anyOf: [{ type: 'number' }, NUMBER_WORD, { type: 'null' }] } as const;

const ANSWER = {
  score: { ...NUMBER, description: 'Of the positive class, or of the decision.' },
  decision: {
    anyOf: [SHORT_TEXT, { type: 'number' }, { type: 'boolean' }, { type: 'null' }],
    description: 'The class that was chosen.',
  },
  value: {
    anyOf: [{ type: 'number' }, { type: 'boolean' }, NUMBER_WORD, { type: 'null' }],
    description: 'The number that was predicted.',
  },
} as const;

const OUTPUT_ROW_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: { name: ID_TEXT, ...ANSWER },
} as const;

export const PREDICTION_ROW_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['predictionId', 'time'],
  properties: {
    predictionId: { ...ID, description: 'Unique within the model and variant; UUIDv7 is best.' },
    time: TIME_INPUT_SCHEMA,
    version: OPTIONAL_ID,
    variant: { ...OPTIONAL_TEXT, description: 'champion unless said otherwise.' },
    environment: { ...OPTIONAL_TEXT, description: 'production unless said otherwise.' },
    features: {
      type: ['object', 'null'],
      description: 'By name. Names that are not registered are kept, but not counted.',
      additionalProperties: true,
    },
    outputs: {
      anyOf: [
        { type: 'array', maxItems: MAXIMUM_OUTPUTS, items: OUTPUT_ROW_SCHEMA },
        { type: 'null' },
      ],
    },
    output: { anyOf: [OUTPUT_ROW_SCHEMA, { type: 'null' }] },
    ...ANSWER,
    status: { enum: ['ok', 'error', null] },
    errorCode: OPTIONAL_ID,
    latencyMs: { type: ['number', 'null'], minimum: 0 },
    weight: { type: ['number', 'null'], exclusiveMinimum: 0 },
    subjectKey: { ...OPTIONAL_ID, description: 'Whom the prediction is about.' },
    traceId: OPTIONAL_ID,
    tags: {
      type: ['object', 'null'],
      maxProperties: MAXIMUM_TAGS,
      additionalProperties: {
        anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }],
      },
    },
    metadata: { description: 'Any JSON; kept, never looked into.' },
  },
} as const;
