import { NULLABLE_TIME_SCHEMA, TIME_SCHEMA } from './common.ts';

const STATES = ['pending', 'delivered', 'dead'] as const;
const OUTCOMES = ['delivered', 'retry', 'rejected', 'exhausted', 'replayed'] as const;

export interface DeliveryEntryBody {
  readonly at: string;
  readonly attempt: number;
  readonly outcome: (typeof OUTCOMES)[number];
  readonly reason: string;
  readonly status: number | null;
  readonly response: string | null;
  readonly durationMs: number;
  readonly by: string | null;
}

export interface DeliveryBody {
  readonly notificationId: string;
  readonly channelId: string;
  readonly channel: string;
  readonly key: string;
  readonly type: string;
  readonly sentence: string;
  readonly alertIds: readonly string[];
  readonly state: (typeof STATES)[number];
  readonly attempts: number;
  readonly createdAt: string;
  readonly deliveredAt: string | null;
  readonly nextAttemptAt: string | null;
  readonly log: readonly DeliveryEntryBody[];
}

export interface DeliveryListBody {
  readonly deliveries: readonly DeliveryBody[];
  readonly before: number | null;
}

export interface DeliveryQuery {
  readonly state?: (typeof STATES)[number];
  readonly before?: number;
  readonly limit: number;
}

const ENTRY_PROPERTIES = {
  at: TIME_SCHEMA,
  attempt: { type: 'integer', description: 'Counted anew where a message was sent again.' },
  outcome: {
    enum: OUTCOMES,
    description:
      'retry: it will be tried again; rejected: refused for good; exhausted: given up after the ' +
      'last try; replayed: somebody had it sent again.',
  },
  reason: { type: 'string' },
  status: { type: ['integer', 'null'], description: 'Of HTTP or SMTP; null without an answer.' },
  response: { type: ['string', 'null'], description: 'The beginning of what was answered.' },
  durationMs: { type: 'number' },
  by: { type: ['string', 'null'], description: 'Who had it sent again.' },
} as const;

const DELIVERY_PROPERTIES = {
  notificationId: { type: 'string' },
  channelId: { type: 'string' },
  channel: { type: 'string', description: 'Its name.' },
  key: { type: 'string', description: 'The same over all tries.' },
  type: { type: 'string', description: 'Such as alert.opened; alerts.changed of a group.' },
  sentence: { type: 'string' },
  alertIds: { type: 'array', items: { type: 'string' } },
  state: { enum: STATES, description: 'dead: refused or given up, and can be sent again.' },
  attempts: { type: 'integer' },
  createdAt: TIME_SCHEMA,
  deliveredAt: NULLABLE_TIME_SCHEMA,
  nextAttemptAt: { ...NULLABLE_TIME_SCHEMA, description: 'Of one that waits.' },
  log: {
    type: 'array',
    description: 'Every try, oldest first; kept for 30 days.',
    items: {
      type: 'object',
      required: Object.keys(ENTRY_PROPERTIES),
      properties: ENTRY_PROPERTIES,
    },
  },
} as const;

export const DELIVERY_SCHEMA = {
  type: 'object',
  required: Object.keys(DELIVERY_PROPERTIES),
  properties: DELIVERY_PROPERTIES,
} as const;

export const DELIVERY_LIST_SCHEMA = {
  type: 'object',
  required: ['deliveries', 'before'],
  properties: {
    deliveries: { type: 'array', items: DELIVERY_SCHEMA },
    before: {
      type: ['integer', 'null'],
      description: 'Asked with this, the next page; null where there is none.',
    },
  },
} as const;

export const DELIVERY_QUERY_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    state: { enum: STATES },
    before: { type: 'integer', minimum: 1, description: 'From the page before.' },
    limit: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
  },
} as const;
