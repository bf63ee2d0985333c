import type { Channel, ChannelSetup } from '../../../monitoring/notification/notification.ts';

export interface ChannelRow {
  readonly channel_id: string;
  readonly project_id: string;
  readonly name: string;
  readonly kind: Channel['kind'];
  readonly config: ChannelSetup['config'];
  readonly enabled: boolean;
}

export const CHANNEL_COLUMNS = 'channel_id, project_id, name, kind, config, enabled';

export const toChannel = (row: ChannelRow): Channel => {
  // Written as a pair, and never changed apart.
  const setup = { kind: row.kind, config: row.config } as ChannelSetup;
  return {
    channelId: row.channel_id,
    projectId: row.project_id,
    name: row.name,
    ...setup,
    enabled: row.enabled,
  };
};
