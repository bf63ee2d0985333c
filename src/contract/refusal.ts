import { instant, listOf, nullable, objectOf, text, type Wire } from './wire.ts';

export interface RefusalQuery {
  readonly limit: number;
  readonly before?: string;
}

export const REFUSAL_QUERY_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
    before: { type: 'string', maxLength: 100, description: 'The next of the page before.' },
  },
} as const;

export const REFUSAL_LIST_SCHEMA = objectOf({
  rows: listOf(
    objectOf({
      refusedId: text,
      kind: { enum: ['predictions', 'labels'] as const },
      code: text,
      message: text,
      /** The beginning of the row as JSON; empty where it was none. */
      raw: text,
      refusedAt: instant,
    }),
  ),
  /** Where the next page begins; null on the last one. */
  next: nullable(text),
});

export type RefusalListBody = Wire<typeof REFUSAL_LIST_SCHEMA>;
