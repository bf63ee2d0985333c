import type { Channel, WebhookConfig } from '../../../monitoring/notification/notification.ts';

export interface ChannelRow {
  readonly channel_id: string;
  readonly project_id: string;
  readonly name: string;
  readonly kind: Channel['kind'];
  readonly config: WebhookConfig;
  readonly enabled: boolean;
}

export const CHANNEL_COLUMNS = 'channel_id, project_id, name, kind, config, enabled';

export const toChannel = (row: ChannelRow): Channel => ({
  channelId: row.channel_id,
  projectId: row.project_id,
  name: row.name,
  kind: row.kind,
  config: row.config,
  enabled: row.enabled,
});
