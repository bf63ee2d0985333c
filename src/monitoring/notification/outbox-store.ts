import type { Channel, Notification, Receipt } from './notification.ts';

export interface OutboxItem {
  readonly channel: Channel;
  readonly notification: Notification;
  /** When it was written, or sent out again by somebody. */
  readonly createdAtMs: number;
}

/** One try to deliver, for the log. */
export interface Attempt {
  readonly atMs: number;
  readonly durationMs: number;
  readonly outcome: 'delivered' | 'retry' | 'rejected' | 'exhausted';
  readonly reason: string;
  readonly status: number | null;
  /** The beginning of what the receiver answered. */
  readonly response: string | null;
}

/** Port: messages that wait to be sent. Within one line of a channel they go out one by one in the
 *  order they were written, so that `resolved` never overtakes `firing`. Each outcome is logged
 *  with the state that it leads to, or neither is. */
export interface OutboxStore {
  /** Takes messages that are due and next in their line, for `leaseMs`; a server that dies
   *  loses them to another one after that. */
  claim(nowMs: number, limit: number, leaseMs: number): Promise<readonly OutboxItem[]>;
  markDelivered(notificationId: string, attempt: Attempt, receipt: Receipt | null): Promise<void>;
  postpone(notificationId: string, untilMs: number, attempt: Attempt): Promise<void>;
  /** Given up: the ones behind it go on. */
  bury(notificationId: string, attempt: Attempt): Promise<void>;
}
