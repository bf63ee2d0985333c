import { seriesSchema } from './model-overview.ts';
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

const beforeAfterSchema = objectOf({ before: nullable(number), after: nullable(number) });

const barSchema = objectOf({
  label: text,
  kind: {
    type: 'string',
    enum: ['bin', 'value', 'others', 'unseen', 'missing'],
  },
  /** Shares of all rows. */
  before: nullable(number),
  after: nullable(number),
});

const sideSchema = objectOf({
  kind: { type: 'string', enum: ['baseline', 'period'] },
  /** Name of the baseline; empty for a period. */
  name: text,
  /** Edges of a period, moved out to whole cells; null for a baseline. */
  start: nullable(instant),
  end: nullable(instant),
  /** Predictions, and those of them that were counted in the bins of this baseline. */
  rows: number,
  counted: number,
});

const comparisonSchema = objectOf({
  window: sideSchema,
  against: nullable(sideSchema),
  /** Whether bars have an order of their own, as numbers have. */
  ordered: flag,
  bars: listOf(barSchema),
  /** Half of what all shares changed by: the share of rows that is now elsewhere. */
  moved: nullable(number),
  /** How much that would be, on average, between samples of this size while nothing changes. */
  byChance: nullable(number),
  /** Mean and percentiles of numbers; null for other kinds. */
  numbers: nullable(
    objectOf({
      mean: beforeAfterSchema,
      low: beforeAfterSchema,
      median: beforeAfterSchema,
      high: beforeAfterSchema,
    }),
  ),
  /** Shares of rows without a usable value, by reason. */
  missing: objectOf({
    absent: beforeAfterSchema,
    null: beforeAfterSchema,
    nan: beforeAfterSchema,
    infinite: beforeAfterSchema,
    mismatched: beforeAfterSchema,
  }),
  /** Values that the baseline never had, the most frequent first; those of few rows are not named. */
  newValues: listOf(objectOf({ value: text, share: number })),
});

export const featureOverviewSchema = objectOf({
  asOf: instant,
  model: objectOf({
    name: text,
    timeZone: text,
    clock: { type: 'string', enum: ['wall', 'replay'] },
  }),
  column: text,
  name: text,
  /** Kind of a feature; empty for outputs and latency. */
  kind: text,
  importance: nullable(number),
  segment: text,
  range: objectOf({ from: instant, to: instant }),
  /** What the window is and what it is compared with; null before there are predictions. */
  comparison: nullable(comparisonSchema),
  /** Every check of this column on the whole model, worst first. */
  series: listOf(seriesSchema),
  /** The same metric in single values of dimensions, worst first. */
  segments: objectOf({
    metric: nullable(text),
    series: listOf(seriesSchema),
    /** All of them; more than `series` where only the worst are shown. */
    count: integer,
  }),
  /** Segments that may be chosen. */
  choices: listOf(text),
});

/** Two instants as ISO 8601, `start/end`. */
const INTERVAL_SCHEMA = { type: 'string', maxLength: 128 } as const;

export const getFeatureOverviewSchema = {
  operationId: 'getFeatureOverview',
  summary: 'How one column changed: its shares against the baseline, and its checks over time',
  tags: ['dashboard'],
  params: {
    type: 'object',
    required: ['model', 'feature'],
    properties: {
      model: { type: 'string', description: 'Name of the model.' },
      feature: {
        type: 'string',
        description: 'Name of a feature, or key of another column, such as `score:default`.',
      },
    },
  },
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      range: {
        type: 'string',
        enum: ['24h', '7d', '30d', '90d', '1y'],
        default: '30d',
        description: "Of the history; counts back from the model's present.",
      },
      from: { type: 'string', maxLength: 64, description: 'Of the history; ISO-8601.' },
      to: { type: 'string', maxLength: 64, description: 'Of the history; ISO-8601.' },
      window: {
        ...INTERVAL_SCHEMA,
        description: '`start/end` in ISO-8601; else the last window that was measured.',
      },
      against: {
        ...INTERVAL_SCHEMA,
        description: 'Another period, `start/end`, instead of the baseline.',
      },
      segment: { type: 'string', maxLength: 500, description: 'Rows of one segment alone.' },
      metric: { type: 'string', maxLength: 100, description: 'Of the series by segment.' },
    },
  },
  response: { 200: featureOverviewSchema },
} as const;

export type FeatureOverviewWire = Wire<typeof featureOverviewSchema>;
export type ComparisonWire = NonNullable<FeatureOverviewWire['comparison']>;
