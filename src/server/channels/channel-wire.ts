import type { ChannelBody, ChannelConfigBody, ChannelDraftBody } from '../../contract/channel.ts';
import type { Channel, ChannelSetup } from '../../monitoring/notification/notification.ts';
import type { ChannelDraft } from '../../monitoring/ports.ts';
import { ApiError } from '../http/api-error.ts';
import { readEmailConfig } from './read-email-config.ts';
import { readSlackConfig } from './read-slack-config.ts';
import { readWebhookConfig } from './read-webhook-config.ts';

/** What was asked for, with what is kept of a channel that is edited. */
export function readDraft(body: ChannelDraftBody, before: Channel | null): ChannelDraft {
  const { name, kind, enabled = true } = body;
  if (before !== null && before.kind !== kind) {
    throw new ApiError('invalid_channel', {
      where: 'body/kind',
      detail: `The channel is of the kind ${before.kind}, which stays. Make another channel.`,
    });
  }
  return { name, enabled, ...readSetup(body, before) };
}

function readSetup({ kind, config }: ChannelDraftBody, before: Channel | null): ChannelSetup {
  switch (kind) {
    case 'webhook': {
      const old = before?.kind === kind ? before.config : null;
      return { kind, config: readWebhookConfig(config, old) };
    }
    case 'slack': {
      const old = before?.kind === kind ? before.config : null;
      return { kind, config: readSlackConfig(config, old) };
    }
    case 'email': {
      const old = before?.kind === kind ? before.config : null;
      return { kind, config: readEmailConfig(config, old) };
    }
  }
}

/** A channel without its secrets. */
export function describeChannel(channel: Channel): ChannelBody {
  const { channelId, name, kind, enabled } = channel;
  return { channelId, name, kind, enabled, ...describeSetup(channel) };
}

function describeSetup(channel: Channel): {
  readonly config: ChannelConfigBody;
  readonly secrets: readonly string[];
  readonly threaded: boolean;
} {
  switch (channel.kind) {
    case 'webhook':
      return { config: { url: channel.config.url }, secrets: ['secret'], threaded: false };
    case 'slack': {
      const { config } = channel;
      const { runbookUrl } = config;
      if ('webhookUrl' in config) {
        return { config: { runbookUrl }, secrets: ['webhookUrl'], threaded: false };
      }
      const { channel: where, apiUrl } = config;
      return { config: { channel: where, apiUrl, runbookUrl }, secrets: ['token'], threaded: true };
    }
    case 'email': {
      const { auth, ...config } = channel.config;
      return {
        config: { ...config, user: auth?.user ?? null },
        secrets: auth === null ? [] : ['password'],
        threaded: true,
      };
    }
  }
}
