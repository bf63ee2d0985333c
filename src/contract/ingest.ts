import type { RowErrorCode } from './errors.ts';

/** Refusals beyond this many are counted, not listed. */
export const MAXIMUM_LISTED_REFUSALS = 1_000;

export interface RefusedRow {
  /** Of the array, or the line of NDJSON, from 0. */
  readonly index: number;
  readonly code: RowErrorCode;
  readonly message: string;
}

export interface IngestResult {
  /** Durable in the ingest log. */
  readonly accepted: number;
  readonly refusedCount: number;
  readonly refused: readonly RefusedRow[];
  /** Of the accepted, how many this server remembers to have seen; they change nothing. */
  readonly repeated: number;
  /** Of the accepted, how many lie more than five minutes ahead; kept, out of windows. */
  readonly early: number;
}

export const INGEST_RESULT_SCHEMA = {
  type: 'object',
  required: ['accepted', 'refusedCount', 'refused', 'repeated', 'early'],
  properties: {
    accepted: { type: 'integer', description: 'Rows that are durable in the ingest log.' },
    refusedCount: { type: 'integer' },
    refused: {
      type: 'array',
      maxItems: MAXIMUM_LISTED_REFUSALS,
      items: {
        type: 'object',
        required: ['index', 'code', 'message'],
        properties: {
          index: { type: 'integer', description: 'Of the array, or the line of NDJSON, from 0.' },
          code: { type: 'string' },
          message: { type: 'string' },
        },
      },
    },
    repeated: {
      type: 'integer',
      description:
        'Accepted rows whose identity this server remembers among its last million; advice from memory, nothing is counted twice either way.',
    },
    early: {
      type: 'integer',
      description: 'Accepted rows more than five minutes ahead of the server; kept, not counted.',
    },
  },
} as const;

export const QUARANTINE_SCHEMA = {
  type: 'object',
  required: ['rows'],
  properties: {
    rows: {
      type: 'array',
      items: {
        type: 'object',
        required: ['quarantineId', 'kind', 'predictionId', 'reason', 'quarantinedAt', 'payload'],
        properties: {
          quarantineId: { type: 'string' },
          kind: { enum: ['predictions', 'labels'] },
          predictionId: { type: 'string' },
          reason: { type: 'string' },
          quarantinedAt: { type: 'string', format: 'date-time' },
          payload: { type: 'string', description: 'The row as RowBinary, in base64.' },
        },
      },
    },
  },
} as const;

const COUNTS = {
  type: 'object',
  required: [
    'received',
    'accepted',
    'refused',
    'refusedByCode',
    'repeated',
    'early',
    'stored',
    'quarantined',
  ],
  properties: {
    received: { type: 'integer', description: 'accepted + refused' },
    accepted: { type: 'integer' },
    refused: { type: 'integer' },
    refusedByCode: { type: 'object', additionalProperties: { type: 'integer' } },
    repeated: { type: 'integer' },
    early: { type: 'integer' },
    stored: { type: 'integer', description: 'Accepted rows that have been written.' },
    quarantined: { type: 'integer' },
    distinct: { type: 'integer', description: 'Identities among the stored rows that are kept.' },
    conflicts: {
      type: 'integer',
      description: 'Identities that were sent with more than one content; the first one counts.',
    },
  },
} as const;

export const ACCOUNTING_QUERY_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    identities: {
      type: 'boolean',
      default: true,
      description:
        'Without them `distinct` and `conflicts` are left out: every identity of the model is ' +
        'read for those two, all else is kept as a number. For who asks often.',
    },
  },
} as const;

export const ACCOUNTING_SCHEMA = {
  type: 'object',
  required: ['predictions', 'labels', 'logLagSeconds', 'backlogBytes'],
  properties: {
    predictions: COUNTS,
    labels: COUNTS,
    logLagSeconds: { type: 'number', description: 'Age of the oldest row not written yet.' },
    backlogBytes: { type: 'integer', description: 'Bytes of this server not written yet.' },
  },
} as const;
