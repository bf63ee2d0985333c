import type { ChannelBody } from '../../../contract/channel.ts';
import { callApi } from '../../call-api.ts';
import { CommandError } from '../../command-error.ts';
import type { Connection } from '../../connection.ts';

export async function listChannels(connection: Connection): Promise<readonly ChannelBody[]> {
  const { body } = await callApi<{ channels: readonly ChannelBody[] }>(connection, '/v1/channels');
  return body.channels;
}

/** By id or name. */
export function channelIdOf(listed: readonly ChannelBody[], name: string): string {
  const found = listed.find((one) => one.channelId === name || one.name === name);
  if (found !== undefined) return found.channelId;
  const names = listed.map((one) => one.name).join(', ');
  throw new CommandError(
    `The project has no channel ${name}. It has ${names === '' ? 'none' : names}.`,
  );
}
