import { queryOptions } from '@tanstack/react-query';
import createClient from 'openapi-fetch';
import type { BaselineBody } from '../../contract/baseline.ts';
import type {
  BaselineComparisonBody,
  BaselineProposalBody,
  ComparisonQuery,
  HistoryBaselineBody,
} from '../../contract/baseline-history.ts';
import type { BaselinePaths } from './baseline-paths.ts';
import { act, ask, sendKey } from './client.ts';
import type { Mutable } from './paths.ts';
import { queryClient } from './queries.ts';

const client = createClient<BaselinePaths>({ baseUrl: '/' });
client.use(sendKey);

export const baselinesQuery = (model: string) =>
  queryOptions({
    queryKey: ['baselines', model],
    queryFn: async ({ signal }): Promise<readonly BaselineBody[]> => {
      const params = { path: { model } };
      return (await ask(() => client.GET('/v1/models/{model}/baselines', { params, signal })))
        .baselines;
    },
  });

/** It changes by the day. */
export const proposalQuery = (model: string) =>
  queryOptions({
    queryKey: ['baseline-proposal', model],
    queryFn: ({ signal }): Promise<BaselineProposalBody> => {
      const params = { path: { model } };
      return ask(() => client.GET('/v1/models/{model}/baselines/proposal', { params, signal }));
    },
    refetchInterval: false,
  });

/** The server counts for it, so it is not asked again while somebody looks. */
export const comparisonQuery = (
  model: string,
  baselineId: string | undefined,
  query: ComparisonQuery,
) =>
  queryOptions({
    queryKey: ['baseline-comparison', model, baselineId, query],
    queryFn: ({ signal }): Promise<BaselineComparisonBody> => {
      const params = { path: { model, baselineId: baselineId ?? '' }, query };
      return ask(() =>
        client.GET('/v1/models/{model}/baselines/{baselineId}/comparison', { params, signal }),
      );
    },
    enabled: baselineId !== undefined,
    refetchInterval: false,
    staleTime: 60_000,
  });

const forget = (model: string) =>
  Promise.all(
    [
      'baselines',
      'baseline-proposal',
      'baseline-comparison',
      'feature',
      'overview',
      'breakdown',
    ].map((kind) => queryClient.invalidateQueries({ queryKey: [kind, model] })),
  );

export const baselineApi = {
  async activate(model: string, baselineId: string) {
    const params = { path: { model, baselineId } };
    const done = await act(() =>
      client.POST('/v1/models/{model}/baselines/{baselineId}/activate', { params }),
    );
    await forget(model);
    return done;
  },
  async fromHistory(model: string, body: Mutable<HistoryBaselineBody>) {
    const params = { path: { model } };
    const done = await act(() =>
      client.POST('/v1/models/{model}/baselines/from-history', { params, body }),
    );
    await forget(model);
    return done;
  },
};
