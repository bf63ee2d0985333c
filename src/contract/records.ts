import { verdictSchema } from './health.ts';
import { MODEL_PARAMS_SCHEMA } from './model.ts';
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

export const RECORD_FORMATS = ['json', 'csv', 'parquet'] as const;
export type RecordFormat = (typeof RECORD_FORMATS)[number];

export const FORMAT_TYPES = {
  json: 'application/json',
  csv: 'text/csv',
  parquet: 'application/vnd.apache.parquet',
} as const satisfies Record<RecordFormat, string>;

/** Of one check over one window; the same in measurements and verdicts. */
const windowProperties = {
  monitorId: text,
  monitor: text,
  monitorVersion: integer,
  check: text,
  metric: text,
  metricVersion: integer,
  column: nullable(text),
  segment: { ...text, description: 'Empty for the whole model.' },
  windowStart: instant,
  windowEnd: instant,
  revision: { ...integer, description: 'Rises when late rows or labels changed the window.' },
  baselineId: nullable(text),
  gridId: nullable(text),
  value: nullable(number),
  warning: nullable(number),
  critical: nullable(number),
  n: { ...number, description: 'Effective rows of the window.' },
  m: { ...number, description: 'Effective rows of the baseline.' },
  verdict: verdictSchema,
  labelCoverage: nullable(number),
} as const;

export const measurementRecordSchema = objectOf({
  measurementId: { ...text, description: 'The same in every page and every export.' },
  ...windowProperties,
  measuredAt: instant,
});

export const verdictRecordSchema = objectOf({
  verdictId: { ...text, description: 'The same in every page and every export.' },
  ...windowProperties,
  info: nullable(number),
  reason: nullable(text),
  cause: text,
  historical: { ...flag, description: 'The window was history when it was first evaluated.' },
  quiet: { ...flag, description: 'Shown, but nobody was told.' },
  evaluatedAt: instant,
});

const binSchema = objectOf({ from: nullable(number), to: nullable(number), weight: number });
const categorySchema = objectOf({ value: text, weight: number });

export const profileRecordSchema = objectOf({
  profileId: { ...text, description: 'The same in every page and every export.' },
  column: text,
  segment: { ...text, description: 'Empty for the whole model.' },
  version: text,
  variant: text,
  environment: text,
  cellStart: instant,
  cellEnd: instant,
  baselineId: nullable(text),
  gridId: text,
  rows: integer,
  weight: number,
  absent: number,
  null: number,
  nan: number,
  infinite: number,
  mismatched: number,
  valueWeight: { ...number, description: 'Weight of the rows that have a usable value.' },
  mean: nullable(number),
  standardDeviation: nullable(number),
  min: nullable(number),
  max: nullable(number),
  bins: {
    ...listOf(binSchema),
    description: 'Bins that hold something, `[from, to)`; null is without end.',
  },
  categories: listOf(categorySchema),
});

const nextCursor = {
  ...nullable(text),
  description: 'Of the next page; null after the last one.',
} as const;

export const measurementPageSchema = objectOf({
  measurements: listOf(measurementRecordSchema),
  nextCursor,
});
export const verdictPageSchema = objectOf({ verdicts: listOf(verdictRecordSchema), nextCursor });
export const profilePageSchema = objectOf({ profiles: listOf(profileRecordSchema), nextCursor });

/** What every list that can be taken elsewhere understands. */
export const PAGE_QUERY = {
  from: {
    type: 'string',
    maxLength: 64,
    description: 'First moment: ISO 8601 or milliseconds since 1970.',
  },
  to: { type: 'string', maxLength: 64, description: 'The moment after the last one.' },
  cursor: { type: 'string', maxLength: 4096, description: 'Of the answer before.' },
  format: {
    enum: RECORD_FORMATS,
    description: 'Goes before the Accept header; json where neither is there.',
  },
} as const;

const CHECK_QUERY = {
  ...PAGE_QUERY,
  monitor: { type: 'string', maxLength: 200, description: 'Id or name of a monitor.' },
  check: { type: 'string', maxLength: 1000 },
  metric: { type: 'string', maxLength: 200 },
  column: { type: 'string', maxLength: 600, description: 'By the name that people know.' },
  segment: { type: 'string', maxLength: 1000, description: 'Empty: the whole model only.' },
  verdict: verdictSchema,
  revisions: {
    enum: ['latest', 'all'],
    default: 'latest',
    description: 'The last word on each window, or everything that was ever published.',
  },
  limit: { type: 'integer', minimum: 1, maximum: 10_000, default: 1_000 },
} as const;

export interface RecordQuery {
  readonly from?: string;
  readonly to?: string;
  readonly cursor?: string;
  readonly format?: RecordFormat;
  readonly monitor?: string;
  readonly check?: string;
  readonly metric?: string;
  readonly column?: string;
  readonly segment?: string;
  readonly verdict?: Wire<typeof verdictSchema>;
  readonly revisions: 'latest' | 'all';
  readonly limit: number;
}

export type ProfileQuery = Pick<
  RecordQuery,
  'from' | 'to' | 'cursor' | 'format' | 'column' | 'segment' | 'limit'
> & { readonly baseline?: string };

/** One page in any of the formats. */
export const inFormats = (schema: object) =>
  ({
    description: 'One page; the Link header leads to the next.',
    content: {
      'application/json': { schema },
      'text/csv': { schema: { type: 'string' } },
      'application/vnd.apache.parquet': { schema: { type: 'string', format: 'binary' } },
    },
  }) as const;

const query = (properties: object) => ({ type: 'object', additionalProperties: false, properties });

export const listMeasurementsSchema = {
  operationId: 'listMeasurements',
  summary: 'Every number that was judged, oldest window first',
  tags: ['read'],
  params: MODEL_PARAMS_SCHEMA,
  querystring: query(CHECK_QUERY),
  response: { 200: inFormats(measurementPageSchema) },
} as const;

export const listVerdictsSchema = {
  operationId: 'listVerdicts',
  summary: 'What every check said, with the reason, oldest window first',
  tags: ['read'],
  params: MODEL_PARAMS_SCHEMA,
  querystring: query(CHECK_QUERY),
  response: { 200: inFormats(verdictPageSchema) },
} as const;

export const listProfilesSchema = {
  operationId: 'listProfiles',
  summary: 'What each cell of time holds of each column, oldest cell first',
  tags: ['read'],
  params: MODEL_PARAMS_SCHEMA,
  querystring: query({
    ...PAGE_QUERY,
    column: CHECK_QUERY.column,
    segment: CHECK_QUERY.segment,
    baseline: {
      type: 'string',
      maxLength: 200,
      description: 'Whose grids the counts are on; the active one where it is left out.',
    },
    limit: { type: 'integer', minimum: 1, maximum: 1_000, default: 200 },
  }),
  response: { 200: inFormats(profilePageSchema) },
} as const;

export type MeasurementWire = Wire<typeof measurementRecordSchema>;
export type VerdictRecordWire = Wire<typeof verdictRecordSchema>;
export type ProfileWire = Wire<typeof profileRecordSchema>;
