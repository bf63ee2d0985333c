import { TIME_INPUT_SCHEMA, type TimeInput } from './common.ts';
import { MAXIMUM_ID_LENGTH } from './prediction.ts';

/** Ground truth as it is sent. */
export interface LabelRow {
  readonly predictionId: string | number;
  readonly label: string | number | boolean;
  readonly output?: string | null;
  readonly labelledAt?: TimeInput | null;
  readonly predictedAt?: TimeInput | null;
}

const ID_TEXT = { type: 'string', minLength: 1, maxLength: MAXIMUM_ID_LENGTH } as const;
const OPTIONAL_TIME = { anyOf: [...TIME_INPUT_SCHEMA.anyOf, { type: 'null' }] } as const;

export const LABEL_ROW_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['predictionId', 'label'],
  properties: {
    predictionId: { anyOf: [ID_TEXT, { type: 'integer' }] },
    label: {
      anyOf: [
        { type: 'string', maxLength: MAXIMUM_ID_LENGTH },
        { type: 'number' },
        { type: 'boolean' },
      ],
      description: 'The true class, or the true number. The last one sent counts.',
    },
    output: { anyOf: [ID_TEXT, { type: 'null' }], description: 'default unless said otherwise.' },
    labelledAt: { ...OPTIONAL_TIME, description: 'When the truth was known; now unless said.' },
    predictedAt: {
      ...OPTIONAL_TIME,
      description: 'Time of the prediction; saves the server looking for it.',
    },
  },
} as const;
