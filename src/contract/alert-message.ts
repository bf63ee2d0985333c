import { DIAGNOSIS_SCHEMA } from './diagnosis.ts';

/** What a channel receives, signed as Standard Webhooks 1.0 has it: `webhook-id` is the same over
 *  all retries of one message, so that a receiver can drop what it has seen. */
const NULLABLE_NUMBER = { type: ['number', 'null'] } as const;
const NULLABLE_TEXT = { type: ['string', 'null'] } as const;

const DATA_PROPERTIES = {
  alertId: { type: 'string', description: 'The same for the life of an alert.' },
  model: { type: 'string' },
  version: { ...NULLABLE_TEXT, description: 'Of the baseline, where it belongs to one version.' },
  monitor: {
    type: 'object',
    required: ['id', 'name'],
    additionalProperties: false,
    properties: { id: { type: 'string' }, name: { type: 'string' } },
  },
  check: { type: 'string' },
  metric: { type: 'string' },
  column: NULLABLE_TEXT,
  segment: { type: 'string', description: 'Empty for the whole model.' },
  severity: { enum: ['info', 'warning', 'critical'] },
  priority: {
    enum: ['normal', 'urgent'],
    description: 'urgent: data changed and the model got worse at the same time.',
  },
  urgentWith: {
    type: 'array',
    items: { type: 'string' },
    description: 'The alerts that make it so.',
  },
  reason: { type: 'string', description: 'Named, such as `above_critical`.' },
  value: NULLABLE_NUMBER,
  bound: { ...NULLABLE_NUMBER, description: 'The one that was passed.' },
  n: { ...NULLABLE_NUMBER, description: 'Effective rows of the window.' },
  m: { ...NULLABLE_NUMBER, description: 'Effective rows of the baseline.' },
  window: {
    type: 'object',
    required: ['start', 'end'],
    additionalProperties: false,
    properties: {
      start: { type: 'string', format: 'date-time' },
      end: { type: 'string', format: 'date-time' },
    },
  },
  since: { type: 'string', format: 'date-time', description: 'Start of the first bad window.' },
  baselineId: NULLABLE_TEXT,
  sentence: { type: 'string' },
  diagnosis: { ...DIAGNOSIS_SCHEMA, description: 'Of an alert that opens or gets worse.' },
  link: { ...NULLABLE_TEXT, description: 'Where LEEWAY_PUBLIC_URL is set.' },
} as const;

export const ALERT_MESSAGE_SCHEMA = {
  type: 'object',
  required: ['type', 'timestamp', 'data'],
  additionalProperties: false,
  properties: {
    type: {
      enum: [
        'alert.opened',
        'alert.escalated',
        'alert.de_escalated',
        'alert.resolved',
        'alert.amended',
      ],
    },
    timestamp: { type: 'string', format: 'date-time' },
    data: {
      type: 'object',
      required: Object.keys(DATA_PROPERTIES),
      additionalProperties: false,
      properties: DATA_PROPERTIES,
    },
  },
} as const;
