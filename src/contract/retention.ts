import { NULLABLE_TIME_SCHEMA } from './common.ts';

export const KEPT_CLASSES = ['rows', 'results', 'alerts', 'records'] as const;

export interface KeptClassBody {
  readonly class: (typeof KEPT_CLASSES)[number];
  readonly keeps: string;
  /** Null: for ever. */
  readonly days: number | null;
  /** Variable of the environment that says so. */
  readonly setting: string;
  readonly bytes: number;
  readonly oldest: string | null;
}

export interface RetentionBody {
  readonly classes: readonly KeptClassBody[];
}

const CLASS_PROPERTIES = {
  class: { enum: KEPT_CLASSES },
  keeps: { type: 'string', description: 'What belongs to the class, in words.' },
  days: {
    type: ['integer', 'null'],
    description: 'Days since arrival, or since it was made; null is for ever.',
  },
  setting: { type: 'string', description: 'The variable of the environment that says so.' },
  bytes: { type: 'integer', description: 'On disk, of every project of the server.' },
  oldest: { ...NULLABLE_TIME_SCHEMA, description: 'When the oldest of it came or was made.' },
} as const;

/** `GET /v1/retention`. */
export const READ_RETENTION_SCHEMA = {
  operationId: 'readRetention',
  summary: 'What the server keeps for how long, and how much of it there is',
  tags: ['operations'],
  response: {
    200: {
      type: 'object',
      required: ['classes'],
      properties: {
        classes: {
          type: 'array',
          items: {
            type: 'object',
            required: Object.keys(CLASS_PROPERTIES),
            properties: CLASS_PROPERTIES,
          },
        },
      },
    },
  },
} as const;
