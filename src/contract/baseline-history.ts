import { BASELINE_SCHEMA } from './baseline.ts';
import { NAME_SCHEMA, TIME_INPUT_SCHEMA, type TimeInput } from './common.ts';
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

export const MOST_EXCLUDED = 100;

export interface ExcludedPeriodBody {
  readonly from: TimeInput;
  readonly to: TimeInput;
  readonly reason?: string;
}

/** Which part of the model's own past becomes a baseline. */
export interface HistoryBaselineBody {
  readonly name?: string;
  readonly version?: string;
  readonly from: TimeInput;
  readonly to: TimeInput;
  readonly exclude?: readonly ExcludedPeriodBody[];
  readonly activate?: boolean;
  readonly seed?: number;
}

export const HISTORY_BASELINE_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['from', 'to'],
  properties: {
    name: { ...NAME_SCHEMA, default: 'from history' },
    version: {
      type: 'string',
      minLength: 1,
      maxLength: 512,
      description: 'Takes predictions of this model version, and serves it alone.',
    },
    from: TIME_INPUT_SCHEMA,
    to: { ...TIME_INPUT_SCHEMA, description: 'The first moment after the period.' },
    exclude: {
      type: 'array',
      maxItems: MOST_EXCLUDED,
      description: 'Parts of the period that are no example: a holiday, an incident.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['from', 'to'],
        properties: {
          from: TIME_INPUT_SCHEMA,
          to: TIME_INPUT_SCHEMA,
          reason: { type: 'string', maxLength: 200 },
        },
      },
    },
    activate: {
      type: 'boolean',
      default: true,
      description: 'Whether monitors judge by it from the next window on.',
    },
    seed: {
      type: 'integer',
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'Of the sample that is kept of more than 200,000 rows.',
    },
  },
} as const;

export const HISTORY_BASELINE_ANSWER = objectOf({
  baseline: BASELINE_SCHEMA,
  warnings: listOf(text),
});

const stretch = objectOf({ from: instant, to: instant, reason: text });

export const BASELINE_PROPOSAL_SCHEMA = objectOf({
  /** Days that were looked at; null before there are predictions. */
  from: nullable(instant),
  to: nullable(instant),
  timeZone: text,
  proposal: nullable(
    objectOf({
      from: instant,
      to: instant,
      /** Days that are left without those left out, and the predictions of those. */
      days: integer,
      rows: number,
      exclude: listOf(stretch),
      reasons: listOf(text),
    }),
  ),
  /** Why there is none; empty where there is one. */
  why: text,
  /** What speaks against the other days, the latest first. */
  against: listOf(stretch),
});

const side = objectOf({
  kind: { enum: ['baseline', 'period'] as const },
  baselineId: nullable(text),
  name: text,
  from: nullable(instant),
  to: nullable(instant),
  rows: number,
});

export const BASELINE_COMPARISON_SCHEMA = objectOf({
  before: side,
  after: side,
  /** Columns that differ by more than chance and more than does not matter, of those compared. */
  drifted: integer,
  compared: integer,
  /** The most important difference first. */
  columns: listOf(
    objectOf({
      column: text,
      name: text,
      kind: text,
      severity: { enum: ['ok', 'no_data', 'insufficient_data', 'warning', 'critical'] as const },
      drifted: flag,
      /** What happened, for people; empty where nothing did. */
      sentence: text,
      /** The number that tells most of it, and beyond which bound it matters. */
      metric: nullable(text),
      value: nullable(number),
      bound: nullable(number),
      /** Why there is no number. */
      reason: nullable(text),
      missing: objectOf({ before: nullable(number), after: nullable(number) }),
      /** Shares of rows, of the first columns and of one that was asked for; null for others. */
      shares: nullable(
        objectOf({
          ordered: flag,
          bars: listOf(
            objectOf({
              label: text,
              kind: { enum: ['bin', 'value', 'others', 'unseen', 'missing'] as const },
              before: nullable(number),
              after: nullable(number),
            }),
          ),
        }),
      ),
    }),
  ),
  notes: listOf(text),
});

export interface ComparisonQuery {
  readonly with?: string;
  readonly from?: string;
  readonly to?: string;
  readonly exclude?: string;
  readonly column?: string;
}

export const COMPARISON_QUERY_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    with: {
      type: 'string',
      maxLength: 100,
      description: 'Another baseline; left out, a period of predictions.',
    },
    from: { type: 'string', maxLength: 64, description: 'ISO 8601; else the last seven days.' },
    to: { type: 'string', maxLength: 64, description: 'ISO 8601.' },
    exclude: {
      type: 'string',
      maxLength: 8_000,
      description: 'Parts of the period that are left out, each `start/end`, between commas.',
    },
    column: {
      type: 'string',
      maxLength: 512,
      description: 'One column by its name or key, with its shares, instead of all.',
    },
  },
} as const;

export const BASELINE_PARAMS_SCHEMA = {
  type: 'object',
  required: ['model', 'baselineId'],
  properties: {
    model: { type: 'string', description: 'Name of the model.' },
    baselineId: { type: 'string', maxLength: 100 },
  },
} as const;

export type HistoryBaselineAnswer = Wire<typeof HISTORY_BASELINE_ANSWER>;
export type BaselineProposalBody = Wire<typeof BASELINE_PROPOSAL_SCHEMA>;
export type BaselineComparisonBody = Wire<typeof BASELINE_COMPARISON_SCHEMA>;
export type ComparedColumnBody = BaselineComparisonBody['columns'][number];
