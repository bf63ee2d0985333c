import { NULLABLE_TIME_SCHEMA, TIME_INPUT_SCHEMA, TIME_SCHEMA, type TimeInput } from './common.ts';

export const SILENCE_STATES = ['pending', 'active', 'expired'] as const;

export interface RepeatBody {
  readonly cron: string;
  readonly durationMinutes: number;
  readonly timeZone?: string;
}

export interface SilenceDraftBody {
  readonly matchers: readonly string[];
  readonly startsAt?: TimeInput;
  readonly endsAt: TimeInput;
  readonly repeat?: RepeatBody;
  readonly author?: string;
  readonly comment: string;
}

export interface SilenceBody {
  readonly silenceId: string;
  readonly matchers: readonly string[];
  readonly state: (typeof SILENCE_STATES)[number];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly repeat: Required<RepeatBody> | null;
  readonly inForceUntil: string | null;
  readonly nextInForce: string | null;
  readonly author: string;
  readonly comment: string;
  readonly createdAt: string;
  readonly replaces: string | null;
}

export interface SilencedAlertBody {
  readonly alertId: string;
  readonly open: boolean;
  readonly openedWindow: string;
  readonly explanation: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface SilencePreviewBody {
  readonly matchers: readonly string[];
  readonly openCount: number;
  readonly recentCount: number;
  readonly alerts: readonly SilencedAlertBody[];
}

export const MATCHERS_SCHEMA = {
  type: 'array',
  minItems: 1,
  maxItems: 20,
  description:
    'All of them have to hold. Each is a label (model, environment, monitor, check, metric, column, ' +
    'segment or severity), an operator and a value: `model=churn`, `severity!=critical`, ' +
    '`column=~"inc.*"`, `segment!~"country=.*"`. Expressions are those of RE2 and fit the whole value.',
  items: { type: 'string', minLength: 1, maxLength: 1100 },
} as const;

export const SILENCE_DRAFT_SCHEMA = {
  type: 'object',
  required: ['matchers', 'endsAt', 'comment'],
  additionalProperties: false,
  properties: {
    matchers: MATCHERS_SCHEMA,
    startsAt: { ...TIME_INPUT_SCHEMA, description: 'Left out: now.' },
    endsAt: { ...TIME_INPUT_SCHEMA, description: 'There is always an end.' },
    repeat: {
      type: 'object',
      description: 'A maintenance window: in force again and again, between start and end.',
      required: ['cron', 'durationMinutes'],
      additionalProperties: false,
      properties: {
        cron: {
          type: 'string',
          maxLength: 200,
          description: 'Five fields: minute, hour, day of the month, month, day of the week.',
        },
        durationMinutes: { type: 'integer', minimum: 1, maximum: 10_080 },
        timeZone: {
          type: 'string',
          maxLength: 100,
          description: 'Left out: that of the model where one is named by model=, else UTC.',
        },
      },
    },
    author: { type: 'string', minLength: 1, maxLength: 200, description: 'Left out: the key.' },
    comment: { type: 'string', minLength: 1, maxLength: 2000, description: 'Why.' },
  },
} as const;

const SILENCE_PROPERTIES = {
  silenceId: { type: 'string' },
  matchers: { type: 'array', items: { type: 'string' } },
  state: {
    enum: SILENCE_STATES,
    description: 'One that repeats is pending between two occurrences.',
  },
  startsAt: TIME_SCHEMA,
  endsAt: TIME_SCHEMA,
  repeat: {
    type: ['object', 'null'],
    required: ['cron', 'durationMinutes', 'timeZone'],
    properties: {
      cron: { type: 'string' },
      durationMinutes: { type: 'number' },
      timeZone: { type: 'string' },
    },
  },
  inForceUntil: NULLABLE_TIME_SCHEMA,
  nextInForce: NULLABLE_TIME_SCHEMA,
  author: { type: 'string' },
  comment: { type: 'string' },
  createdAt: TIME_SCHEMA,
  replaces: {
    type: ['string', 'null'],
    description: 'The silence that this one took the place of.',
  },
} as const;

export const SILENCE_SCHEMA = {
  type: 'object',
  required: Object.keys(SILENCE_PROPERTIES),
  properties: SILENCE_PROPERTIES,
} as const;

export const SILENCE_LIST_SCHEMA = {
  type: 'object',
  required: ['silences'],
  properties: { silences: { type: 'array', items: SILENCE_SCHEMA } },
} as const;

export interface SilenceQuery {
  readonly state?: (typeof SILENCE_STATES)[number];
}

export const SILENCE_QUERY_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    state: {
      type: 'string',
      enum: SILENCE_STATES,
      description: 'Left out: all, expired ones of the last 30 days.',
    },
  },
} as const;

export const SILENCE_PREVIEW_QUESTION_SCHEMA = {
  type: 'object',
  required: ['matchers'],
  additionalProperties: false,
  properties: { matchers: MATCHERS_SCHEMA },
} as const;

export const SILENCED_ALERT_SCHEMA = {
  type: 'object',
  required: ['alertId', 'open', 'openedWindow', 'explanation', 'labels'],
  properties: {
    alertId: { type: 'string' },
    open: { type: 'boolean' },
    openedWindow: TIME_SCHEMA,
    explanation: { type: 'string' },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
  },
} as const;

export const SILENCE_PREVIEW_SCHEMA = {
  type: 'object',
  required: ['matchers', 'openCount', 'recentCount', 'alerts'],
  properties: {
    matchers: { type: 'array', items: { type: 'string' }, description: 'As they were read.' },
    openCount: { type: 'integer', description: 'Open alerts that it would mute.' },
    recentCount: {
      type: 'integer',
      description: 'Alerts of the last seven days, now over, that it would have muted.',
    },
    alerts: {
      type: 'array',
      description: 'Both kinds, open ones first, at most 200.',
      items: SILENCED_ALERT_SCHEMA,
    },
  },
} as const;
