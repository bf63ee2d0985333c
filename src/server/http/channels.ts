import type { FastifyPluginAsync } from 'fastify';
import type { ChannelSenders } from '../../adapters/channels/senders.ts';
import { newId } from '../../adapters/new-id.ts';
import {
  CHANNEL_DRAFT_SCHEMA,
  CHANNEL_LIST_SCHEMA,
  CHANNEL_SCHEMA,
  CHANNEL_TEST_SCHEMA,
  type ChannelBody,
  type ChannelDraftBody,
  type ChannelTestBody,
  NEW_CHANNEL_SCHEMA,
  type NewChannelBody,
} from '../../contract/channel.ts';
import type { Channel, Notification } from '../../monitoring/notification/notification.ts';
import type { ChannelStore } from '../../monitoring/ports.ts';
import { attemptDelivery } from '../channels/attempt-delivery.ts';
import { describeChannel, readDraft } from '../channels/channel-wire.ts';
import { ApiError } from './api-error.ts';

interface Deps {
  readonly channels: ChannelStore;
  readonly senders: ChannelSenders;
  readonly now: () => number;
}

const TAGS = ['channels'];
const READ = { config: { scope: 'read' } } as const;
const ADMIN = { config: { scope: 'admin' } } as const;

export function channelRoutes({ channels, senders, now }: Deps): FastifyPluginAsync {
  async function find(projectId: string, channelId: string): Promise<Channel> {
    const channel = await channels.get(projectId, channelId);
    if (channel === null) throw notFound(channelId);
    return channel;
  }

  return async (app) => {
    app.post<{ Body: ChannelDraftBody }>(
      '/v1/channels',
      {
        ...ADMIN,
        schema: {
          operationId: 'createChannel',
          summary: 'Name a place to send alerts to; the secret of a webhook is shown this once',
          tags: TAGS,
          body: CHANNEL_DRAFT_SCHEMA,
          response: { 201: NEW_CHANNEL_SCHEMA },
        },
      },
      async (request, reply): Promise<NewChannelBody> => {
        const draft = readDraft(request.body, null);
        const created = await channels.create(request.access.projectId, draft);
        if (created === 'name_taken') throw nameTaken(draft.name);
        reply.code(201);
        const secret = created.kind === 'webhook' ? created.config.secret : null;
        return { ...describeChannel(created), secret };
      },
    );

    app.get(
      '/v1/channels',
      {
        ...READ,
        schema: {
          operationId: 'listChannels',
          summary: 'The channels of a project, without their secrets',
          tags: TAGS,
          response: { 200: CHANNEL_LIST_SCHEMA },
        },
      },
      async (request) => {
        const listed = await channels.list(request.access.projectId);
        return { channels: listed.map(describeChannel) };
      },
    );

    app.get<{ Params: { channelId: string } }>(
      '/v1/channels/:channelId',
      {
        ...READ,
        schema: {
          operationId: 'getChannel',
          summary: 'One channel, without its secret',
          tags: TAGS,
          response: { 200: CHANNEL_SCHEMA },
        },
      },
      async (request) =>
        describeChannel(await find(request.access.projectId, request.params.channelId)),
    );

    app.put<{ Params: { channelId: string }; Body: ChannelDraftBody }>(
      '/v1/channels/:channelId',
      {
        ...ADMIN,
        schema: {
          operationId: 'updateChannel',
          summary: 'Edit a channel; secrets that are left out are kept',
          tags: TAGS,
          body: CHANNEL_DRAFT_SCHEMA,
          response: { 200: CHANNEL_SCHEMA },
        },
      },
      async (request): Promise<ChannelBody> => {
        const { projectId } = request.access;
        const { channelId } = request.params;
        const before = await find(projectId, channelId);
        const draft = readDraft(request.body, before);
        const updated = await channels.update(projectId, channelId, draft);
        if (updated === 'not_found') throw notFound(channelId);
        if (updated === 'name_taken') throw nameTaken(draft.name);
        return describeChannel(updated);
      },
    );

    app.delete<{ Params: { channelId: string } }>(
      '/v1/channels/:channelId',
      {
        ...ADMIN,
        schema: {
          operationId: 'deleteChannel',
          summary: 'Send nothing there any more; messages that wait are given up',
          tags: TAGS,
          response: { 204: { type: 'null', description: 'Deleted' } },
        },
      },
      async (request, reply) => {
        const { channelId } = request.params;
        if (!(await channels.remove(request.access.projectId, channelId))) {
          throw notFound(channelId);
        }
        return reply.code(204).send();
      },
    );

    app.post<{ Params: { channelId: string } }>(
      '/v1/channels/:channelId/test',
      {
        ...ADMIN,
        schema: {
          operationId: 'testChannel',
          summary: 'Send a test message at once and say what the receiver answered',
          tags: TAGS,
          response: { 200: CHANNEL_TEST_SCHEMA },
        },
      },
      async (request): Promise<ChannelTestBody> => {
        const channel = await find(request.access.projectId, request.params.channelId);
        const notificationId = newId('ntf');
        const { projectId, channelId } = channel;
        const sentence = `This is a test of the channel "${channel.name}".`;
        const timestamp = new Date(now()).toISOString();
        const test: Notification = {
          notificationId,
          projectId,
          channelId,
          dedupKey: notificationId,
          idempotencyKey: notificationId,
          body: { type: 'channel.test', timestamp, data: { sentence } },
          attempts: 1,
          alertIds: [],
          threads: [],
        };
        const tried = await attemptDelivery(senders, channel, test, now);
        const { reason: detail, status, response, durationMs } = tried;
        return { outcome: tried.delivery.outcome, detail, status, response, durationMs };
      },
    );
  };
}

const notFound = (channelId: string) =>
  new ApiError('channel_not_found', { detail: { channelId } });

const nameTaken = (name: string) =>
  new ApiError('name_taken', { where: 'body/name', detail: { name } });
