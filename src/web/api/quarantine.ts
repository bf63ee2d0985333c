import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import createClient from 'openapi-fetch';
import type { RefusalListBody } from '../../contract/refusal.ts';
import { ask, sendKey } from './client.ts';
import type { QuarantinePaths, SetAsideRow } from './quarantine-paths.ts';

const client = createClient<QuarantinePaths>({ baseUrl: '/' });
client.use(sendKey);

const PAGE_ROWS = 50;
const SET_ASIDE_ROWS = 200;

export const accountingQuery = (model: string) =>
  queryOptions({
    queryKey: ['accounting', model],
    queryFn: ({ signal }) =>
      ask(() =>
        client.GET('/v1/models/{model}/accounting', { params: { path: { model } }, signal }),
      ),
  });

export const setAsideQuery = (model: string) =>
  queryOptions({
    queryKey: ['set-aside', model],
    queryFn: async ({ signal }): Promise<readonly SetAsideRow[]> => {
      const params = { path: { model }, query: { limit: SET_ASIDE_ROWS } };
      return (await ask(() => client.GET('/v1/models/{model}/quarantine', { params, signal })))
        .rows;
    },
  });

export const refusalsQuery = (model: string) =>
  infiniteQueryOptions({
    queryKey: ['refusals', model],
    initialPageParam: null as string | null,
    queryFn: ({ signal, pageParam }): Promise<RefusalListBody> => {
      const query = { limit: PAGE_ROWS, ...(pageParam === null ? {} : { before: pageParam }) };
      const params = { path: { model }, query };
      return ask(() => client.GET('/v1/models/{model}/refusals', { params, signal }));
    },
    getNextPageParam: (last) => last.next,
  });
