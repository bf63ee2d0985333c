import type { Attempt } from './outbox-store.ts';

export type DeliveryState = 'pending' | 'delivered' | 'dead';

/** One try, or a person who had it sent again. */
export interface LogEntry extends Omit<Attempt, 'outcome'> {
  readonly outcome: Attempt['outcome'] | 'replayed';
  /** Which try it was since it was written or sent again. */
  readonly attempt: number;
  /** Who had it sent again. */
  readonly by: string | null;
}

/** A message with everything that happened to it. */
export interface DeliveryReport {
  readonly notificationId: string;
  readonly channelId: string;
  readonly channelName: string;
  readonly sequence: number;
  readonly idempotencyKey: string;
  readonly alertIds: readonly string[];
  /** Of the message, such as `alert.opened`. */
  readonly type: string;
  readonly sentence: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly createdAtMs: number;
  readonly deliveredAtMs: number | null;
  readonly nextAttemptAtMs: number | null;
  /** Oldest first. */
  readonly log: readonly LogEntry[];
}

export interface DeliveryFilter {
  readonly channelId?: string;
  readonly alertId?: string;
  readonly state?: DeliveryState;
  /** Only messages written before the one of this sequence. */
  readonly before?: number;
  readonly limit: number;
}

export type ReplayOutcome =
  | DeliveryReport
  | 'not_found'
  /** It waits, or has arrived. */
  | 'not_given_up'
  /** Something newer about the same alert has arrived since. */
  | 'superseded'
  | 'channel_deleted';

/** Port: what became of every message. */
export interface DeliveryLog {
  /** Latest first. */
  list(projectId: string, filter: DeliveryFilter): Promise<readonly DeliveryReport[]>;
  /** Sends a message that was given up again, under its own key. */
  replay(
    projectId: string,
    notificationId: string,
    by: string,
    nowMs: number,
  ): Promise<ReplayOutcome>;
  /** Forgets tries before then; says how many. */
  prune(beforeMs: number): Promise<number>;
}
