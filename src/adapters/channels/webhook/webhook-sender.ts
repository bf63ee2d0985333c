import type { ChannelSender, Delivery } from '../../../monitoring/notification/notification.ts';
import { judgeResponse } from '../judge-response.ts';
import { describeFailure, excerptOf, readAnswer } from '../read-answer.ts';
import { signWebhook } from './sign.ts';

export interface WebhookOptions {
  readonly timeoutMs: number;
  readonly userAgent: string;
}

const DEFAULTS: WebhookOptions = { timeoutMs: 10_000, userAgent: 'Leeway' };

/** The status has been said by then: what else there is to say is for the log. */
const ANSWER_MS = 1_000;

/** Signed JSON by POST, as Standard Webhooks has it. The id of a message is its idempotency key,
 *  the same over all retries. */
export function createWebhookSender(options: Partial<WebhookOptions> = {}): ChannelSender {
  const { timeoutMs, userAgent } = { ...DEFAULTS, ...options };
  return {
    async send(channel, notification, nowMs): Promise<Delivery> {
      if (channel.kind !== 'webhook') throw new Error(`a ${channel.kind} is no webhook`);
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
        const { status, headers } = response;
        const answer = excerptOf(await readAnswer(response, ANSWER_MS).catch(() => ''));
        return judgeResponse(status, headers.get('retry-after'), nowMs, answer);
      } catch (error) {
        return { outcome: 'retry', reason: describeFailure(error, timeoutMs), afterMs: null };
      }
    },
  };
}
