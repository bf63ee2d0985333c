import type { AlarmBudget, Persistence } from '../monitoring/monitor/monitor.ts';
import type { Calibration, ThresholdSpec } from '../monitoring/threshold/threshold.ts';
import { NAME_SCHEMA, NULLABLE_TIME_SCHEMA, TIME_SCHEMA } from './common.ts';
import { THRESHOLD_DRAFT_SCHEMA, THRESHOLD_SCHEMA, type ThresholdBody } from './threshold.ts';

export type { ThresholdBody } from './threshold.ts';

export const CADENCES = ['5m', '1h', '1d'] as const;
const NO_DATA = ['ignore', 'alert'] as const;

export interface CheckDraftBody {
  readonly id?: string;
  readonly metric: string;
  readonly column?: string | null;
  readonly parameters?: Readonly<Record<string, number | string | boolean>>;
  readonly threshold: ThresholdBody;
  readonly weight?: number;
}

export interface MonitorDraftBody {
  readonly name: string;
  readonly cadence: (typeof CADENCES)[number];
  readonly variant?: string;
  readonly environment?: string;
  readonly segment?: string;
  readonly segmentsOf?: string | null;
  readonly checks: readonly CheckDraftBody[];
  readonly noData?: (typeof NO_DATA)[number];
  readonly budget?: AlarmBudget;
  readonly persistence?: Persistence;
  readonly resolveAfter?: number;
  readonly cooldownMs?: number;
  readonly enabled?: boolean;
}

/** A silence that keeps alerts of a check from people now. */
export interface CheckMuteBody {
  readonly silenceId: string;
  readonly reason: 'silenced' | 'maintenance';
  readonly comment: string;
  readonly until: string;
  readonly severities: readonly ('warning' | 'critical')[];
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
  readonly segmentsOf: string | null;
  readonly checks: readonly (Required<Omit<CheckDraftBody, 'threshold'>> & {
    readonly columnKey: string | null;
    readonly threshold: ThresholdSpec;
    readonly calibration: Calibration | null;
    readonly silencedBy: readonly CheckMuteBody[];
  })[];
  readonly noData: (typeof NO_DATA)[number];
  readonly budget: AlarmBudget;
  readonly persistence: Persistence;
  readonly resolveAfter: number;
  readonly cooldownMs: number;
  readonly enabled: boolean;
  readonly sentence: string;
  readonly createdAt: string;
  readonly evaluatedUntil: string | null;
}

const POPULATION_SCHEMA = { type: 'string', maxLength: 200 } as const;
const PARAMETERS_SCHEMA = {
  type: 'object',
  additionalProperties: { type: ['number', 'string', 'boolean'] },
  description: "As the metric's own schema says: GET /v1/metrics.",
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
    weight: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1000,
      description:
        'Its part of the false-alarm budget against the other calibrated checks; left out, 1 for ' +
        'an average feature, more by importance and criticality.',
    },
  },
} as const;

const BUDGET_SCHEMA = {
  type: 'object',
  required: ['alarms', 'days'],
  additionalProperties: false,
  properties: {
    alarms: { type: 'number', minimum: 1e-6, maximum: 1000 },
    days: { type: 'number', minimum: 0.01, maximum: 3660 },
  },
} as const;
const PERSISTENCE_SCHEMA = {
  type: 'object',
  required: ['violations', 'windows'],
  additionalProperties: false,
  properties: {
    violations: { type: 'integer', minimum: 1, maximum: 100 },
    windows: { type: 'integer', minimum: 1, maximum: 100 },
  },
} as const;
const RESOLVE_AFTER_SCHEMA = { type: 'integer', minimum: 1, maximum: 100 } as const;
const COOLDOWN_SCHEMA = { type: 'integer', minimum: 0, maximum: 30 * 86_400_000 } as const;

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
    segmentsOf: {
      type: ['string', 'null'],
      maxLength: 300,
      default: null,
      description: 'A declared dimension: every check is made for each of its values too.',
    },
    checks: { type: 'array', minItems: 1, maxItems: MAXIMUM_CHECKS, items: CHECK_DRAFT_SCHEMA },
    noData: {
      enum: NO_DATA,
      default: 'ignore',
      description: '`alert`: a window without predictions raises one critical alert.',
    },
    budget: {
      ...BUDGET_SCHEMA,
      default: { alarms: 1, days: 30 },
      description: 'False alarms that calibrated checks may raise together in so many days.',
    },
    persistence: {
      ...PERSISTENCE_SCHEMA,
      default: { violations: 1, windows: 1 },
      description: 'An alert takes so many bad windows among the last ones.',
    },
    resolveAfter: {
      ...RESOLVE_AFTER_SCHEMA,
      default: 1,
      description: 'Good windows in a row that end an alert.',
    },
    cooldownMs: {
      ...COOLDOWN_SCHEMA,
      default: 0,
      description: 'So long after the end of an alert the next one of its check tells nobody.',
    },
    enabled: { type: 'boolean', default: true },
  },
} as const;

/** The same without its defaults, which would be taken for what was asked. */
export const MONITOR_PATCH_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    Object.entries(MONITOR_DRAFT_SCHEMA.properties).map(([name, property]) => {
      const { default: _, ...rest } = { default: undefined, ...property };
      return [name, rest];
    }),
  ),
} as const;

const CALIBRATION_PROPERTIES = {
  level: { type: 'number', description: 'False alarms granted to the check for one window.' },
  binding: {
    enum: ['sampling', 'baseline', 'effect', 'history', 'none'],
    description: 'What the bound came from: the highest one binds.',
  },
  dispersion: {
    type: ['number', 'null'],
    description: 'Variance between windows beyond what sampling explains; null while unknown.',
  },
  learntFrom: { type: 'integer', description: 'Windows that it was learnt from.' },
  minimumDetectable: {
    type: ['number', 'null'],
    description: 'The smallest effect that is found four times in five.',
  },
  blind: {
    type: 'boolean',
    description: 'The bound lies beyond the critical effect: silence would mean nothing.',
  },
} as const;

const CHECK_PROPERTIES = {
  id: { type: 'string' },
  metric: { type: 'string' },
  column: { type: ['string', 'null'] },
  columnKey: { type: ['string', 'null'], description: 'The column in measurements and series.' },
  parameters: PARAMETERS_SCHEMA,
  threshold: THRESHOLD_SCHEMA,
  weight: { type: 'number' },
  calibration: {
    type: ['object', 'null'],
    description: 'How the bounds of the last evaluation came about, of a calibrated check.',
    required: Object.keys(CALIBRATION_PROPERTIES),
    properties: CALIBRATION_PROPERTIES,
  },
  silencedBy: {
    type: 'array',
    description: 'Silences that would keep its alerts from people now, read with the monitors.',
    items: {
      type: 'object',
      required: ['silenceId', 'reason', 'comment', 'until', 'severities'],
      properties: {
        silenceId: { type: 'string' },
        reason: { enum: ['silenced', 'maintenance'] },
        comment: { type: 'string' },
        until: TIME_SCHEMA,
        severities: { type: 'array', items: { enum: ['warning', 'critical'] } },
      },
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
  segmentsOf: { type: ['string', 'null'] },
  checks: {
    type: 'array',
    items: {
      type: 'object',
      required: Object.keys(CHECK_PROPERTIES),
      properties: CHECK_PROPERTIES,
    },
  },
  noData: { enum: NO_DATA },
  budget: BUDGET_SCHEMA,
  persistence: PERSISTENCE_SCHEMA,
  resolveAfter: RESOLVE_AFTER_SCHEMA,
  cooldownMs: COOLDOWN_SCHEMA,
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
