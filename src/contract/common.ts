/** A moment as callers may send it. */
export const TIME_INPUT_SCHEMA = {
  description: 'ISO 8601 with a zone, or milliseconds since 1970 in UTC.',
  anyOf: [{ type: 'string', maxLength: 64 }, { type: 'integer' }],
} as const;

export type TimeInput = string | number;

/** A moment as the server answers it: ISO 8601 in UTC. */
export const TIME_SCHEMA = { type: 'string', format: 'date-time' } as const;

export const NULLABLE_TIME_SCHEMA = { type: ['string', 'null'], format: 'date-time' } as const;

/** Names that people give: any text, so long as it can be read and stored. */
export const NAME_SCHEMA = { type: 'string', minLength: 1, maxLength: 200 } as const;

export const SCOPES = ['ingest', 'read', 'admin'] as const;
