import { NAME_SCHEMA, NULLABLE_TIME_SCHEMA, SCOPES, TIME_SCHEMA } from './common.ts';

export interface KeyDraftBody {
  readonly name: string;
  readonly scope: (typeof SCOPES)[number];
  /** Name of the project; left out, the caller's own. */
  readonly project?: string;
}

export interface KeyBody {
  readonly keyId: string;
  readonly name: string;
  readonly scope: (typeof SCOPES)[number];
  readonly project: string;
  readonly createdAt: string;
  readonly revokedAt: string | null;
}

export interface NewKeyBody extends KeyBody {
  /** Shown once and never again. */
  readonly secret: string;
}

export const KEY_DRAFT_SCHEMA = {
  type: 'object',
  required: ['name', 'scope'],
  additionalProperties: false,
  properties: {
    name: NAME_SCHEMA,
    scope: { enum: SCOPES },
    project: NAME_SCHEMA,
  },
} as const;

const KEY_PROPERTIES = {
  keyId: { type: 'string' },
  name: { type: 'string' },
  scope: { enum: SCOPES },
  project: { type: 'string' },
  createdAt: TIME_SCHEMA,
  revokedAt: NULLABLE_TIME_SCHEMA,
} as const;

export const KEY_SCHEMA = {
  type: 'object',
  required: Object.keys(KEY_PROPERTIES),
  properties: KEY_PROPERTIES,
} as const;

export const NEW_KEY_SCHEMA = {
  type: 'object',
  description: 'The key, with the secret that is shown this once.',
  required: [...Object.keys(KEY_PROPERTIES), 'secret'],
  properties: { ...KEY_PROPERTIES, secret: { type: 'string' } },
} as const;

export const KEY_LIST_SCHEMA = {
  type: 'object',
  required: ['keys'],
  properties: { keys: { type: 'array', items: KEY_SCHEMA } },
} as const;
