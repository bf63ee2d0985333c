import { COLUMN_KINDS } from './model.ts';
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

const COLUMN = { type: 'string', minLength: 1, maxLength: 512 } as const;

/** The file is the body; what its columns mean is the query. */
export interface BaselineQuery {
  readonly name?: string;
  readonly version?: string;
  readonly output?: string;
  readonly time?: string;
  readonly predictionId?: string;
  readonly versionColumn?: string;
  readonly score?: string;
  readonly decision?: string;
  readonly value?: string;
  readonly label?: string;
  readonly weight?: string;
  readonly latency?: string;
  readonly exclude?: string;
  readonly seed?: number;
}

export const BASELINE_QUERY_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[^\\u0000]+$' },
    version: { ...COLUMN, description: 'Model version it belongs to; left out, it serves all.' },
    output: { ...COLUMN, description: 'Output of score, decision, value and label; the first.' },
    time: { ...COLUMN, description: 'Column of the event time.' },
    predictionId: { ...COLUMN, description: 'Column of ids, which is no feature.' },
    versionColumn: { ...COLUMN, description: 'Column of the model version of each row.' },
    score: { ...COLUMN, description: 'Column of the score.' },
    decision: { ...COLUMN, description: 'Column of the chosen class.' },
    value: { ...COLUMN, description: 'Column of the predicted number.' },
    label: { ...COLUMN, description: 'Column of the ground truth.' },
    weight: { ...COLUMN, description: 'Column of weights above 0.' },
    latency: { ...COLUMN, description: 'Column of milliseconds.' },
    exclude: {
      type: 'string',
      maxLength: 100_000,
      description: 'Columns that are no features, between commas; "\\," is a comma in a name.',
    },
    seed: {
      type: 'integer',
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'Of the sample that is kept of more than 200,000 rows.',
    },
  },
} as const;

export const BASELINE_SCHEMA = objectOf({
  baselineId: text,
  name: text,
  version: nullable(text),
  state: { enum: ['building', 'ready', 'failed'] as const },
  failure: nullable(text),
  active: flag,
  rows: number,
  sourceRows: number,
  /** Columns that others can be compared with. */
  columnCount: integer,
  origin: { enum: ['file', 'history'] as const },
  /** Where its rows lie; null where they have no times, or nobody wrote it down. */
  from: nullable(instant),
  to: nullable(instant),
  /** Parts of the period that it was made without, and that nothing is learnt from. */
  excluded: listOf(objectOf({ from: instant, to: instant, reason: text })),
  /** Name of the key that made it; empty where nobody wrote it down. */
  createdBy: text,
  createdAt: instant,
});

export const BASELINE_LIST_SCHEMA = objectOf({ baselines: listOf(BASELINE_SCHEMA) });

export const BASELINE_COLUMN_SCHEMA = objectOf({
  column: text,
  gridId: text,
  kind: { enum: ['numeric', 'categorical'] as const },
  /** Bins of numbers, categories of names. */
  size: integer,
});

export const BASELINE_DETAIL_SCHEMA = objectOf({
  ...BASELINE_SCHEMA.properties,
  columns: listOf(BASELINE_COLUMN_SCHEMA),
});

export const INFERRED_FEATURE_SCHEMA = objectOf({
  name: text,
  column: text,
  kind: { enum: COLUMN_KINDS },
  outcome: { enum: ['new', 'kept', 'kind_changed'] as const },
  range: nullable({ type: 'array', items: number } as const),
  /** The most frequent ones of a sample. */
  categories: listOf(text),
  nullable: flag,
  distinctRatio: number,
  identifier: flag,
  note: text,
});

export const CREATED_BASELINE_SCHEMA = objectOf({
  baseline: BASELINE_SCHEMA,
  features: listOf(INFERRED_FEATURE_SCHEMA),
  warnings: listOf(text),
});

export type BaselineBody = Wire<typeof BASELINE_SCHEMA>;
export type BaselineDetailBody = Wire<typeof BASELINE_DETAIL_SCHEMA>;
export type InferredFeatureBody = Wire<typeof INFERRED_FEATURE_SCHEMA>;
export type CreatedBaselineBody = Wire<typeof CREATED_BASELINE_SCHEMA>;
