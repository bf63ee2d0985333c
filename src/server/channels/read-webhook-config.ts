import { newWebhookSecret } from '../../adapters/channels/webhook/sign.ts';
import type { ChannelConfigDraft } from '../../contract/channel.ts';
import type { WebhookConfig } from '../../monitoring/notification/notification.ts';
import { configProblem, readUrl, refuseOthers, required } from './config-problem.ts';

export function readWebhookConfig(
  config: ChannelConfigDraft,
  before: WebhookConfig | null,
): WebhookConfig {
  refuseOthers(config, 'webhook', ['url', 'secret']);
  const url = required(config.url, 'url', 'The address to send to is needed.');
  readUrl(url, 'url');
  const secret = config.secret ?? before?.secret ?? newWebhookSecret();
  if (!isSecret(secret)) {
    throw configProblem(
      'secret',
      'The secret must be "whsec_" followed by base64 of 24 to 64 bytes.',
    );
  }
  return { url, secret };
}

function isSecret(secret: string): boolean {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  if (base64 === undefined) return false;
  const { length } = Buffer.from(base64, 'base64');
  return length >= 24 && length <= 64;
}
