import type { Logger } from 'pino';
import type { ChannelSenders } from '../../adapters/channels/senders.ts';
import { nextAttemptMs } from '../../monitoring/notification/next-attempt.ts';
import type { OutboxItem, OutboxStore } from '../../monitoring/ports.ts';
import { createLoop, type Loop } from './loop.ts';

export interface OutboxDeps {
  readonly outbox: OutboxStore;
  readonly senders: ChannelSenders;
  readonly logger: Logger;
  readonly now: () => number;
  readonly random: () => number;
  readonly idleMs?: number;
}

/** So many messages are on their way at once: a receiver that hangs must not hold up the others
 *  of the batch for longer than its own time-out. */
const BATCH = 16;
/** Longer than any sender waits for an answer. */
const LEASE_MS = 30_000;
const IDLE_MS = 500;
const FAILED_MS = 2_000;

/** Sends what the outbox holds. Several servers may run it side by side. */
export function createOutboxLoop(deps: OutboxDeps): Loop {
  return createLoop({
    name: 'outbox',
    logger: deps.logger,
    idleMs: deps.idleMs ?? IDLE_MS,
    failedMs: FAILED_MS,
    async turn() {
      const items = await deps.outbox.claim(deps.now(), BATCH, LEASE_MS);
      await Promise.all(items.map((item) => deliver(deps, item)));
      return items.length > 0;
    },
  });
}

async function deliver(deps: OutboxDeps, item: OutboxItem): Promise<void> {
  const { outbox, senders, logger, now } = deps;
  const { channel, notification } = item;
  const { notificationId, attempts } = notification;
  const log = { channelId: channel.channelId, notificationId, attempts };
  const delivery = await senders[channel.kind].send(channel, notification, now());
  if (delivery.outcome === 'delivered') {
    await outbox.markDelivered(notificationId, now(), `status ${delivery.status}`);
    return;
  }
  const { reason } = delivery;
  if (delivery.outcome === 'rejected') {
    logger.warn({ ...log, reason }, 'a receiver refused a notification for good');
    await outbox.bury(notificationId, reason);
    return;
  }
  const untilMs = nextAttemptMs({
    attempts,
    createdAtMs: item.createdAtMs,
    nowMs: now(),
    retryAfterMs: delivery.afterMs,
    random: deps.random(),
  });
  if (untilMs === null) {
    logger.error({ ...log, reason }, 'a notification could not be delivered and is given up');
    await outbox.bury(notificationId, `given up: ${reason}`);
    return;
  }
  logger.info({ ...log, reason, untilMs }, 'a notification will be tried again');
  await outbox.postpone(notificationId, untilMs, reason);
}
