import type { Channel, Notification } from './notification.ts';

export interface OutboxItem {
  readonly channel: Channel;
  readonly notification: Notification;
  readonly createdAtMs: number;
}

/** Port: messages that wait to be sent. Under one (channel, de-duplication key) they go out one
 *  by one in the order they were written, so that `resolved` never overtakes `firing`. */
export interface OutboxStore {
  /** Takes messages that are due and next in their line, for `leaseMs`; a server that dies
   *  loses them to another one after that. */
  claim(nowMs: number, limit: number, leaseMs: number): Promise<readonly OutboxItem[]>;
  markDelivered(notificationId: string, nowMs: number, outcome: string): Promise<void>;
  postpone(notificationId: string, untilMs: number, outcome: string): Promise<void>;
  /** Given up: the ones behind it go on. */
  bury(notificationId: string, outcome: string): Promise<void>;
}
