import type { ChannelSenders } from '../../adapters/channels/senders.ts';
import type {
  Channel,
  Delivery,
  Notification,
} from '../../monitoring/notification/notification.ts';

export interface Attempted {
  readonly delivery: Delivery;
  readonly atMs: number;
  readonly durationMs: number;
  readonly reason: string;
  readonly status: number | null;
  readonly response: string | null;
}

/** Sends one message once, and says what came of it without repeating a secret: a receiver may
 *  answer with what it was sent. */
export async function attemptDelivery(
  senders: ChannelSenders,
  channel: Channel,
  notification: Notification,
  now: () => number,
): Promise<Attempted> {
  const atMs = now();
  const begun = performance.now();
  const delivery = await senders[channel.kind].send(channel, notification, atMs);
  const durationMs = performance.now() - begun;
  const hide = hiderOf(channel);
  return {
    delivery,
    atMs,
    durationMs: Math.round(durationMs * 10) / 10,
    reason: hide(delivery.outcome === 'delivered' ? `status ${delivery.status}` : delivery.reason),
    status: delivery.status ?? null,
    response: delivery.response === undefined ? null : hide(delivery.response),
  };
}

function hiderOf(channel: Channel): (text: string) => string {
  const secrets = secretsOf(channel).filter((secret) => secret.length > 0);
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '…'), text);
}

function secretsOf(channel: Channel): readonly string[] {
  if (channel.kind === 'webhook') return [channel.config.secret];
  if (channel.kind === 'email') {
    const { auth } = channel.config;
    if (auth === null) return [];
    // As it is on the wire, too.
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const plain = base64(`\0${auth.user}\0${auth.password}`);
    return [auth.password, base64(auth.password), plain];
  }
  const { config } = channel;
  return 'token' in config
    ? [config.token]
    : [config.webhookUrl, new URL(config.webhookUrl).pathname];
}
