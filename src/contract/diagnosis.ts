/** What is behind an alarm, as data and in words. The same in messages and in answers. */
const NULLABLE_NUMBER = { type: ['number', 'null'] } as const;

const BEFORE_AFTER_PROPERTIES = { before: NULLABLE_NUMBER, after: NULLABLE_NUMBER } as const;
const BEFORE_AFTER = {
  type: 'object',
  required: ['before', 'after'],
  additionalProperties: false,
  properties: BEFORE_AFTER_PROPERTIES,
} as const;
const NULLABLE_BEFORE_AFTER = { ...BEFORE_AFTER, type: ['object', 'null'] } as const;

const NUMERIC_PROPERTIES = {
  mean: BEFORE_AFTER,
  low: { ...BEFORE_AFTER, description: 'The 10th percentile.' },
  median: BEFORE_AFTER,
  high: { ...BEFORE_AFTER, description: 'The 90th percentile.' },
} as const;

const COLUMN_PROPERTIES = {
  missing: { ...BEFORE_AFTER, description: 'Share of the rows.' },
  numeric: {
    type: ['object', 'null'],
    required: Object.keys(NUMERIC_PROPERTIES),
    additionalProperties: false,
    properties: NUMERIC_PROPERTIES,
  },
  categories: {
    type: 'array',
    description: 'Shares that changed most; values of fewer than 20 rows are not named.',
    items: {
      type: 'object',
      required: ['category', 'before', 'after'],
      additionalProperties: false,
      properties: { category: { type: 'string' }, ...BEFORE_AFTER_PROPERTIES },
    },
  },
  unseen: {
    ...NULLABLE_BEFORE_AFTER,
    description: 'Share of the values that the baseline never had.',
  },
} as const;

const CAUSE_PROPERTIES = {
  kind: {
    enum: [
      'missing_data',
      'scale_change',
      'new_category',
      'shift_of_mix',
      'shift_of_inputs',
      'relation_shift',
      'shift',
    ],
  },
  segment: { type: 'string', description: 'Where it was found; empty for the whole model.' },
  because: { type: 'string' },
  factor: { type: 'number', description: 'Of a change of scale: what values were multiplied by.' },
} as const;

const CERTAINTY_PROPERTIES = {
  value: NULLABLE_NUMBER,
  bound: NULLABLE_NUMBER,
  n: { type: 'number' },
  m: { type: 'number' },
  binding: {
    enum: ['sampling', 'baseline', 'effect', 'history', 'none', null],
    description: 'What a calibrated bound came from; null where a person chose it.',
  },
  level: { ...NULLABLE_NUMBER, description: 'How often such a value comes without drift.' },
  learntFrom: { type: ['integer', 'null'], description: 'Windows that the bound was learnt from.' },
  minimumDetectable: {
    ...NULLABLE_NUMBER,
    description: 'The smallest change that is found four times in five.',
  },
} as const;

const DIAGNOSIS_PROPERTIES = {
  cause: {
    type: ['object', 'null'],
    required: ['kind', 'segment', 'because'],
    additionalProperties: false,
    properties: CAUSE_PROPERTIES,
  },
  value: {
    ...NULLABLE_BEFORE_AFTER,
    description: 'The number itself, where it has one on the baseline too.',
  },
  column: {
    type: ['object', 'null'],
    required: Object.keys(COLUMN_PROPERTIES),
    additionalProperties: false,
    properties: COLUMN_PROPERTIES,
  },
  segments: {
    type: 'array',
    description: 'Those with the largest part of the change first; all parts add up to 1.',
    items: {
      type: 'object',
      required: ['segment', 'part', 'rows'],
      additionalProperties: false,
      properties: {
        segment: { type: 'string' },
        part: { type: 'number' },
        rows: { type: 'number' },
      },
    },
  },
  certainty: {
    type: 'object',
    required: Object.keys(CERTAINTY_PROPERTIES),
    additionalProperties: false,
    properties: CERTAINTY_PROPERTIES,
  },
  sentence: { type: 'string' },
} as const;

export const DIAGNOSIS_SCHEMA = {
  type: ['object', 'null'],
  required: Object.keys(DIAGNOSIS_PROPERTIES),
  additionalProperties: false,
  properties: DIAGNOSIS_PROPERTIES,
} as const;
