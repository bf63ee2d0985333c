export interface PartBody {
  readonly part: string;
  readonly ready: boolean;
  /** What is wrong, or a figure worth knowing. */
  readonly detail?: string;
}

export interface ReadinessBody {
  readonly ready: boolean;
  readonly parts: readonly PartBody[];
}

const PART_SCHEMA = {
  type: 'object',
  required: ['part', 'ready'],
  properties: {
    part: { type: 'string' },
    ready: { type: 'boolean' },
    detail: { type: 'string' },
  },
} as const;

export const READINESS_SCHEMA = {
  type: 'object',
  required: ['ready', 'parts'],
  properties: {
    ready: { type: 'boolean' },
    parts: { type: 'array', items: PART_SCHEMA },
  },
} as const;

export const LIVENESS_SCHEMA = {
  type: 'object',
  required: ['alive'],
  properties: { alive: { type: 'boolean' } },
} as const;
