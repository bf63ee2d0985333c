import type { FastifyPluginAsync } from 'fastify';
import type { ChannelSenders } from '../../adapters/channels/senders.ts';
import { newWebhookSecret } from '../../adapters/channels/webhook/sign.ts';
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
import type { Channel } from '../../monitoring/notification/notification.ts';
import type { ChannelDraft, ChannelStore } from '../../monitoring/ports.ts';
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
          summary: 'Name a place to send alerts to; its secret is shown this once',
          tags: TAGS,
          body: CHANNEL_DRAFT_SCHEMA,
          response: { 201: NEW_CHANNEL_SCHEMA },
        },
      },
      async (request, reply): Promise<NewChannelBody> => {
        const draft = readDraft(request.body, newWebhookSecret());
        const created = await channels.create(request.access.projectId, draft);
        if (created === 'name_taken') throw nameTaken(draft.name);
        reply.code(201);
        return { ...describe(created), secret: created.config.secret };
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
        return { channels: listed.map(describe) };
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
      async (request) => describe(await find(request.access.projectId, request.params.channelId)),
    );

    app.put<{ Params: { channelId: string }; Body: ChannelDraftBody }>(
      '/v1/channels/:channelId',
      {
        ...ADMIN,
        schema: {
          operationId: 'updateChannel',
          summary: 'Edit a channel; without a secret it keeps its own',
          tags: TAGS,
          body: CHANNEL_DRAFT_SCHEMA,
          response: { 200: CHANNEL_SCHEMA },
        },
      },
      async (request): Promise<ChannelBody> => {
        const { projectId } = request.access;
        const { channelId } = request.params;
        const before = await find(projectId, channelId);
        const draft = readDraft(request.body, before.config.secret);
        const updated = await channels.update(projectId, channelId, draft);
        if (updated === 'not_found') throw notFound(channelId);
        if (updated === 'name_taken') throw nameTaken(draft.name);
        return describe(updated);
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
        const delivery = await senders[channel.kind].send(
          channel,
          {
            notificationId,
            projectId,
            channelId,
            dedupKey: notificationId,
            idempotencyKey: notificationId,
            body: { type: 'channel.test', timestamp, data: { sentence } },
            attempts: 1,
          },
          now(),
        );
        const { outcome } = delivery;
        const detail = outcome === 'delivered' ? `status ${delivery.status}` : delivery.reason;
        return { outcome, detail };
      },
    );
  };
}

const notFound = (channelId: string) =>
  new ApiError('channel_not_found', { detail: { channelId } });

const nameTaken = (name: string) =>
  new ApiError('name_taken', { where: 'body/name', detail: { name } });

const describe = (channel: Channel): ChannelBody => ({
  channelId: channel.channelId,
  name: channel.name,
  kind: channel.kind,
  config: { url: channel.config.url },
  enabled: channel.enabled,
});

function readDraft(body: ChannelDraftBody, ownSecret: string): ChannelDraft {
  const { url, secret = ownSecret } = body.config;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new ApiError('invalid_channel', {
      where: 'body/config/url',
      detail: 'The address must begin with http:// or https://.',
    });
  }
  const { username, password } = new URL(url);
  if (username !== '' || password !== '') {
    throw new ApiError('invalid_channel', {
      where: 'body/config/url',
      detail: 'The address must not carry a name or a password: messages are signed instead.',
    });
  }
  if (!isSecret(secret)) {
    throw new ApiError('invalid_channel', {
      where: 'body/config/secret',
      detail: 'The secret must be "whsec_" followed by base64 of 24 to 64 bytes.',
    });
  }
  const { name, kind, enabled = true } = body;
  return { name, kind, enabled, config: { url, secret } };
}

function isSecret(secret: string): boolean {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  if (base64 === undefined) return false;
  const { length } = Buffer.from(base64, 'base64');
  return length >= 24 && length <= 64;
}
