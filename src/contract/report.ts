import type {
  ColumnRole,
  DistributionBar,
  Report,
  ReportColumn,
  Severity,
} from '../monitoring/report/report.ts';

/** What `leeway report --json` writes. */
export type ReportBody = Report;

const SEVERITIES = [
  'ok',
  'no_data',
  'insufficient_data',
  'warning',
  'critical',
] as const satisfies readonly Severity[];
const ROLES = ['feature', 'score', 'prediction', 'label'] as const satisfies readonly ColumnRole[];
const KINDS = [
  'numeric',
  'categorical',
  'boolean',
  'text',
  'embedding',
] as const satisfies readonly ReportColumn['kind'][];

const SEVERITY_SCHEMA = {
  enum: SEVERITIES,
  description:
    '`no_data` and `insufficient_data` say that nothing could be found, not that all is well.',
} as const;
const COUNT_SCHEMA = { type: 'number', minimum: 0 } as const;
const SHARE_SCHEMA = { type: 'number', minimum: 0, maximum: 1 } as const;
const NUMBER_OR_NULL = { type: ['number', 'null'] } as const;
const TEXT_OR_NULL = { type: ['string', 'null'] } as const;

/** An object that has all of its properties and no others. */
function object<Properties extends Readonly<Record<string, object>>>(properties: Properties) {
  return {
    type: 'object',
    required: Object.keys(properties),
    additionalProperties: false,
    properties,
  } as const;
}

const CALIBRATION_SCHEMA = {
  oneOf: [
    { type: 'null' },
    object({
      level: { ...SHARE_SCHEMA, description: 'Chance of a false alarm granted to this number.' },
      binding: {
        enum: ['sampling', 'baseline', 'effect', 'history', 'none'],
        description: 'Which consideration the bound came from: the highest one binds.',
      },
      dispersion: {
        ...NUMBER_OR_NULL,
        description: 'Variance between periods beyond what sampling explains.',
      },
      learntFrom: { type: 'integer', minimum: 0, description: 'Periods it was learnt from.' },
      minimumDetectable: {
        ...NUMBER_OR_NULL,
        description: 'The smallest effect that is found four times in five.',
      },
      blind: { type: 'boolean', description: 'The bound hides effects that were called critical.' },
    }),
  ],
} as const;

const METRIC_SCHEMA = object({
  value: NUMBER_OR_NULL,
  bound: { ...NUMBER_OR_NULL, description: 'Beyond it lies drift.' },
  criticalBound: { ...NUMBER_OR_NULL, description: 'Beyond it lies drift that matters.' },
  n: { ...COUNT_SCHEMA, description: 'Rows of the current file.' },
  m: { ...COUNT_SCHEMA, description: 'Rows of the reference.' },
  severity: { oneOf: [SEVERITY_SCHEMA, { type: 'null' }] },
  reason: { ...TEXT_OR_NULL, description: 'Why there is no value.' },
  errorBound: {
    ...NUMBER_OR_NULL,
    description: 'How far the value can be from that of the rows, where it was counted in bins.',
  },
  calibration: CALIBRATION_SCHEMA,
});

const FACTS_SCHEMA = object({
  missingRatio: SHARE_SCHEMA,
  mean: NUMBER_OR_NULL,
  standardDeviation: NUMBER_OR_NULL,
  min: NUMBER_OR_NULL,
  max: NUMBER_OR_NULL,
  categories: NUMBER_OR_NULL,
});

const BAR_SCHEMA = object({
  label: { type: 'string' },
  reference: SHARE_SCHEMA,
  current: SHARE_SCHEMA,
} satisfies Record<keyof DistributionBar, object>);

const COLUMN_SCHEMA = object({
  name: { type: 'string' },
  role: { enum: ROLES },
  kind: { enum: KINDS },
  drifted: { type: 'boolean' },
  severity: SEVERITY_SCHEMA,
  sentence: { type: 'string', description: 'What happened; empty where nothing did.' },
  note: { type: 'string', description: 'Why it is not compared, or how it was read.' },
  metrics: {
    type: 'object',
    additionalProperties: METRIC_SCHEMA,
    description: 'By the id of the metric, as GET /v1/metrics lists them.',
  },
  distribution: {
    oneOf: [
      { type: 'null' },
      object({ bars: { type: 'array', items: BAR_SCHEMA }, ordered: { type: 'boolean' } }),
    ],
  },
  reference: FACTS_SCHEMA,
  current: FACTS_SCHEMA,
} satisfies Record<keyof ReportColumn, object>);

const PERFORMANCE_SCHEMA = object({
  metric: { type: 'string' },
  title: { type: 'string' },
  before: NUMBER_OR_NULL,
  after: NUMBER_OR_NULL,
  bound: NUMBER_OR_NULL,
  criticalBound: NUMBER_OR_NULL,
  n: COUNT_SCHEMA,
  m: COUNT_SCHEMA,
  severity: SEVERITY_SCHEMA,
  reason: TEXT_OR_NULL,
  higherIsBetter: { type: 'boolean' },
  unit: { type: 'string' },
  calibration: CALIBRATION_SCHEMA,
});

const SEGMENT_SCHEMA = object({
  segment: { type: 'string' },
  referenceRows: COUNT_SCHEMA,
  currentRows: COUNT_SCHEMA,
  severity: SEVERITY_SCHEMA,
  drifted: { type: 'array', items: { type: 'string' } },
  worst: {
    oneOf: [
      { type: 'null' },
      object({
        column: { type: 'string' },
        value: { type: 'number' },
        bound: { type: 'number' },
      }),
    ],
  },
});

const FILE_SCHEMA = object({
  file: { type: 'string' },
  rows: { type: 'integer', minimum: 0 },
  from: { ...TEXT_OR_NULL, description: 'First time, ISO 8601.' },
  to: { ...TEXT_OR_NULL, description: 'Last time, ISO 8601.' },
});

/** JSON Schema of the document. */
export const REPORT_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Leeway drift report',
  ...object({
    reportVersion: { const: 1 },
    reference: FILE_SCHEMA,
    current: FILE_SCHEMA,
    severity: SEVERITY_SCHEMA,
    summary: { type: 'array', items: { type: 'string' } },
    drifted: { type: 'integer', minimum: 0 },
    compared: { type: 'integer', minimum: 0 },
    level: object({
      falseAlarms: { ...SHARE_SCHEMA, description: 'Chance of any false alarm in the report.' },
      checks: { type: 'integer', minimum: 0 },
      daysLearnt: {
        type: 'integer',
        minimum: 0,
        description: 'Days of the reference from which it was learnt how calm ones differ.',
      },
      exact: { type: 'boolean' },
    }),
    columns: { type: 'array', items: COLUMN_SCHEMA, description: 'Most important first.' },
    performance: { type: 'array', items: PERFORMANCE_SCHEMA },
    segmentColumn: TEXT_OR_NULL,
    segments: { type: 'array', items: SEGMENT_SCHEMA },
    notes: { type: 'array', items: { type: 'string' } },
  } satisfies Record<keyof Report, object>),
} as const;
