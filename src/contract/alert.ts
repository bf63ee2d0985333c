import { ALERT_STATES } from './choices.ts';
import { NULLABLE_TIME_SCHEMA, TIME_SCHEMA } from './common.ts';
import { DIAGNOSIS_SCHEMA } from './diagnosis.ts';
import { inFormats, PAGE_QUERY, type RecordQuery } from './records.ts';

const SEVERITIES = ['info', 'warning', 'critical'] as const;
const NOTE_KINDS = ['acknowledged', 'unacknowledged', 'silenced', 'silence_ended'] as const;
const DROP_REASONS = ['silenced', 'maintenance', 'acknowledged', 'no_route'] as const;
type DropReason = (typeof DROP_REASONS)[number];
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
  readonly silencedBy: readonly SilencedByBody[];
  readonly unrouted: boolean;
  readonly timeZone: string;
}

/** What an alert is about. */
export type AlertNameBody = Pick<AlertBody, 'alertId' | 'metric' | 'check' | 'column' | 'segment'>;

/** A silence that keeps people from being told of an alert. */
export interface SilencedByBody {
  readonly silenceId: string;
  readonly reason: 'silenced' | 'maintenance';
  readonly comment: string;
  readonly author: string;
  readonly until: string;
}

export interface AlertStepBody {
  readonly kind: 'opened' | 'escalated' | 'de_escalated' | 'resolved' | 'amended';
  readonly reason: string;
  readonly severity: (typeof SEVERITIES)[number];
  readonly window: string;
  readonly revision: number;
  readonly notified: boolean;
  readonly dropped: DropReason | null;
  readonly droppedBy: string | null;
  readonly explanation: string;
  readonly occurredAt: string;
}

export interface AlertNoteBody {
  readonly noteId: string;
  readonly kind: (typeof NOTE_KINDS)[number];
  readonly author: string | null;
  readonly comment: string | null;
  readonly silenceId: string | null;
  readonly notified: boolean;
  readonly dropped: DropReason | null;
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
  silencedBy: {
    type: 'array',
    description: 'Silences that are in force for it now, the one that lasts longest first.',
    items: {
      type: 'object',
      required: ['silenceId', 'reason', 'comment', 'author', 'until'],
      properties: {
        silenceId: { type: 'string' },
        reason: { enum: ['silenced', 'maintenance'] },
        comment: { type: 'string' },
        author: { type: 'string' },
        until: TIME_SCHEMA,
      },
    },
  },
  unrouted: {
    type: 'boolean',
    description:
      'People should have heard of it, and no route led to a channel that is switched on.',
  },
  timeZone: { type: 'string', description: 'Of the model: where its windows begin and end.' },
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
const DROPPED_SCHEMA = {
  enum: [...DROP_REASONS, null],
  description: 'Why people were not told of what they should hear of.',
} as const;

const STEP_PROPERTIES = {
  kind: { enum: ['opened', 'escalated', 'de_escalated', 'resolved', 'amended'] },
  reason: { type: 'string' },
  severity: { enum: SEVERITIES },
  window: { ...TIME_SCHEMA, description: 'Start of the window that brought it.' },
  revision: { type: 'integer', description: '0 where no evaluation brought it.' },
  notified: { type: 'boolean' },
  dropped: DROPPED_SCHEMA,
  droppedBy: { ...NULLABLE_TEXT, description: 'The silence that kept it back.' },
  explanation: { type: 'string' },
  occurredAt: TIME_SCHEMA,
} as const;

const NOTE_PROPERTIES = {
  noteId: { type: 'string' },
  kind: { enum: NOTE_KINDS },
  author: NULLABLE_TEXT,
  comment: NULLABLE_TEXT,
  silenceId: NULLABLE_TEXT,
  notified: { type: 'boolean' },
  dropped: DROPPED_SCHEMA,
  occurredAt: TIME_SCHEMA,
} as const;

const NAME_PROPERTIES = {
  alertId: ALERT_PROPERTIES.alertId,
  metric: ALERT_PROPERTIES.metric,
  check: ALERT_PROPERTIES.check,
  column: ALERT_PROPERTIES.column,
  segment: ALERT_PROPERTIES.segment,
} as const;

export const ALERT_WITH_STEPS_SCHEMA = {
  type: 'object',
  required: [...Object.keys(ALERT_PROPERTIES), 'urgentAlerts', 'diagnosis', 'steps', 'notes'],
  properties: {
    ...ALERT_PROPERTIES,
    urgentAlerts: {
      type: 'array',
      description: 'What those of `urgentWith` are about.',
      items: {
        type: 'object',
        required: Object.keys(NAME_PROPERTIES),
        properties: NAME_PROPERTIES,
      },
    },
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
    notes: {
      type: 'array',
      description: 'What happened to it beside its verdicts, oldest first.',
      items: {
        type: 'object',
        required: Object.keys(NOTE_PROPERTIES),
        properties: NOTE_PROPERTIES,
      },
    },
  },
} as const;

export type AlertStateWire = (typeof ALERT_STATES)[number];
export type SeverityWire = (typeof SEVERITIES)[number];

export interface AlertQuery
  extends Pick<
    RecordQuery,
    'from' | 'to' | 'cursor' | 'format' | 'monitor' | 'check' | 'metric' | 'column' | 'segment'
  > {
  readonly model?: string;
  readonly open?: boolean;
  readonly state?: AlertStateWire;
  readonly severity?: SeverityWire;
  readonly order: 'latest' | 'worst';
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
    state: { enum: ALERT_STATES },
    severity: { enum: SEVERITIES },
    order: {
      enum: ['latest', 'worst'],
      default: 'latest',
      description:
        'worst: open ones first, of those urgent ones, then by severity, then the latest.',
    },
    limit: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
  },
} as const;

export interface AcknowledgeBody {
  readonly by?: string;
  readonly comment?: string;
}

export const ACKNOWLEDGE_SCHEMA = {
  type: ['object', 'null'],
  additionalProperties: false,
  properties: {
    by: { type: 'string', maxLength: 200, description: 'Who has seen it.' },
    comment: { type: 'string', maxLength: 2000, description: 'For the timeline.' },
  },
} as const;
