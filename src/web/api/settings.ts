import { queryOptions } from '@tanstack/react-query';
import createClient from 'openapi-fetch';
import type { ChannelBody } from '../../contract/channel.ts';
import type { KeyBody } from '../../contract/key.ts';
import type { KeptClassBody } from '../../contract/retention.ts';
import { type ChannelKind, readChannelKinds } from '../format/channel-form.ts';
import { unreachable } from './api-problem.ts';
import { act, ask, sendKey } from './client.ts';
import type { ChannelDraft, SettingPaths } from './setting-paths.ts';

const client = createClient<SettingPaths>({ baseUrl: '/' });
client.use(sendKey);

/** An answer without a body is an answer all the same. */
const done = async (sending: Promise<{ error?: unknown; response: Response }>) => {
  const { error, response } = await sending;
  return response.ok ? { data: true, response } : { error, response };
};

export const settingsApi = {
  createChannel: (body: ChannelDraft) => act(() => client.POST('/v1/channels', { body })),
  removeChannel: (channelId: string) =>
    act(() => done(client.DELETE('/v1/channels/{channelId}', { params: { path: { channelId } } }))),
  testChannel: (channelId: string) =>
    act(() => client.POST('/v1/channels/{channelId}/test', { params: { path: { channelId } } })),
  createKey: (name: string, scope: KeyBody['scope']) =>
    act(() => client.POST('/v1/keys', { body: { name, scope } })),
  revokeKey: (keyId: string) =>
    act(() => done(client.DELETE('/v1/keys/{keyId}', { params: { path: { keyId } } }))),
};

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: async ({ signal }): Promise<readonly ChannelBody[]> =>
    (await ask(() => client.GET('/v1/channels', { signal }))).channels,
});

/** A key that may only read sees the page without them. */
export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: async ({ signal }): Promise<readonly KeyBody[]> =>
    (await act(() => client.GET('/v1/keys', { signal }))).keys,
});

export const retentionQuery = queryOptions({
  queryKey: ['retention'],
  queryFn: async ({ signal }): Promise<readonly KeptClassBody[]> =>
    (await ask(() => client.GET('/v1/retention', { signal }))).classes,
  refetchInterval: false,
});

/** The kinds of channels with the fields of each, as this server says. */
export const channelKindsQuery = queryOptions({
  queryKey: ['channel-kinds'],
  queryFn: async ({ signal }): Promise<readonly ChannelKind[]> => {
    const response = await fetch('/openapi.json', { signal });
    if (!response.ok) throw unreachable('Look whether the server is there, and try again.');
    return readChannelKinds(await response.json());
  },
  staleTime: Number.POSITIVE_INFINITY,
  refetchInterval: false,
});
