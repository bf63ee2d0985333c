import { queryOptions } from '@tanstack/react-query';
import createClient from 'openapi-fetch';
import type { RouteDraftBody, RouteListBody, RouteQuestionBody } from '../../contract/route.ts';
import { act, ask, sendKey } from './client.ts';
import type { Mutable } from './paths.ts';
import { queryClient } from './queries.ts';
import type { SettingPaths } from './setting-paths.ts';

const client = createClient<SettingPaths>({ baseUrl: '/' });
client.use(sendKey);

type Draft = Mutable<RouteDraftBody>;

export const routeApi = {
  create: (body: Draft) => act(() => client.POST('/v1/routes', { body })),
  update: (routeId: string, body: Draft) =>
    act(() => client.PUT('/v1/routes/{routeId}', { params: { path: { routeId } }, body })),
  remove: (routeId: string) =>
    act(async () => {
      const { error, response } = await client.DELETE('/v1/routes/{routeId}', {
        params: { path: { routeId } },
      });
      return response.ok ? { data: true, response } : { error, response };
    }),
  setDefault: (channels: string[] | null) =>
    act(() => client.PUT('/v1/routes/default', { body: { channels } })),
};

export const routesQuery = queryOptions({
  queryKey: ['routes'],
  queryFn: ({ signal }): Promise<RouteListBody> => ask(() => client.GET('/v1/routes', { signal })),
});

export const routePreviewQuery = (question: Mutable<RouteQuestionBody>) =>
  queryOptions({
    queryKey: ['route-preview', question],
    queryFn: ({ signal }) =>
      act(() => client.POST('/v1/routes/preview', { body: question, signal })),
    placeholderData: (previous) => previous,
  });

export const forgetRoutes = () => queryClient.invalidateQueries({ queryKey: ['routes'] });
