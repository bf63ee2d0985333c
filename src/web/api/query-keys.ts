import type { FeatureQuery, OverviewQuery } from './paths.ts';

export type QueryKey = readonly unknown[];

/** Of what is asked for before the pages are there, and by the pages. */
export const QUERY_KEYS = {
  fleet: ['fleet'],
  alert: (alertId: string) => ['alert', alertId],
  overview: (model: string, query: OverviewQuery) => ['overview', model, query],
  feature: (model: string, feature: string, query: FeatureQuery) => [
    'feature',
    model,
    feature,
    query,
  ],
} as const;
