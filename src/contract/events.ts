/** The stream of changes, as text: an open page learns what it has to read again. */
export const getEventsSchema = {
  operationId: 'getEvents',
  summary: 'What changes, as it changes: server-sent events',
  description:
    'An endless answer of `text/event-stream`. First comes `hello`, whose `resumed` says whether ' +
    'everything since `Last-Event-ID` follows; if not, read anew what you have held for more than ' +
    'ten seconds: what changed since is told again. Then `change` with the names of models and the ' +
    'ids of alerts that changed. Comments keep the connection alive. The server ends it after a ' +
    'quarter of an hour: connect again.',
  tags: ['dashboard'],
  headers: {
    type: 'object',
    properties: {
      'last-event-id': {
        type: 'string',
        maxLength: 100,
        description: 'Id of the last event that was received: what was missed is sent first.',
      },
    },
  },
  response: {
    200: {
      description: 'Events, until either side ends it',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    },
  },
} as const;

export interface HelloEvent {
  readonly resumed: boolean;
}

export interface ChangeEvent {
  readonly models: readonly string[];
  readonly alerts: readonly string[];
}
