import { QueryClient, queryOptions } from '@tanstack/react-query';
import { ApiProblem } from './api-problem.ts';
import { api } from './client.ts';
import type { OverviewQuery } from './paths.ts';

const REFRESH_MS = 10_000;
const RETRIES = 2;

/** Only what may pass by itself is asked again. */
function retry(failures: number, error: Error): boolean {
  const passing = !(error instanceof ApiProblem) || error.status === 0 || error.status >= 500;
  return passing && failures < RETRIES;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry, refetchInterval: REFRESH_MS, staleTime: REFRESH_MS / 2 },
  },
});

export const fleetQuery = queryOptions({
  queryKey: ['fleet'],
  queryFn: ({ signal }) => api.fleet(signal),
});

export const overviewQuery = (model: string, query: OverviewQuery) =>
  queryOptions({
    queryKey: ['overview', model, query],
    queryFn: ({ signal }) => api.overview(model, query, signal),
    // Another range of the same model: the old picture stays until the new one is there.
    placeholderData: (previous, query) => (query?.queryKey[1] === model ? previous : undefined),
  });
