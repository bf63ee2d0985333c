import { TIME_INPUT_SCHEMA, type TimeInput } from './common.ts';
import {
  flag,
  instant,
  integer,
  listOf,
  nullable,
  number,
  objectOf,
  text,
  type Wire,
} from './wire.ts';

export const COLUMN_KINDS = ['numeric', 'categorical', 'boolean', 'text', 'embedding'] as const;
export const TASKS = ['binary', 'multiclass', 'regression'] as const;
export const CLOCKS = ['wall', 'replay'] as const;
export const CELLS = ['5m', '1h'] as const;
export const CRITICALITIES = ['low', 'normal', 'high'] as const;

/** Anything a person can read; a zero byte no database can store. */
const NAME = { type: 'string', minLength: 1, maxLength: 200, pattern: '^[^\\u0000]+$' } as const;

export const MODEL_PARAMS_SCHEMA = {
  type: 'object',
  required: ['model'],
  properties: { model: NAME },
} as const;

export interface OutputDraftBody {
  readonly name?: string;
  readonly task: (typeof TASKS)[number];
  readonly classes?: readonly string[];
  readonly positiveClass?: string | null;
}

/** What is left out stays as it is, or takes its default in a new model. */
export interface ModelDraftBody {
  readonly timeZone?: string;
  readonly clock?: (typeof CLOCKS)[number];
  readonly cell?: (typeof CELLS)[number];
  readonly latenessMs?: number;
  readonly outputs?: readonly OutputDraftBody[];
  readonly segmentBy?: readonly string[];
}

export const MODEL_DRAFT_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    timeZone: { ...NAME, description: 'IANA name; UTC unless said otherwise.' },
    clock: {
      enum: CLOCKS,
      description: 'wall: windows close by the clock of the server. replay: by POST …/clock.',
    },
    cell: {
      enum: CELLS,
      description:
        'Grain of the counts, and so the shortest window; fixed once made. 1h by default.',
    },
    latenessMs: {
      type: 'integer',
      minimum: 0,
      maximum: 604_800_000,
      description: 'How long a window waits for late rows after its end; 5 minutes by default.',
    },
    outputs: {
      type: 'array',
      maxItems: 100,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['task'],
        properties: {
          name: { ...NAME, description: 'default unless said otherwise.' },
          task: { enum: TASKS },
          classes: { type: 'array', maxItems: 10_000, uniqueItems: true, items: NAME },
          positiveClass: { anyOf: [NAME, { type: 'null' }] },
        },
      },
    },
    segmentBy: {
      type: 'array',
      maxItems: 20,
      uniqueItems: true,
      items: NAME,
      description: 'Features whose values make segments.',
    },
  },
} as const;

const range = nullable({ type: 'array', items: number } as const);

export const FEATURE_SCHEMA = objectOf({
  featureId: integer,
  name: text,
  kind: { enum: COLUMN_KINDS },
  /** The key of its column, as checks name it. */
  column: text,
  epoch: integer,
  range,
  importance: nullable(number),
  criticality: { enum: CRITICALITIES },
  identifier: flag,
});

export const MODEL_SCHEMA = objectOf({
  modelId: text,
  name: text,
  timeZone: text,
  clock: { enum: CLOCKS },
  watermark: nullable(instant),
  cell: { enum: CELLS },
  latenessMs: number,
  outputs: listOf(
    objectOf({
      name: text,
      task: { enum: TASKS },
      classes: listOf(text),
      positiveClass: nullable(text),
    }),
  ),
  segmentBy: listOf(text),
  schemaVersion: integer,
  features: listOf(FEATURE_SCHEMA),
});

export const MODEL_LIST_SCHEMA = objectOf({ models: listOf(MODEL_SCHEMA) });

export type FeatureBody = Wire<typeof FEATURE_SCHEMA>;
export type ModelBody = Wire<typeof MODEL_SCHEMA>;

export interface FeaturePatchBody {
  readonly kind?: (typeof COLUMN_KINDS)[number];
  readonly range?: readonly number[] | null;
  readonly importance?: number | null;
  readonly criticality?: (typeof CRITICALITIES)[number];
  readonly identifier?: boolean;
}

export const FEATURE_PATCH_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    kind: {
      enum: COLUMN_KINDS,
      description: 'Another kind begins a new column; make a baseline again to compare with.',
    },
    range: {
      anyOf: [
        { type: 'array', minItems: 2, maxItems: 2, items: { type: 'number' } },
        { type: 'null' },
      ],
    },
    importance: { anyOf: [{ type: 'number', minimum: 0, maximum: 1 }, { type: 'null' }] },
    criticality: { enum: CRITICALITIES },
    identifier: { type: 'boolean' },
  },
} as const;

export interface ClockBody {
  readonly watermark: TimeInput;
}

export const CLOCK_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['watermark'],
  properties: { watermark: TIME_INPUT_SCHEMA },
} as const;
