import {
  flag,
  instant,
  integer,
  listOf,
  nullable,
  number,
  objectOf,
  text,
  type Wire,
} from './wire.ts';

const overdueSchema = objectOf({
  monitorId: text,
  monitor: text,
  model: text,
  cadence: text,
  /** End of the window that waits; null before its first one was planned. */
  windowEnd: nullable(instant),
  overdueSeconds: number,
  evaluatedUntil: nullable(instant),
  reason: { type: 'string', enum: ['turns_fail', 'rows_on_the_way', 'under_way', 'no_turn_yet'] },
  /** Why, and what to do about it. */
  sentence: text,
});

const workSchema = objectOf({
  enabledMonitors: integer,
  disabledMonitors: integer,
  overdueMonitors: integer,
  /** The longest overdue first, at most 100. */
  overdue: listOf(overdueSchema),
  outbox: objectOf({
    pending: integer,
    oldestSeconds: nullable(number),
    /** Given up, or refused for good. */
    dead: integer,
  }),
  failingChannels: listOf(
    objectOf({
      channelId: text,
      name: text,
      kind: text,
      pending: integer,
      dead: integer,
      lastOutcome: nullable(text),
    }),
  ),
  /** Open alerts that people should have heard of, and that no route led to a channel. */
  unroutedAlerts: integer,
});

export const selfWatchSchema = objectOf({
  asOf: instant,
  version: text,
  startedAt: instant,
  ready: flag,
  /** Whether anything asks for a person. */
  well: flag,
  headline: text,
  parts: listOf(objectOf({ part: text, ready: flag, detail: nullable(text) })),
  ingest: objectOf({
    lagSeconds: number,
    backlogRows: integer,
    backlogBytes: integer,
    backlogLimitBytes: integer,
    storeTakesRows: flag,
  }),
  /** Null where the control plane does not answer: see `parts`. */
  work: nullable(workSchema),
  /** Databases that this server runs itself. */
  engines: listOf(objectOf({ name: text, running: flag, restarts: integer })),
  /** How far the clock of a database is ahead of the server's. */
  clocks: listOf(objectOf({ name: text, skewSeconds: number })),
  disk: objectOf({
    freeBytes: nullable(number),
    totalBytes: nullable(number),
    /** At the rate of the last hours; null where nothing can be said, and `note` says why. */
    daysLeft: nullable(number),
    note: text,
  }),
});

export const getHealthSchema = {
  operationId: 'getHealth',
  summary: 'How the server itself is: what did not run, what waits, what is running out',
  tags: ['health'],
  response: { 200: selfWatchSchema },
} as const;

export const getMetricsTextSchema = {
  operationId: 'getPrometheusMetrics',
  summary: 'Figures of the server for Prometheus',
  tags: ['health'],
  response: {
    200: {
      description: 'Text format 0.0.4',
      content: { 'text/plain': { schema: { type: 'string' } } },
    },
  },
} as const;

export type SelfWatchWire = Wire<typeof selfWatchSchema>;
