import { NAME_SCHEMA, NULLABLE_TIME_SCHEMA } from './common.ts';
import { MATCHERS_SCHEMA, SILENCED_ALERT_SCHEMA, type SilencedAlertBody } from './silence.ts';

export const ROUTE_SEVERITIES = ['info', 'warning', 'critical'] as const;
export type RouteSeverity = (typeof ROUTE_SEVERITIES)[number];

export const DIGEST_CRITICAL = ['immediately', 'digest'] as const;
export const DIGEST_QUIET = ['nothing', 'weekly'] as const;

export interface DigestDraftBody {
  readonly cron: string;
  readonly timeZone?: string;
  readonly critical?: (typeof DIGEST_CRITICAL)[number];
  readonly whenQuiet?: (typeof DIGEST_QUIET)[number];
}

export interface RouteDraftBody {
  readonly name: string;
  readonly matchers?: readonly string[];
  readonly minSeverity?: RouteSeverity;
  readonly channels: readonly string[];
  readonly digest?: DigestDraftBody | null;
  readonly enabled?: boolean;
}

export interface DigestBody extends Required<DigestDraftBody> {
  /** When the next one is due; null where there is none. */
  readonly next: string | null;
}

export interface RouteBody extends Required<Omit<RouteDraftBody, 'digest'>> {
  readonly routeId: string;
  readonly digest: DigestBody | null;
}

export interface DefaultRouteBody {
  /** Null: all. */
  readonly channels: readonly string[] | null;
}

export interface RouteListBody {
  readonly routes: readonly RouteBody[];
  readonly default: DefaultRouteBody;
}

export interface RouteQuestionBody {
  readonly matchers?: readonly string[];
  readonly minSeverity?: RouteSeverity;
}

export interface RoutePreviewBody {
  readonly matchers: readonly string[];
  readonly openCount: number;
  readonly recentCount: number;
  readonly alerts: readonly SilencedAlertBody[];
  readonly modelCount: number;
  readonly models: readonly string[];
}

const ROUTE_MATCHERS_SCHEMA = {
  ...MATCHERS_SCHEMA,
  minItems: 0,
  description: `${MATCHERS_SCHEMA.description} Left out or empty: every alert.`,
} as const;

const MIN_SEVERITY_SCHEMA = {
  enum: ROUTE_SEVERITIES,
  description: 'The mildest that goes this way. `info` tells nobody by itself.',
} as const;

const CHANNELS_SCHEMA = {
  type: 'array',
  maxItems: 50,
  uniqueItems: true,
  items: { type: 'string', maxLength: 200 },
  description: 'Ids of channels.',
} as const;

const DIGEST_PROPERTIES = {
  cron: {
    type: 'string',
    minLength: 1,
    maxLength: 200,
    description: 'Five fields: minute, hour, day of the month, month, day of the week.',
  },
  timeZone: { type: 'string', maxLength: 100, default: 'UTC', description: 'Of the pattern.' },
  critical: {
    enum: DIGEST_CRITICAL,
    default: 'immediately',
    description: 'immediately: what is critical does not wait, and is no part of the digest.',
  },
  whenQuiet: {
    enum: DIGEST_QUIET,
    default: 'nothing',
    description: 'weekly: a line where there was nothing to say for a week.',
  },
} as const;

export const ROUTE_DRAFT_SCHEMA = {
  type: 'object',
  required: ['name', 'channels'],
  additionalProperties: false,
  properties: {
    name: NAME_SCHEMA,
    matchers: ROUTE_MATCHERS_SCHEMA,
    minSeverity: { ...MIN_SEVERITY_SCHEMA, default: 'warning' },
    channels: { ...CHANNELS_SCHEMA, minItems: 1 },
    digest: {
      type: ['object', 'null'],
      required: ['cron'],
      additionalProperties: false,
      description: 'One message at given times instead of one for each change; left out: none.',
      properties: DIGEST_PROPERTIES,
    },
    enabled: { type: 'boolean', default: true },
  },
} as const;

const ROUTE_PROPERTIES = {
  routeId: { type: 'string' },
  name: { type: 'string' },
  matchers: { type: 'array', items: { type: 'string' } },
  minSeverity: MIN_SEVERITY_SCHEMA,
  channels: {
    type: 'array',
    items: { type: 'string' },
    description: 'Ids; empty where all of them were deleted.',
  },
  digest: {
    type: ['object', 'null'],
    required: ['cron', 'timeZone', 'critical', 'whenQuiet', 'next'],
    properties: {
      cron: { type: 'string' },
      timeZone: { type: 'string' },
      critical: { enum: DIGEST_CRITICAL },
      whenQuiet: { enum: DIGEST_QUIET },
      next: { ...NULLABLE_TIME_SCHEMA, description: 'When the next one is due.' },
    },
  },
  enabled: { type: 'boolean' },
} as const;

export const ROUTE_SCHEMA = {
  type: 'object',
  required: Object.keys(ROUTE_PROPERTIES),
  properties: ROUTE_PROPERTIES,
} as const;

const NULLABLE_CHANNELS_SCHEMA = {
  ...CHANNELS_SCHEMA,
  type: ['array', 'null'],
  description: 'Ids of channels; null: all of them; empty: none.',
} as const;

export const DEFAULT_ROUTE_SCHEMA = {
  type: 'object',
  required: ['channels'],
  properties: { channels: NULLABLE_CHANNELS_SCHEMA },
} as const;

export const DEFAULT_ROUTE_DRAFT_SCHEMA = {
  ...DEFAULT_ROUTE_SCHEMA,
  additionalProperties: false,
} as const;

export const ROUTE_LIST_SCHEMA = {
  type: 'object',
  required: ['routes', 'default'],
  properties: {
    routes: { type: 'array', items: ROUTE_SCHEMA },
    default: { ...DEFAULT_ROUTE_SCHEMA, description: 'Takes the alerts that no route takes.' },
  },
} as const;

export const ROUTE_QUESTION_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    matchers: ROUTE_MATCHERS_SCHEMA,
    minSeverity: { ...MIN_SEVERITY_SCHEMA, default: 'warning' },
  },
} as const;

export const ROUTE_PREVIEW_SCHEMA = {
  type: 'object',
  required: ['matchers', 'openCount', 'recentCount', 'alerts', 'modelCount', 'models'],
  properties: {
    matchers: { type: 'array', items: { type: 'string' }, description: 'As they were read.' },
    openCount: { type: 'integer', description: 'Open alerts that would have gone this way.' },
    recentCount: {
      type: 'integer',
      description: 'Alerts of the last 30 days, now over, that would have.',
    },
    alerts: {
      type: 'array',
      description: 'Both kinds, open ones first, at most 200.',
      items: SILENCED_ALERT_SCHEMA,
    },
    modelCount: {
      type: 'integer',
      description: 'Models with a monitor that fits what is asked of model, monitor, environment.',
    },
    models: { type: 'array', items: { type: 'string' }, description: 'The first 200, by name.' },
  },
} as const;
