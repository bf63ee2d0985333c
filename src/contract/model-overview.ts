import { OVERVIEW_RANGES } from './choices.ts';
import {
  clockSchema,
  familySchema,
  healthSchema,
  severitySchema,
  verdictSchema,
} from './health.ts';
import {
  columnsOf,
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

export type OverviewRange = (typeof OVERVIEW_RANGES)[number];
export const OVERVIEW_GRAINS = ['5m', '1h', '1d'] as const;
export type OverviewGrain = (typeof OVERVIEW_GRAINS)[number];

export const spanSchema = { start: instant, end: instant } as const;

/** Times are milliseconds since 1970. */
const pointsSchema = columnsOf('point', {
  startMs: listOf(integer),
  endMs: listOf(integer),
  value: listOf(nullable(number)),
  warning: listOf(nullable(number)),
  critical: listOf(nullable(number)),
  /** Effective rows of the window and of the baseline. */
  n: listOf(number),
  m: listOf(number),
  verdict: listOf(verdictSchema),
  labelCoverage: listOf(nullable(number)),
  /** More than 1 where a long range is thinned out: the point is the worst of so many windows. */
  windows: listOf(integer),
  /** That worst window, or the only one. */
  windowStartMs: listOf(integer),
  windowEndMs: listOf(integer),
  /** Measured another way than the point before: other baseline, grid or metric version. */
  seam: listOf(flag),
});

export const seriesSchema = objectOf({
  monitorId: text,
  monitorName: text,
  checkId: text,
  metric: text,
  title: text,
  family: familySchema,
  unit: text,
  direction: { type: 'string', enum: ['higher_is_worse', 'lower_is_worse', 'both'] },
  column: nullable(text),
  columnName: nullable(text),
  segment: text,
  worst: verdictSchema,
  points: pointsSchema,
});

/** What a check said in its last window with a value. */
export const findingSchema = objectOf({
  monitorId: text,
  monitorName: text,
  checkId: text,
  metric: text,
  title: text,
  unit: text,
  columnName: nullable(text),
  ...spanSchema,
  value: nullable(number),
  warning: nullable(number),
  critical: nullable(number),
  n: number,
  m: number,
  verdict: verdictSchema,
  windows: integer,
  /** Windows of the range with a warning or worse. */
  failingWindows: integer,
});

const alertSchema = objectOf({
  alertId: text,
  state: { type: 'string', enum: ['firing', 'acknowledged', 'resolved'] },
  severity: severitySchema,
  historical: flag,
  /** Data changed and the model got worse at the same time. */
  urgent: flag,
  /** Silences that keep people from being told of it. */
  silencedBy: listOf(text),
  openedWindow: instant,
  lastWindow: instant,
  resolvedWindow: nullable(instant),
  monitorName: text,
  title: text,
  columnName: nullable(text),
  segment: text,
  /** What fired and by how much, in one sentence. */
  summary: text,
});

const markSchema = objectOf({
  at: instant,
  kind: { type: 'string', enum: ['version', 'baseline', 'schema_change', 'event'] },
  text,
});

export const modelOverviewSchema = objectOf({
  asOf: instant,
  model: objectOf({
    modelId: text,
    name: text,
    timeZone: text,
    clock: clockSchema,
    watermark: nullable(instant),
    hasBaseline: flag,
    monitors: integer,
  }),
  range: objectOf({
    from: instant,
    to: instant,
    grain: { type: 'string', enum: OVERVIEW_GRAINS },
  }),
  health: healthSchema,
  volume: listOf(objectOf({ ...spanSchema, rows: number, erroneousRows: number })),
  /** The worst of each family; those of single values of a dimension by `monitor` and `check`. */
  series: listOf(seriesSchema),
  alerts: listOf(alertSchema),
  marks: listOf(markSchema),
});

/** Which part of its past. */
export const RANGE_QUERY = {
  range: {
    type: 'string',
    enum: OVERVIEW_RANGES,
    default: '30d',
    description: "Counts back from the model's present; not used where `from` is given.",
  },
  from: { type: 'string', description: 'ISO-8601 or epoch milliseconds.' },
  to: {
    type: 'string',
    description: "ISO-8601 or epoch milliseconds; else the model's present.",
  },
} as const;

export const getModelOverviewSchema = {
  operationId: 'getModelOverview',
  summary: 'What is happening to one model: volume, measurements, alerts and changes over time',
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
      ...RANGE_QUERY,
      grain: {
        type: 'string',
        enum: OVERVIEW_GRAINS,
        description: 'Of the volume; else by range.',
      },
      monitor: { type: 'string', maxLength: 200, description: 'With `check`: of this monitor.' },
      check: {
        type: 'string',
        maxLength: 1000,
        description: 'Only the series of this check, as alerts and segments name it.',
      },
    },
  },
  response: { 200: modelOverviewSchema },
} as const;

export type ModelOverviewWire = Wire<typeof modelOverviewSchema>;
export type SeriesWire = ModelOverviewWire['series'][number];
export type PointsWire = SeriesWire['points'];
export type OverviewAlertWire = ModelOverviewWire['alerts'][number];
export type MarkWire = ModelOverviewWire['marks'][number];
export type FindingWire = Wire<typeof findingSchema>;
