import type { FastifyPluginAsync } from 'fastify';
import {
  DEFAULT_ROUTE_DRAFT_SCHEMA,
  DEFAULT_ROUTE_SCHEMA,
  type DefaultRouteBody,
  ROUTE_DRAFT_SCHEMA,
  ROUTE_LIST_SCHEMA,
  ROUTE_PREVIEW_SCHEMA,
  ROUTE_QUESTION_SCHEMA,
  ROUTE_SCHEMA,
  type RouteDraftBody,
  type RouteListBody,
  type RouteQuestionBody,
} from '../../contract/route.ts';
import type { ChannelStore, RouteStore } from '../../monitoring/ports.ts';
import type { DefaultChannels } from '../../monitoring/route/route.ts';
import { parseMatchers } from '../quiet/read-silence-draft.ts';
import { previewRoute } from '../routes/preview-route.ts';
import { describeRoute, readRouteDraft, requireChannels } from '../routes/route-wire.ts';
import { ApiError } from './api-error.ts';

interface Deps {
  readonly routes: RouteStore;
  readonly channels: Pick<ChannelStore, 'list'>;
  readonly now: () => number;
}

const TAGS = ['routes'];
const READ = { config: { scope: 'read' } } as const;
const ADMIN = { config: { scope: 'admin' } } as const;

type WithId = { Params: { routeId: string } };

export function routingRoutes({ routes, channels, now }: Deps): FastifyPluginAsync {
  const knownChannels = async (projectId: string): Promise<ReadonlySet<string>> =>
    new Set((await channels.list(projectId)).map((one) => one.channelId));

  return async (app) => {
    app.get(
      '/v1/routes',
      {
        ...READ,
        schema: {
          operationId: 'listRoutes',
          summary: 'Which alerts go to which channels',
          tags: TAGS,
          response: { 200: ROUTE_LIST_SCHEMA },
        },
      },
      async (request): Promise<RouteListBody> => {
        const { projectId } = request.access;
        const listed = await routes.list(projectId);
        const fallback = await routes.defaultChannels(projectId);
        return {
          routes: listed.map((route) => describeRoute(route, now())),
          default: describeDefault(fallback),
        };
      },
    );

    app.post<{ Body: RouteDraftBody }>(
      '/v1/routes',
      {
        ...ADMIN,
        schema: {
          operationId: 'createRoute',
          summary: 'Send some alerts to some channels',
          tags: TAGS,
          body: ROUTE_DRAFT_SCHEMA,
          response: { 201: ROUTE_SCHEMA },
        },
      },
      async (request, reply) => {
        const { projectId } = request.access;
        const draft = readRouteDraft(request.body, await knownChannels(projectId), now());
        const created = await routes.create(projectId, draft, now());
        if (created === 'name_taken') throw nameTaken(draft.name);
        reply.code(201);
        return describeRoute(created, now());
      },
    );

    app.post<{ Body: RouteQuestionBody }>(
      '/v1/routes/preview',
      {
        ...READ,
        schema: {
          operationId: 'previewRoute',
          summary:
            'Which alerts of the last 30 days would have gone this way, and which models may',
          tags: TAGS,
          body: ROUTE_QUESTION_SCHEMA,
          response: { 200: ROUTE_PREVIEW_SCHEMA },
        },
      },
      async (request) => {
        const { matchers = [], minSeverity = 'warning' } = request.body;
        const route = { matchers: parseMatchers(matchers), minSeverity };
        return previewRoute(routes, request.access.projectId, route, now());
      },
    );

    app.put<{ Body: DefaultRouteBody }>(
      '/v1/routes/default',
      {
        ...ADMIN,
        schema: {
          operationId: 'setDefaultRoute',
          summary: 'Say where alerts go that no route takes',
          tags: TAGS,
          body: DEFAULT_ROUTE_DRAFT_SCHEMA,
          response: { 200: DEFAULT_ROUTE_SCHEMA },
        },
      },
      async (request): Promise<DefaultRouteBody> => {
        const { projectId } = request.access;
        const chosen = request.body.channels;
        if (chosen !== null) requireChannels(chosen, await knownChannels(projectId));
        await routes.setDefaultChannels(projectId, chosen ?? 'all');
        return { channels: chosen };
      },
    );

    app.get<WithId>(
      '/v1/routes/:routeId',
      {
        ...READ,
        schema: {
          operationId: 'getRoute',
          summary: 'One route',
          tags: TAGS,
          response: { 200: ROUTE_SCHEMA },
        },
      },
      async (request) => {
        const { routeId } = request.params;
        const route = await routes.get(request.access.projectId, routeId);
        if (route === null) throw notFound(routeId);
        return describeRoute(route, now());
      },
    );

    app.put<WithId & { Body: RouteDraftBody }>(
      '/v1/routes/:routeId',
      {
        ...ADMIN,
        schema: {
          operationId: 'updateRoute',
          summary: 'Edit a route; it counts for whatever happens from then on',
          tags: TAGS,
          body: ROUTE_DRAFT_SCHEMA,
          response: { 200: ROUTE_SCHEMA },
        },
      },
      async (request) => {
        const { projectId } = request.access;
        const { routeId } = request.params;
        const draft = readRouteDraft(request.body, await knownChannels(projectId), now());
        const updated = await routes.update(projectId, routeId, draft, now());
        if (updated === 'not_found') throw notFound(routeId);
        if (updated === 'name_taken') throw nameTaken(draft.name);
        return describeRoute(updated, now());
      },
    );

    app.delete<WithId>(
      '/v1/routes/:routeId',
      {
        ...ADMIN,
        schema: {
          operationId: 'deleteRoute',
          summary:
            'Send nothing this way any more; who was told of an alert still hears of its end',
          tags: TAGS,
          response: { 204: { type: 'null', description: 'Deleted' } },
        },
      },
      async (request, reply) => {
        const { routeId } = request.params;
        if (!(await routes.remove(request.access.projectId, routeId))) throw notFound(routeId);
        return reply.code(204).send();
      },
    );
  };
}

const describeDefault = (channels: DefaultChannels): DefaultRouteBody => ({
  channels: channels === 'all' ? null : channels,
});

const notFound = (routeId: string) => new ApiError('route_not_found', { detail: { routeId } });

const nameTaken = (name: string) =>
  new ApiError('name_taken', { where: 'body/name', detail: { name } });
