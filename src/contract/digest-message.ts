/** What a channel receives of a route that sums up: at most 8 models of 5 alerts, the worst ones. */
const NULLABLE_TEXT = { type: ['string', 'null'], description: 'Where LEEWAY_PUBLIC_URL is set.' };
const COUNT = { type: 'integer', minimum: 0 } as const;
const TIME = { type: 'string', format: 'date-time' } as const;
const SEVERITY = { enum: ['info', 'warning', 'critical'] } as const;

const closed = <Properties extends Readonly<Record<string, unknown>>>(properties: Properties) => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
});

const ALERT_SCHEMA = closed({
  alertId: { type: 'string' },
  severity: SEVERITY,
  state: { enum: ['firing', 'acknowledged', 'resolved'] },
  isNew: { type: 'boolean', description: 'Opened since the last digest.' },
  sentence: { type: 'string' },
  link: NULLABLE_TEXT,
});

const MODEL_SCHEMA = closed({
  model: { type: 'string' },
  open: COUNT,
  opened: COUNT,
  resolved: COUNT,
  alerts: { type: 'array', maxItems: 5, items: ALERT_SCHEMA },
  more: COUNT,
  link: NULLABLE_TEXT,
});

export const DIGEST_MESSAGE_SCHEMA = closed({
  type: { const: 'alerts.digest' },
  timestamp: TIME,
  data: closed({
    route: closed({ id: { type: 'string' }, name: { type: 'string' } }),
    since: TIME,
    until: TIME,
    severity: SEVERITY,
    counts: closed({ open: COUNT, opened: COUNT, resolved: COUNT, silenced: COUNT }),
    models: { type: 'array', maxItems: 8, items: MODEL_SCHEMA },
    moreModels: COUNT,
    sentence: { type: 'string' },
    link: NULLABLE_TEXT,
  }),
});
