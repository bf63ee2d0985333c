import { NAME_SCHEMA } from './common.ts';

export const CHANNEL_KINDS = ['webhook'] as const;

export interface ChannelDraftBody {
  readonly name: string;
  readonly kind: (typeof CHANNEL_KINDS)[number];
  readonly config: {
    readonly url: string;
    /** Left out: made by the server, or kept as it is. */
    readonly secret?: string;
  };
  readonly enabled?: boolean;
}

export interface ChannelBody {
  readonly channelId: string;
  readonly name: string;
  readonly kind: (typeof CHANNEL_KINDS)[number];
  readonly config: { readonly url: string };
  readonly enabled: boolean;
}

export interface NewChannelBody extends ChannelBody {
  /** Shown once and never again. */
  readonly secret: string;
}

export interface ChannelTestBody {
  readonly outcome: 'delivered' | 'retry' | 'rejected';
  readonly detail: string;
}

export const CHANNEL_DRAFT_SCHEMA = {
  type: 'object',
  required: ['name', 'kind', 'config'],
  additionalProperties: false,
  properties: {
    name: NAME_SCHEMA,
    kind: { enum: CHANNEL_KINDS },
    config: {
      type: 'object',
      required: ['url'],
      additionalProperties: false,
      properties: {
        url: { type: 'string', maxLength: 2000, description: 'http or https.' },
        secret: {
          type: 'string',
          maxLength: 200,
          writeOnly: true,
          description:
            'Standard Webhooks: `whsec_` and base64 of 24 to 64 bytes. Left out, a new channel ' +
            'gets one and an edited one keeps its own.',
        },
      },
    },
    enabled: { type: 'boolean', default: true },
  },
} as const;

const CHANNEL_PROPERTIES = {
  channelId: { type: 'string' },
  name: { type: 'string' },
  kind: { enum: CHANNEL_KINDS },
  config: {
    type: 'object',
    required: ['url'],
    additionalProperties: false,
    properties: { url: { type: 'string' } },
  },
  enabled: { type: 'boolean' },
} as const;

export const CHANNEL_SCHEMA = {
  type: 'object',
  required: Object.keys(CHANNEL_PROPERTIES),
  properties: CHANNEL_PROPERTIES,
} as const;

export const NEW_CHANNEL_SCHEMA = {
  type: 'object',
  description: 'The channel, with the secret that is shown this once.',
  required: [...Object.keys(CHANNEL_PROPERTIES), 'secret'],
  properties: { ...CHANNEL_PROPERTIES, secret: { type: 'string' } },
} as const;

export const CHANNEL_LIST_SCHEMA = {
  type: 'object',
  required: ['channels'],
  properties: { channels: { type: 'array', items: CHANNEL_SCHEMA } },
} as const;

export const CHANNEL_TEST_SCHEMA = {
  type: 'object',
  required: ['outcome', 'detail'],
  properties: {
    outcome: { enum: ['delivered', 'retry', 'rejected'] },
    detail: { type: 'string', description: 'What the receiver answered.' },
  },
} as const;
