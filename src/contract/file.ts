import type { ColumnRole } from '../monitoring/set-up/table-guess.ts';
import { COLUMN_KINDS, TASKS } from './model.ts';
import { instant, integer, listOf, nullable, number, objectOf, text, type Wire } from './wire.ts';

export const FILE_FORMATS = ['csv', 'ndjson', 'parquet'] as const;

export const COLUMN_ROLES = [
  'time',
  'predictionId',
  'score',
  'decision',
  'value',
  'label',
  'segment',
  'weight',
  'latency',
  'version',
  'feature',
  'ignore',
] as const satisfies readonly ColumnRole[];

/** Roles that one column has at most. */
export const SINGLE_ROLES: readonly ColumnRole[] = COLUMN_ROLES.filter(
  (role) => role !== 'segment' && role !== 'feature' && role !== 'ignore',
);

export interface FileQuery {
  readonly name?: string;
}

export const FILE_QUERY_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    name: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      description:
        'What the file is called; prediction ids are made of it where no column has any.',
    },
  },
} as const;

export const FILE_PARAMS_SCHEMA = {
  type: 'object',
  required: ['fileId'],
  properties: { fileId: text },
} as const;

const BAD_ROW_SCHEMA = objectOf({
  /** Of the file, from 1. */
  rowNumber: integer,
  message: text,
  raw: text,
});

const GUESSED_COLUMN_SCHEMA = objectOf({
  name: text,
  kind: { enum: COLUMN_KINDS },
  kindReason: text,
  role: { enum: COLUMN_ROLES },
  roleReason: text,
  /** Different values in the sample. */
  distinct: integer,
  missingRatio: number,
  /** Of columns of few values: the most frequent first. */
  categories: listOf(text),
  time: nullable(objectOf({ first: instant, last: instant, split: instant })),
});

export const FILE_SCHEMA = objectOf({
  fileId: text,
  name: text,
  format: { enum: FILE_FORMATS },
  bytes: integer,
  /** That can be read; the others are in `badRows`. */
  rows: integer,
  badRowCount: integer,
  /** The first of them. */
  badRows: listOf(BAD_ROW_SCHEMA),
  columns: listOf(GUESSED_COLUMN_SCHEMA),
  output: nullable(
    objectOf({
      task: { enum: TASKS },
      classes: listOf(text),
      positiveClass: nullable(text),
      reason: text,
    }),
  ),
  /** The first rows, their cells in the order of `columns`. */
  preview: listOf(listOf(text)),
  /** The server lets go of it then. */
  keptUntil: instant,
});

export type GuessedColumnBody = Wire<typeof GUESSED_COLUMN_SCHEMA>;
export type FileBody = Wire<typeof FILE_SCHEMA>;
/** What can be said of a file that no server has. */
export type TableBody = Omit<FileBody, 'fileId' | 'keptUntil'>;
