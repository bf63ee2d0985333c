export const CHANNEL_KINDS = ['webhook', 'slack', 'email'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

interface ChannelBase {
  readonly channelId: string;
  readonly projectId: string;
  readonly name: string;
  readonly enabled: boolean;
}

/** What each kind of channel is configured with. */
export type ChannelSetup =
  | { readonly kind: 'webhook'; readonly config: WebhookConfig }
  | { readonly kind: 'slack'; readonly config: SlackConfig }
  | { readonly kind: 'email'; readonly config: EmailConfig };

/** A configured destination. */
export type Channel = ChannelBase & ChannelSetup;

export interface WebhookConfig {
  readonly url: string;
  /** Standard Webhooks secret, `whsec_` and base64. */
  readonly secret: string;
}

/** By a bot, which can answer and edit what it wrote; or by an incoming webhook, which cannot. */
export type SlackConfig = (
  | { readonly token: string; readonly channel: string; readonly apiUrl: string }
  | { readonly webhookUrl: string }
) & { readonly runbookUrl: string | null };

export const EMAIL_SECURITY = ['tls', 'starttls', 'none'] as const;

export interface EmailConfig {
  readonly host: string;
  readonly port: number;
  readonly security: (typeof EMAIL_SECURITY)[number];
  readonly auth: { readonly user: string; readonly password: string } | null;
  readonly from: string;
  readonly to: readonly string[];
  readonly runbookUrl: string | null;
}

/** Where a message went, so that what follows is put beside it. */
export type Receipt = Readonly<Record<string, string>>;

/** An earlier message about alerts of this one. */
export interface Thread {
  readonly receipt: Receipt;
  /** How many alerts it told of. */
  readonly alerts: number;
  /** How many of them this message tells of too. */
  readonly shared: number;
  /** How many of them are not over yet. */
  readonly open: number;
}

/** One message to one channel. */
export interface Notification {
  readonly notificationId: string;
  readonly projectId: string;
  readonly channelId: string;
  /** Stable for the life of an alert; of a group that of the group. */
  readonly dedupKey: string;
  /** Stable for one transition, across retries and restarts. */
  readonly idempotencyKey: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly attempts: number;
  /** The alerts that it tells of; none of a test. */
  readonly alertIds: readonly string[];
  /** What was sent before about the same alerts, earliest first. */
  readonly threads: readonly Thread[];
}

/** What the receiver said, as far as it was understood. */
export interface ReceiverAnswer {
  readonly status?: number;
  readonly response?: string;
}

export type Delivery =
  | ({
      readonly outcome: 'delivered';
      readonly status: number;
      readonly receipt?: Receipt;
    } & ReceiverAnswer)
  | ({
      readonly outcome: 'retry';
      readonly reason: string;
      readonly afterMs: number | null;
    } & ReceiverAnswer)
  | ({ readonly outcome: 'rejected'; readonly reason: string } & ReceiverAnswer);

/** Port of every kind of channel. */
export interface ChannelSender {
  send(channel: Channel, notification: Notification, nowMs: number): Promise<Delivery>;
}
