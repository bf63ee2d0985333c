import { QueryClient, queryOptions } from '@tanstack/react-query';
import { ApiProblem } from './api-problem.ts';
import { api } from './client.ts';
import { liveState } from './live-state.ts';
import type {
  AlertsQuery,
  FeatureQuery,
  OverviewQuery,
  RangeQuery,
  SegmentsQuery,
} from './paths.ts';

/** Without word of changes; with it, only what nobody tells of has to be asked for. */
const REFRESH_MS = 10_000;
const LIVE_REFRESH_MS = 60_000;
const RETRIES = 2;

/** Only what may pass by itself is asked again. */
const mayPass = (error: Error): boolean =>
  !(error instanceof ApiProblem) || error.status === 0 || error.status >= 500;
const retry = (failures: number, error: Error): boolean => mayPass(error) && failures < RETRIES;

export const queryClient = new QueryClient({
  defaultOptions: {
    // A server on this machine or in this building is there without the internet, whatever the
    // browser believes.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      retry,
      // What could not be read is asked for again soon: nobody tells that it can be read by now.
      refetchInterval: ({ state: { error } }) => {
        const isTold = liveState.read() === 'live' && (error === null || !mayPass(error));
        return isTold ? LIVE_REFRESH_MS : REFRESH_MS;
      },
      staleTime: REFRESH_MS / 2,
    },
  },
});

export const fleetHeadQuery = queryOptions({
  queryKey: ['fleet', 'head'],
  queryFn: ({ signal }) => api.fleetHead(signal),
});

export const fleetQuery = queryOptions({
  queryKey: ['fleet'],
  queryFn: ({ signal }) => api.fleet(signal),
});

/** How the server itself is. */
export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => api.health(signal),
});

/** As it was declared. */
export const modelQuery = (model: string) =>
  queryOptions({
    queryKey: ['model', model],
    queryFn: ({ signal }) => api.model(model, signal),
  });

export const overviewQuery = (model: string, query: OverviewQuery) =>
  queryOptions({
    queryKey: ['overview', model, query],
    queryFn: ({ signal }) => api.overview(model, query, signal),
    // Another range of the same model: the old picture stays until the new one is there.
    placeholderData: (previous, query) => (query?.queryKey[1] === model ? previous : undefined),
  });

/** What lies below the charts. */
export const breakdownQuery = (model: string, query: RangeQuery) =>
  queryOptions({
    queryKey: ['breakdown', model, query],
    queryFn: ({ signal }) => api.breakdown(model, query, signal),
    placeholderData: (previous, before) => (before?.queryKey[1] === model ? previous : undefined),
  });

/** One series of a model, as the chart of an alert or of a segment needs it. */
export const seriesQuery = (
  model: string,
  query: Required<Pick<OverviewQuery, 'from' | 'to' | 'monitor' | 'check'>>,
) =>
  queryOptions({
    queryKey: ['series', model, query.monitor, query.check, query.from, query.to],
    queryFn: ({ signal }) => api.overview(model, query, signal),
    // The same check with a window more: the old picture stays until the new one is there.
    placeholderData: (previous, before) =>
      before?.queryKey[1] === model &&
      before.queryKey[2] === query.monitor &&
      before.queryKey[3] === query.check
        ? previous
        : undefined,
  });

/** Another window of the same column: the old picture stays until the new one is there. */
export const featureQuery = (model: string, feature: string, query: FeatureQuery) =>
  queryOptions({
    queryKey: ['feature', model, feature, query],
    queryFn: ({ signal }) => api.feature(model, feature, query, signal),
    placeholderData: (previous, before) =>
      before?.queryKey[1] === model && before.queryKey[2] === feature ? previous : undefined,
  });

export const segmentsQuery = (model: string, query: SegmentsQuery) =>
  queryOptions({
    queryKey: ['segments', model, query],
    queryFn: ({ signal }) => api.segments(model, query, signal),
    placeholderData: (previous, before) => (before?.queryKey[1] === model ? previous : undefined),
  });

export const alertsQuery = (query: AlertsQuery) =>
  queryOptions({
    queryKey: ['alerts', query],
    queryFn: ({ signal }) => api.alerts(query, signal),
    placeholderData: (previous) => previous,
  });

/** They change with the server's version only. */
export const metricsQuery = queryOptions({
  queryKey: ['metrics'],
  queryFn: ({ signal }) => api.metrics(signal),
  staleTime: Number.POSITIVE_INFINITY,
  refetchInterval: false,
});

export const monitorsQuery = (model: string) =>
  queryOptions({
    queryKey: ['monitors', model],
    queryFn: ({ signal }) => api.monitors(model, signal),
  });

export const recommendationQuery = (model: string) =>
  queryOptions({
    queryKey: ['recommendation', model],
    queryFn: ({ signal }) => api.recommendation(model, signal),
    refetchInterval: false,
  });

export const alertQuery = (alertId: string) =>
  queryOptions({
    queryKey: ['alert', alertId],
    queryFn: ({ signal }) => api.alert(alertId, signal),
  });

export const silencesQuery = queryOptions({
  queryKey: ['silences'],
  queryFn: ({ signal }) => api.silences(signal),
});

export const silencePreviewQuery = (matchers: readonly string[]) =>
  queryOptions({
    queryKey: ['silence-preview', matchers],
    queryFn: ({ signal }) => api.previewSilence(matchers, signal),
    enabled: matchers.length > 0,
    placeholderData: (previous) => previous,
  });

/** What is silenced is said on the page of silences, on alerts, models and checks. */
export const forgetSilences = () =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: ['silences'] }),
    queryClient.invalidateQueries({ queryKey: ['alert'] }),
    queryClient.invalidateQueries({ queryKey: ['fleet'] }),
    queryClient.invalidateQueries({ queryKey: ['monitors'] }),
  ]);
