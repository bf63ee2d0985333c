import { TIME_INPUT_SCHEMA, type TimeInput } from './common.ts';
import { COLUMN_ROLES } from './file.ts';
import { CELLS, CLOCKS, COLUMN_KINDS, type OutputDraftBody, TASKS } from './model.ts';
import { instant, integer, listOf, nullable, number, objectOf, text, type Wire } from './wire.ts';

export interface ImportColumnBody {
  readonly name: string;
  readonly role: (typeof COLUMN_ROLES)[number];
  readonly kind?: (typeof COLUMN_KINDS)[number];
}

/** What is to be made of a file. */
export interface ImportDraftBody {
  readonly fileId: string;
  /** A file of its own for the baseline; then all rows of `fileId` are sent. */
  readonly baselineFileId?: string;
  readonly model: string;
  readonly timeZone?: string;
  readonly clock?: (typeof CLOCKS)[number];
  readonly cell?: (typeof CELLS)[number];
  readonly output?: OutputDraftBody | null;
  readonly columns: readonly ImportColumnBody[];
  /** Rows before it make the baseline, the rest is sent; null: the whole file is the baseline. */
  readonly splitAt?: TimeInput | null;
  /** Whether the recommended monitors are made; they are unless said otherwise. */
  readonly monitors?: boolean;
}

const NAME = { type: 'string', minLength: 1, maxLength: 200, pattern: '^[^\\u0000]+$' } as const;

export const IMPORT_DRAFT_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['fileId', 'model', 'columns'],
  properties: {
    fileId: text,
    baselineFileId: {
      ...text,
      description: 'A file of its own for the baseline; then all rows of fileId are sent.',
    },
    model: { ...NAME, description: 'Of a model that is not there yet.' },
    timeZone: { ...NAME, description: 'IANA name; UTC unless said otherwise.' },
    clock: {
      enum: CLOCKS,
      description: 'replay unless the last row is of the last two days.',
    },
    cell: { enum: CELLS, description: 'Grain of the counts; 1h by default.' },
    output: {
      anyOf: [
        {
          type: 'object',
          additionalProperties: false,
          required: ['task'],
          properties: {
            name: NAME,
            task: { enum: TASKS },
            classes: { type: 'array', maxItems: 10_000, uniqueItems: true, items: NAME },
            positiveClass: { anyOf: [NAME, { type: 'null' }] },
          },
        },
        { type: 'null' },
      ],
      description: 'What the model answers; left out, what the file was taken to hold.',
    },
    columns: {
      type: 'array',
      maxItems: 10_000,
      description: 'Columns that are not named keep the role that was guessed.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'role'],
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 512 },
          role: { enum: COLUMN_ROLES },
          kind: { enum: COLUMN_KINDS },
        },
      },
    },
    splitAt: {
      anyOf: [...TIME_INPUT_SCHEMA.anyOf, { type: 'null' }],
      description:
        'Rows before it make the baseline, the rest is sent; null: all are the baseline. Left out: as suggested.',
    },
    monitors: { type: 'boolean', default: true },
  },
} as const;

export const IMPORT_PARAMS_SCHEMA = {
  type: 'object',
  required: ['importId'],
  properties: { importId: text },
} as const;

export const IMPORT_PHASES = [
  'waiting',
  'model',
  'baseline',
  'monitors',
  'predictions',
  'labels',
  'verdicts',
  'done',
  'failed',
] as const;

const SENT_SCHEMA = objectOf({
  sent: integer,
  accepted: integer,
  refused: integer,
  repeated: integer,
  rowsPerSecond: number,
});

const REFUSED_SCHEMA = objectOf({
  /** Of the file, from 1. */
  rowNumber: integer,
  code: text,
  message: text,
});

export const IMPORT_SCHEMA = objectOf({
  importId: text,
  fileId: text,
  model: text,
  phase: { enum: IMPORT_PHASES },
  /** Of the file that is sent. */
  rows: integer,
  baseline: nullable(objectOf({ baselineId: text, rows: integer, sourceRows: integer })),
  /** Names of those that were made. */
  monitors: listOf(text),
  predictions: SENT_SCHEMA,
  labels: SENT_SCHEMA,
  refusedByCode: listOf(objectOf({ code: text, rows: integer })),
  /** The first of them. */
  refused: listOf(REFUSED_SCHEMA),
  warnings: listOf(text),
  /** Up to where a replay was declared complete. */
  watermark: nullable(instant),
  openAlerts: integer,
  failure: nullable(objectOf({ code: text, message: text, hint: text, detail: text })),
  startedAt: instant,
  endedAt: nullable(instant),
});

export type ImportBody = Wire<typeof IMPORT_SCHEMA>;
