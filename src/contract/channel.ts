import { NAME_SCHEMA } from './common.ts';

export const CHANNEL_KINDS = ['webhook', 'slack', 'email'] as const;
const SECURITY = ['tls', 'starttls', 'none'] as const;
const OUTCOMES = ['delivered', 'retry', 'rejected'] as const;

/** Fields of all kinds; which of them a kind takes, the server says. */
export interface ChannelConfigDraft {
  readonly url?: string;
  readonly secret?: string;
  readonly token?: string;
  readonly channel?: string;
  readonly apiUrl?: string;
  readonly webhookUrl?: string;
  readonly host?: string;
  readonly port?: number;
  readonly security?: (typeof SECURITY)[number];
  readonly user?: string | null;
  readonly password?: string;
  readonly from?: string;
  readonly to?: readonly string[];
  readonly runbookUrl?: string | null;
}

export interface ChannelDraftBody {
  readonly name: string;
  readonly kind: (typeof CHANNEL_KINDS)[number];
  readonly config: ChannelConfigDraft;
  readonly enabled?: boolean;
}

export type ChannelConfigBody = Omit<
  ChannelConfigDraft,
  'secret' | 'token' | 'webhookUrl' | 'password'
>;

export interface ChannelBody {
  readonly channelId: string;
  readonly name: string;
  readonly kind: (typeof CHANNEL_KINDS)[number];
  readonly config: ChannelConfigBody;
  readonly secrets: readonly string[];
  readonly threaded: boolean;
  readonly enabled: boolean;
}

export interface NewChannelBody extends ChannelBody {
  /** Of a webhook: shown once and never again. */
  readonly secret: string | null;
}

export interface ChannelTestBody {
  readonly outcome: (typeof OUTCOMES)[number];
  readonly detail: string;
  readonly status: number | null;
  readonly response: string | null;
  readonly durationMs: number;
}

const URL_SCHEMA = { type: 'string', maxLength: 2000 } as const;
const SECRET_SCHEMA = { type: 'string', maxLength: 500, writeOnly: true } as const;

const RUNBOOK_URL = {
  type: ['string', 'null'],
  maxLength: 2000,
  description: 'slack, email: where messages send whoever has to act.',
} as const;

const OPEN_PROPERTIES = {
  url: { ...URL_SCHEMA, description: 'webhook: http or https.' },
  channel: {
    type: 'string',
    maxLength: 200,
    description: 'slack by token: an id such as C0123456789, or #name.',
  },
  apiUrl: {
    ...URL_SCHEMA,
    description:
      "slack by token: where Slack's API is, for proxies and tests; https, or this machine.",
  },
  host: { type: 'string', maxLength: 255, description: 'email: the SMTP server.' },
  port: {
    type: 'integer',
    minimum: 1,
    maximum: 65535,
    description: 'email: left out, 465 with tls, else 587.',
  },
  security: {
    enum: SECURITY,
    description: 'email: left out, starttls. A password is never sent without either.',
  },
  user: { type: ['string', 'null'], maxLength: 320, description: 'email: left out, no sign-in.' },
  from: { type: 'string', maxLength: 320, description: 'email: ada@example.com, or Name <…>.' },
  to: {
    type: 'array',
    minItems: 1,
    maxItems: 50,
    items: { type: 'string', maxLength: 320 },
    description: 'email: the recipients.',
  },
  runbookUrl: RUNBOOK_URL,
} as const;

export const CHANNEL_DRAFT_SCHEMA = {
  type: 'object',
  required: ['name', 'kind', 'config'],
  additionalProperties: false,
  properties: {
    name: NAME_SCHEMA,
    kind: { enum: CHANNEL_KINDS, description: 'Cannot be changed later.' },
    config: {
      type: 'object',
      additionalProperties: false,
      description:
        'webhook: url, secret. slack: token and channel, or webhookUrl. email: host, from, to. ' +
        'Secrets that are left out of an edit are kept, unless they would go to another host.',
      properties: {
        ...OPEN_PROPERTIES,
        secret: {
          ...SECRET_SCHEMA,
          description:
            'webhook: `whsec_` and base64 of 24 to 64 bytes, as Standard Webhooks has it. Left ' +
            'out, a new channel gets one.',
        },
        token: { ...SECRET_SCHEMA, description: 'slack: of a bot, xoxb-…, with chat:write.' },
        webhookUrl: {
          ...SECRET_SCHEMA,
          maxLength: 2000,
          description: 'slack: an incoming webhook. Its messages cannot be threaded or edited.',
        },
        password: { ...SECRET_SCHEMA, description: 'email: of the user.' },
      },
    },
    enabled: { type: 'boolean', default: true },
  },
} as const;

const CHANNEL_PROPERTIES = {
  channelId: { type: 'string' },
  name: { type: 'string' },
  kind: { enum: CHANNEL_KINDS },
  config: { type: 'object', additionalProperties: false, properties: OPEN_PROPERTIES },
  secrets: {
    type: 'array',
    items: { type: 'string' },
    description: 'Names of the secrets that are set; they are never shown.',
  },
  threaded: {
    type: 'boolean',
    description: 'Whether what follows is put beside the first message of an alert.',
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
  description: 'The channel; a webhook with the secret that is shown this once.',
  required: [...Object.keys(CHANNEL_PROPERTIES), 'secret'],
  properties: { ...CHANNEL_PROPERTIES, secret: { type: ['string', 'null'] } },
} as const;

export const CHANNEL_LIST_SCHEMA = {
  type: 'object',
  required: ['channels'],
  properties: { channels: { type: 'array', items: CHANNEL_SCHEMA } },
} as const;

export const CHANNEL_TEST_SCHEMA = {
  type: 'object',
  required: ['outcome', 'detail', 'status', 'response', 'durationMs'],
  properties: {
    outcome: { enum: OUTCOMES },
    detail: { type: 'string', description: 'What that was for: a status, or the reason.' },
    status: { type: ['integer', 'null'], description: 'Of HTTP or SMTP; null without an answer.' },
    response: { type: ['string', 'null'], description: 'The beginning of what was answered.' },
    durationMs: { type: 'number' },
  },
} as const;
