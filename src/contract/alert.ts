import { NULLABLE_TIME_SCHEMA, TIME_SCHEMA } from './common.ts';
import { DIAGNOSIS_SCHEMA } from './diagnosis.ts';
import { inFormats, PAGE_QUERY, type RecordQuery } from './records.ts';

const SEVERITIES = ['info', 'warning', 'critical'] as const;
const NULLABLE_NUMBER = { type: ['number', 'null'] } as const;
const NULLABLE_TEXT = { type: ['string', 'null'] } as const;

export interface AlertBody {
  readonly alertId: string;
  readonly model: string;
  readonly monitorId: string;
  readonly monitor: string;
  readonly check: string;
  readonly metric: string | null;
  readonly column: string | null;
  readonly segment: string;
  readonly state: 'firing' | 'acknowledged' | 'resolved';
  readonly severity: (typeof SEVERITIES)[number];
  readonly priority: 'normal' | 'urgent';
  readonly urgentWith: readonly string[];
  readonly historical: boolean;
  readonly withdrawn: boolean;
  readonly openedWindow: string;
  readonly lastWindow: string;
  readonly resolvedWindow: string | null;
  readonly value: number | null;
  readonly warning: number | null;
  readonly critical: number | null;
  readonly n: number | null;
  readonly m: number | null;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly explanation: string;
}

export interface AlertStepBody {
  readonly kind: 'opened' | 'escalated' | 'de_escalated' | 'resolved' | 'amended';
  readonly reason: string;
  readonly severity: (typeof SEVERITIES)[number];
  readonly window: string;
  readonly revision: number;
  readonly notified: boolean;
  readonly explanation: string;
  readonly occurredAt: string;
}

const ALERT_PROPERTIES = {
  alertId: { type: 'string' },
  model: { type: 'string' },
  monitorId: { type: 'string' },
  monitor: { type: 'string' },
  check: { type: 'string' },
  metric: NULLABLE_TEXT,
  column: NULLABLE_TEXT,
  segment: { type: 'string' },
  state: { enum: ['firing', 'acknowledged', 'resolved'] },
  severity: { enum: SEVERITIES },
  priority: {
    enum: ['normal', 'urgent'],
    description: 'urgent: data changed and the model got worse at the same time.',
  },
  urgentWith: {
    type: 'array',
    items: { type: 'string' },
    description: 'The alerts that make it so, or made it so while it was open.',
  },
  historical: { type: 'boolean', description: 'Shown, but nobody was told.' },
  withdrawn: {
    type: 'boolean',
    description: 'Later rows or labels showed that there was nothing.',
  },
  openedWindow: TIME_SCHEMA,
  lastWindow: { ...TIME_SCHEMA, description: 'Start of the last bad window.' },
  resolvedWindow: NULLABLE_TIME_SCHEMA,
  value: { ...NULLABLE_NUMBER, description: 'On the last bad window, like what follows.' },
  warning: NULLABLE_NUMBER,
  critical: NULLABLE_NUMBER,
  n: { ...NULLABLE_NUMBER, description: 'Effective rows of the window.' },
  m: { ...NULLABLE_NUMBER, description: 'Effective rows of the baseline.' },
  acknowledgedAt: NULLABLE_TIME_SCHEMA,
  acknowledgedBy: NULLABLE_TEXT,
  explanation: { type: 'string' },
} as const;

export const ALERT_SCHEMA = {
  type: 'object',
  required: Object.keys(ALERT_PROPERTIES),
  properties: ALERT_PROPERTIES,
} as const;

export const ALERT_LIST_SCHEMA = {
  type: 'object',
  required: ['alerts', 'nextCursor'],
  properties: {
    alerts: { type: 'array', items: ALERT_SCHEMA },
    nextCursor: { ...NULLABLE_TEXT, description: 'Of the next page; null after the last one.' },
  },
} as const;

export const LIST_ALERTS_RESPONSE = { 200: inFormats(ALERT_LIST_SCHEMA) } as const;

const STEP_PROPERTIES = {
  kind: { enum: ['opened', 'escalated', 'de_escalated', 'resolved', 'amended'] },
  reason: { type: 'string' },
  severity: { enum: SEVERITIES },
  window: { ...TIME_SCHEMA, description: 'Start of the window that brought it.' },
  revision: { type: 'integer', description: '0 where no evaluation brought it.' },
  notified: { type: 'boolean' },
  explanation: { type: 'string' },
  occurredAt: TIME_SCHEMA,
} as const;

export const ALERT_WITH_STEPS_SCHEMA = {
  type: 'object',
  required: [...Object.keys(ALERT_PROPERTIES), 'diagnosis', 'steps'],
  properties: {
    ...ALERT_PROPERTIES,
    diagnosis: {
      ...DIAGNOSIS_SCHEMA,
      description: 'What was behind it when it opened or got worse.',
    },
    steps: {
      type: 'array',
      description: 'What happened to it, oldest first.',
      items: {
        type: 'object',
        required: Object.keys(STEP_PROPERTIES),
        properties: STEP_PROPERTIES,
      },
    },
  },
} as const;

export interface AlertQuery
  extends Pick<
    RecordQuery,
    'from' | 'to' | 'cursor' | 'format' | 'monitor' | 'check' | 'metric' | 'column' | 'segment'
  > {
  readonly model?: string;
  readonly open?: boolean;
  readonly severity?: (typeof SEVERITIES)[number];
  readonly limit: number;
}

export const ALERT_QUERY_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    model: { type: 'string', description: 'Name of a model; left out, all of the project.' },
    open: { type: 'boolean', description: 'true: not resolved yet; false: resolved ones.' },
    ...PAGE_QUERY,
    from: { ...PAGE_QUERY.from, description: 'Opened by a window that starts then or later.' },
    to: { ...PAGE_QUERY.to, description: 'Opened by a window that starts before.' },
    monitor: { type: 'string', maxLength: 200, description: 'Id of a monitor.' },
    check: { type: 'string', maxLength: 1000 },
    metric: { type: 'string', maxLength: 200 },
    column: { type: 'string', maxLength: 600, description: 'By its name; goes with `model`.' },
    segment: { type: 'string', maxLength: 1000, description: 'Empty: the whole model only.' },
    severity: { enum: SEVERITIES },
    limit: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
  },
} as const;

export const ACKNOWLEDGE_SCHEMA = {
  type: ['object', 'null'],
  additionalProperties: false,
  properties: { by: { type: 'string', maxLength: 200, description: 'Who has seen it.' } },
} as const;
