import type { ChannelSender, Delivery } from '../../../monitoring/notification/notification.ts';
import { judgeResponse } from './judge-response.ts';
import { signWebhook } from './sign.ts';

export interface WebhookOptions {
  readonly timeoutMs: number;
  readonly userAgent: string;
}

const DEFAULTS: WebhookOptions = { timeoutMs: 10_000, userAgent: 'Leeway' };

/** Signed JSON by POST, as Standard Webhooks has it. The id of a message is its idempotency key,
 *  the same over all retries. */
export function createWebhookSender(options: Partial<WebhookOptions> = {}): ChannelSender {
  const { timeoutMs, userAgent } = { ...DEFAULTS, ...options };
  return {
    async send(channel, notification, nowMs): Promise<Delivery> {
      const body = JSON.stringify(notification.body);
      const id = notification.idempotencyKey;
      const timestampSeconds = Math.floor(nowMs / 1000);
      try {
        const response = await fetch(channel.config.url, {
          method: 'POST',
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMs),
          headers: {
            'content-type': 'application/json',
            'user-agent': userAgent,
            'webhook-id': id,
            'webhook-timestamp': String(timestampSeconds),
            'webhook-signature': signWebhook(channel.config.secret, { id, timestampSeconds, body }),
          },
          body,
        });
        // What the receiver has to say is of no use, but the connection is.
        await response.body?.cancel();
        return judgeResponse(response.status, response.headers.get('retry-after'), nowMs);
      } catch (error) {
        return { outcome: 'retry', reason: describeFailure(error, timeoutMs), afterMs: null };
      }
    },
  };
}

function describeFailure(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  const { cause } = error;
  return cause instanceof Error ? cause.message : error.message;
}
