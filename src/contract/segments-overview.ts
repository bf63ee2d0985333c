import { findingSchema, spanSchema } from './model-overview.ts';
import { instant, integer, listOf, nullable, number, objectOf, text, type Wire } from './wire.ts';

const rowSchema = objectOf({
  segment: text,
  dimension: text,
  /** Predictions of the window, and their share of all of them. */
  rows: number,
  share: number,
  /** Its share of the baseline's rows; null without a baseline. */
  baselineShare: nullable(number),
  /** The worst that is said of its data; null where nothing watches it. */
  drift: nullable(findingSchema),
  performance: nullable(findingSchema),
  /** Its part of what changed about the column in the whole model; all parts of a dimension add up
   *  to 1, and one that changed against the others is below 0. */
  part: nullable(number),
});

export const segmentsOverviewSchema = objectOf({
  asOf: instant,
  model: objectOf({
    name: text,
    timeZone: text,
    dimensions: listOf(text),
  }),
  range: objectOf({ from: instant, to: instant }),
  window: nullable(objectOf(spanSchema)),
  /** Which column the parts are about, and those that may be asked for. */
  column: nullable(objectOf({ key: text, name: text })),
  rows: listOf(rowSchema),
  /** All of them; more than `rows` where only the worst are shown. */
  count: integer,
});

export const getSegmentsOverviewSchema = {
  operationId: 'getSegmentsOverview',
  summary: 'Every segment of a model: its size, its drift and performance, its part of the change',
  tags: ['dashboard'],
  params: {
    type: 'object',
    required: ['model'],
    properties: { model: { type: 'string', description: 'Name of the model.' } },
  },
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      range: {
        type: 'string',
        enum: ['24h', '7d', '30d', '90d', '1y'],
        default: '30d',
        description: "In which checks failed; counts back from the model's present.",
      },
      window: {
        type: 'string',
        maxLength: 128,
        description: '`start/end` in ISO-8601; else the last window of the worst check.',
      },
      feature: {
        type: 'string',
        maxLength: 500,
        description: 'Whose change is divided among segments; else the column that is worst.',
      },
    },
  },
  response: { 200: segmentsOverviewSchema },
} as const;

export type SegmentsOverviewWire = Wire<typeof segmentsOverviewSchema>;
export type SegmentRowWire = SegmentsOverviewWire['rows'][number];
