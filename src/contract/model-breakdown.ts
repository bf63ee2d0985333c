import { verdictSchema } from './health.ts';
import { findingSchema, RANGE_QUERY, spanSchema } from './model-overview.ts';
import { columnsOf, integer, listOf, nullable, number, objectOf, text, type Wire } from './wire.ts';

const segmentSchema = objectOf({
  segment: text,
  checks: integer,
  failingChecks: integer,
  /** The check that is worst there, by its last window with a value. */
  worst: findingSchema,
});

const heatMapSchema = objectOf({
  spans: listOf(objectOf(spanSchema)),
  checks: listOf(objectOf({ title: text, unit: text, segment: text })),
  rows: listOf(
    objectOf({
      column: text,
      columnName: text,
      importance: nullable(number),
      worst: verdictSchema,
      cells: columnsOf('cell', {
        /** Index into `spans`. */
        span: listOf(integer),
        /** Index into `checks`. */
        check: listOf(integer),
        verdict: listOf(verdictSchema),
        value: listOf(nullable(number)),
        /** Of the window that speaks, in milliseconds since 1970. */
        startMs: listOf(integer),
        endMs: listOf(integer),
      }),
    }),
  ),
  /** Columns with a measurement in the range; more than `rows` where only the worst are shown. */
  columns: integer,
});

export const modelBreakdownSchema = objectOf({
  /** Values of dimensions that monitors watch one by one. */
  segments: objectOf({
    /** Worst first. */
    rows: listOf(segmentSchema),
    /** All of them; more than `rows` where only the worst are shown. */
    count: integer,
  }),
  heatMap: heatMapSchema,
});

export const getModelBreakdownSchema = {
  operationId: 'getModelBreakdown',
  summary: 'Where it is worst in one model: by segment, and by column over time',
  tags: ['dashboard'],
  params: {
    type: 'object',
    required: ['model'],
    properties: { model: { type: 'string', description: 'Name of the model.' } },
  },
  querystring: { type: 'object', additionalProperties: false, properties: RANGE_QUERY },
  response: { 200: modelBreakdownSchema },
} as const;

export type ModelBreakdownWire = Wire<typeof modelBreakdownSchema>;
export type HeatMapWire = ModelBreakdownWire['heatMap'];
export type SegmentWire = ModelBreakdownWire['segments']['rows'][number];
