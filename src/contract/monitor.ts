import type { ThresholdSpec } from '../monitoring/threshold/threshold.ts';
import { NAME_SCHEMA, NULLABLE_TIME_SCHEMA, TIME_SCHEMA } from './common.ts';

export const CADENCES = ['5m', '1h', '1d'] as const;
const SIDES = ['above', 'below'] as const;
const NO_DATA = ['ignore', 'alert'] as const;

export interface ThresholdBody {
  readonly strategy?: 'fixed';
  readonly warning?: number | null;
  readonly critical?: number | null;
  readonly side?: (typeof SIDES)[number];
}

export interface CheckDraftBody {
  readonly id?: string;
  readonly metric: string;
  readonly column?: string | null;
  readonly parameters?: Readonly<Record<string, number | string | boolean>>;
  readonly threshold: ThresholdBody;
}

export interface MonitorDraftBody {
  readonly name: string;
  readonly cadence: (typeof CADENCES)[number];
  readonly variant?: string;
  readonly environment?: string;
  readonly segment?: string;
  readonly checks: readonly CheckDraftBody[];
  readonly noData?: (typeof NO_DATA)[number];
  readonly enabled?: boolean;
}

export interface MonitorBody {
  readonly monitorId: string;
  readonly model: string;
  readonly name: string;
  readonly version: number;
  readonly cadence: (typeof CADENCES)[number];
  readonly variant: string;
  readonly environment: string;
  readonly segment: string;
  readonly checks: readonly (Required<Omit<CheckDraftBody, 'threshold'>> & {
    readonly columnKey: string | null;
    readonly threshold: ThresholdSpec;
  })[];
  readonly noData: (typeof NO_DATA)[number];
  readonly enabled: boolean;
  readonly sentence: string;
  readonly createdAt: string;
  readonly evaluatedUntil: string | null;
}

const BOUND_SCHEMA = { type: ['number', 'null'] } as const;
const POPULATION_SCHEMA = { type: 'string', maxLength: 200 } as const;
const PARAMETERS_SCHEMA = {
  type: 'object',
  additionalProperties: { type: ['number', 'string', 'boolean'] },
  description: "As the metric's own schema says: GET /v1/metrics.",
} as const;

const THRESHOLD_DRAFT_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    strategy: { enum: ['fixed'], default: 'fixed' },
    warning: { ...BOUND_SCHEMA, default: null },
    critical: { ...BOUND_SCHEMA, default: null },
    side: {
      enum: SIDES,
      description: 'Which side is bad; may be left out where the metric itself says so.',
    },
  },
} as const;

const CHECK_DRAFT_SCHEMA = {
  type: 'object',
  required: ['metric', 'threshold'],
  additionalProperties: false,
  properties: {
    id: {
      type: 'string',
      minLength: 1,
      maxLength: 300,
      description: 'Keeps the history of a check over edits; else metric and column name it.',
    },
    metric: { type: 'string', maxLength: 100, description: 'An id of GET /v1/metrics.' },
    column: {
      type: ['string', 'null'],
      maxLength: 300,
      description:
        'Name of a feature, or `score`, `decision`, `value`, `latency`, of a named output ' +
        '`score:NAME`; of a performance metric the name of the output. May be left out where ' +
        'there is one.',
    },
    parameters: { ...PARAMETERS_SCHEMA, default: {} },
    threshold: THRESHOLD_DRAFT_SCHEMA,
  },
} as const;

/** More checks than that are another monitor. */
const MAXIMUM_CHECKS = 5_000;

export const MONITOR_DRAFT_SCHEMA = {
  type: 'object',
  required: ['name', 'cadence', 'checks'],
  additionalProperties: false,
  properties: {
    name: NAME_SCHEMA,
    cadence: { enum: CADENCES },
    variant: { ...POPULATION_SCHEMA, default: 'champion' },
    environment: { ...POPULATION_SCHEMA, default: 'production' },
    segment: {
      type: 'string',
      maxLength: 500,
      default: '',
      description: '`feature=value` of a declared dimension; empty for the whole model.',
    },
    checks: { type: 'array', minItems: 1, maxItems: MAXIMUM_CHECKS, items: CHECK_DRAFT_SCHEMA },
    noData: {
      enum: NO_DATA,
      default: 'ignore',
      description: '`alert`: a window without predictions raises one critical alert.',
    },
    enabled: { type: 'boolean', default: true },
  },
} as const;

const CHECK_PROPERTIES = {
  id: { type: 'string' },
  metric: { type: 'string' },
  column: { type: ['string', 'null'] },
  columnKey: { type: ['string', 'null'], description: 'The column in measurements and series.' },
  parameters: PARAMETERS_SCHEMA,
  threshold: {
    type: 'object',
    required: ['strategy', 'warning', 'critical', 'side'],
    properties: {
      strategy: { enum: ['fixed'] },
      warning: BOUND_SCHEMA,
      critical: BOUND_SCHEMA,
      side: { enum: SIDES },
    },
  },
} as const;

const MONITOR_PROPERTIES = {
  monitorId: { type: 'string' },
  model: { type: 'string' },
  name: { type: 'string' },
  version: { type: 'integer', description: 'Raised by every edit; measurements carry it.' },
  cadence: { enum: CADENCES },
  variant: { type: 'string' },
  environment: { type: 'string' },
  segment: { type: 'string' },
  checks: {
    type: 'array',
    items: {
      type: 'object',
      required: Object.keys(CHECK_PROPERTIES),
      properties: CHECK_PROPERTIES,
    },
  },
  noData: { enum: NO_DATA },
  enabled: { type: 'boolean' },
  sentence: { type: 'string', description: 'The rule in words.' },
  createdAt: TIME_SCHEMA,
  evaluatedUntil: {
    ...NULLABLE_TIME_SCHEMA,
    description: 'End of the last window that was evaluated on schedule.',
  },
} as const;

export const MONITOR_SCHEMA = {
  type: 'object',
  required: Object.keys(MONITOR_PROPERTIES),
  properties: MONITOR_PROPERTIES,
} as const;

export const MONITOR_LIST_SCHEMA = {
  type: 'object',
  required: ['monitors'],
  properties: { monitors: { type: 'array', items: MONITOR_SCHEMA } },
} as const;
