/** A configured destination. */
export interface Channel {
  readonly channelId: string;
  readonly projectId: string;
  readonly name: string;
  readonly kind: 'webhook';
  readonly config: WebhookConfig;
  readonly enabled: boolean;
}

export interface WebhookConfig {
  readonly url: string;
  /** Standard Webhooks secret, `whsec_` and base64. */
  readonly secret: string;
}

/** One message to one channel. */
export interface Notification {
  readonly notificationId: string;
  readonly projectId: string;
  readonly channelId: string;
  /** Stable for the life of an alert; messages under one key go out in order. */
  readonly dedupKey: string;
  /** Stable for one transition, across retries and restarts. */
  readonly idempotencyKey: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly attempts: number;
}

export type Delivery =
  | { readonly outcome: 'delivered'; readonly status: number }
  | { readonly outcome: 'retry'; readonly reason: string; readonly afterMs: number | null }
  | { readonly outcome: 'rejected'; readonly reason: string };

/** Port of every kind of channel. */
export interface ChannelSender {
  send(channel: Channel, notification: Notification, nowMs: number): Promise<Delivery>;
}
