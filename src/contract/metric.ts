const METRIC_PROPERTIES = {
  id: { type: 'string' },
  version: { type: 'integer' },
  title: { type: 'string' },
  family: { enum: ['drift', 'quality', 'performance', 'service'] },
  accepts: {
    type: 'array',
    items: { type: 'string' },
    description: 'Kinds of columns it can be asked of; empty where it looks at none.',
  },
  tasks: { type: 'array', items: { type: 'string' } },
  parameters: { type: 'object', additionalProperties: true, description: 'A JSON Schema.' },
  unit: { type: 'string' },
  range: {
    type: 'array',
    items: { type: ['number', 'null'] },
    description: 'Least and greatest value; null where there is none.',
  },
  direction: { enum: ['higher_is_worse', 'lower_is_worse', 'both'] },
  minimumSample: { type: 'integer' },
} as const;

/** What a form, a rule and a chart need to know of a metric. */
export const METRIC_LIST_SCHEMA = {
  type: 'object',
  required: ['metrics'],
  properties: {
    metrics: {
      type: 'array',
      items: {
        type: 'object',
        required: Object.keys(METRIC_PROPERTIES),
        properties: METRIC_PROPERTIES,
      },
    },
  },
} as const;
