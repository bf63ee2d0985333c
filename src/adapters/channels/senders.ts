import type { Channel, ChannelSender } from '../../monitoring/notification/notification.ts';
import { createEmailSender } from './email/email-sender.ts';
import { createSlackSender } from './slack/slack-sender.ts';
import { createWebhookSender } from './webhook/webhook-sender.ts';

export type ChannelSenders = Readonly<Record<Channel['kind'], ChannelSender>>;

/** Every kind of channel: a folder each, and a line here. */
export function createChannelSenders(): ChannelSenders {
  return {
    webhook: createWebhookSender(),
    slack: createSlackSender(),
    email: createEmailSender(),
  };
}
