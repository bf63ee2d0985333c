import type { ErrorEntry } from './error-entry.ts';

/** Codes about a single row of an accepted request. Alphabetical. */
export const ROW_ERRORS = {
  invalid_field: {
    status: 'row',
    message: 'A field of the row has a value that it cannot have.',
    hint: 'The message names the field. A bad feature value is never refused, only what the row needs to be found and placed in time.',
  },
  invalid_line: {
    status: 'row',
    message: 'The line is not valid JSON.',
    hint: 'Send one JSON object a line. NaN and Infinity are not JSON: send null, or the words as strings.',
  },
  missing_field: {
    status: 'row',
    message: 'The row lacks a field that it needs.',
    hint: 'The message names the field.',
  },
  not_an_object: {
    status: 'row',
    message: 'The row is not a JSON object.',
    hint: 'Send an array of objects, one object, or one object a line.',
  },
  row_too_large: {
    status: 'row',
    message: 'The row is larger than a row may be (1 MiB of JSON).',
    hint: 'Leave the largest values out of the features and keep them in a store of their own.',
  },
  time_in_future: {
    status: 'row',
    message: 'The time lies more than 24 hours ahead of the server.',
    hint: 'Check the clock of the sender, and that epoch times are in milliseconds.',
  },
  unknown_field: {
    status: 'row',
    message: 'The row has a field that rows do not have.',
    hint: 'The message names the field. Values of the model belong into features, other data into tags or metadata.',
  },
  unreadable_row: {
    status: 'row',
    message: 'The row of the file cannot be read.',
    hint: 'The message says what is wrong with it. The rows around it are not touched.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
