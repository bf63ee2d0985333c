import type { ThresholdSpec } from '../monitoring/threshold/threshold.ts';
import { MODEL_PARAMS_SCHEMA } from './model.ts';
import { CADENCES, MONITOR_SCHEMA } from './monitor.ts';
import { THRESHOLD_SCHEMA } from './threshold.ts';
import { integer, listOf, nullable, number, objectOf, text, type Wire } from './wire.ts';

const RECOMMENDED_CHECK_SCHEMA = objectOf({
  id: text,
  metric: text,
  column: nullable(text),
  threshold: THRESHOLD_SCHEMA,
  weight: number,
  why: text,
});

const RECOMMENDED_MONITOR_SCHEMA = objectOf({
  name: text,
  /** The monitor of this name, where there is one. */
  monitorId: nullable(text),
  cadence: { enum: CADENCES },
  segmentsOf: nullable(text),
  budget: objectOf({ alarms: number, days: number }),
  persistence: objectOf({ violations: integer, windows: integer }),
  why: text,
  checks: listOf(RECOMMENDED_CHECK_SCHEMA),
});

const PASSED_OVER_SCHEMA = objectOf({ subject: text, why: text });

export const RECOMMENDATION_SCHEMA = objectOf({
  model: text,
  baselineId: text,
  /** By the baseline's own rate; null where its rows have no times. */
  rowsPerHour: nullable(number),
  rowsPerDay: nullable(number),
  monitors: listOf(RECOMMENDED_MONITOR_SCHEMA),
  passedOver: listOf(PASSED_OVER_SCHEMA),
});

export const CREATED_MONITORS_SCHEMA = {
  type: 'object',
  required: ['created', 'kept', 'passedOver'],
  properties: {
    created: listOf(MONITOR_SCHEMA),
    kept: {
      ...listOf(text),
      description: 'Names that were taken: those monitors stay as they are.',
    },
    passedOver: listOf(PASSED_OVER_SCHEMA),
  },
} as const;

type RecommendedCheckBody = Omit<Wire<typeof RECOMMENDED_CHECK_SCHEMA>, 'threshold'> & {
  readonly threshold: ThresholdSpec;
};

export type RecommendedMonitorBody = Omit<Wire<typeof RECOMMENDED_MONITOR_SCHEMA>, 'checks'> & {
  readonly checks: readonly RecommendedCheckBody[];
};

export type RecommendationBody = Omit<Wire<typeof RECOMMENDATION_SCHEMA>, 'monitors'> & {
  readonly monitors: readonly RecommendedMonitorBody[];
};

export interface CreatedMonitorsBody {
  readonly created: readonly { readonly monitorId: string; readonly name: string }[];
  readonly kept: readonly string[];
  readonly passedOver: RecommendationBody['passedOver'];
}

export interface RecommendationQuery {
  readonly preset?: (typeof RECOMMENDATION_PRESETS)[number];
}

/** Default rules of other libraries. */
export const RECOMMENDATION_PRESETS = ['evidently', 'nannyml'] as const;

const QUERY_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    preset: {
      enum: RECOMMENDATION_PRESETS,
      description: 'One monitor by the default rules of that library, instead of our own set.',
    },
  },
} as const;

export const getRecommendationSchema = {
  operationId: 'getRecommendation',
  summary: 'The monitors that suit the model by its baseline, and why',
  tags: ['monitors'],
  params: MODEL_PARAMS_SCHEMA,
  querystring: QUERY_SCHEMA,
  response: { 200: RECOMMENDATION_SCHEMA },
} as const;

export const createRecommendedSchema = {
  operationId: 'createRecommendedMonitors',
  summary: 'Make the recommended monitors; those of the same name stay as they are',
  tags: ['monitors'],
  params: MODEL_PARAMS_SCHEMA,
  querystring: QUERY_SCHEMA,
  response: { 200: CREATED_MONITORS_SCHEMA, 201: CREATED_MONITORS_SCHEMA },
} as const;
