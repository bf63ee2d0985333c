import { clockSchema, healthSchema, openAlertsSchema } from './health.ts';
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

export const SPARKLINE_DAYS = 30;

const fleetModelSchema = objectOf({
  modelId: text,
  name: text,
  timeZone: text,
  clock: clockSchema,
  monitors: integer,
  hasBaseline: flag,
  health: healthSchema,
  /** The window judged last; null before the first. */
  lastWindow: nullable(objectOf({ start: instant, end: instant })),
  openAlerts: openAlertsSchema,
  /** Open alerts of which nobody is told, because of a silence. */
  silencedAlerts: integer,
  volume: objectOf({
    /** Predictions a day (UTC), oldest first; the last one is `lastDay`, the last whole one. */
    daily: listOf(number),
    lastDay: instant,
  }),
});

export const fleetSchema = objectOf({
  asOf: instant,
  /** How many models are how, in one sentence. */
  headline: text,
  /** Of all models, whatever `limit` says. */
  count: integer,
  /** Worst first. */
  models: listOf(fleetModelSchema),
});

export const getFleetSchema = {
  operationId: 'getFleet',
  summary: 'Every model of the project with its health, worst first',
  tags: ['dashboard'],
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      limit: {
        type: 'integer',
        minimum: 1,
        description: 'Only so many, the worst ones; else all of them.',
      },
    },
  },
  response: { 200: fleetSchema },
} as const;

export type FleetWire = Wire<typeof fleetSchema>;
export type FleetModelWire = Wire<typeof fleetModelSchema>;
