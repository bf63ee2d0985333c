import type { Logger } from 'pino';
import type { ChannelSenders } from '../../adapters/channels/senders.ts';
import { nextAttemptMs } from '../../monitoring/notification/next-attempt.ts';
import type { OutboxItem, OutboxStore } from '../../monitoring/ports.ts';
import { attemptDelivery } from '../channels/attempt-delivery.ts';
import { createLoop, type Loop } from './loop.ts';

export interface OutboxDeps {
  readonly outbox: OutboxStore;
  readonly senders: ChannelSenders;
  readonly logger: Logger;
  readonly now: () => number;
  readonly random: () => number;
  readonly idleMs?: number;
}

/** So many messages are on their way at once. */
const IN_FLIGHT = 16;
/** Longer than any sender waits for an answer. */
const LEASE_MS = 30_000;
const IDLE_MS = 500;
const FAILED_MS = 2_000;

/** Sends what the outbox holds. Nobody waits for a receiver that hangs but its own line. Several
 *  servers may run it side by side. */
export function createOutboxLoop(deps: OutboxDeps): Loop {
  const inFlight = new Set<Promise<void>>();

  function launch(item: OutboxItem): void {
    const delivery = deliver(deps, item)
      // Its lease runs out, and it is sent again under the same key.
      .catch((error: unknown) => {
        deps.logger.error({ err: error }, 'the outcome of a delivery could not be noted');
      })
      .finally(() => inFlight.delete(delivery));
    inFlight.add(delivery);
  }

  const loop = createLoop({
    name: 'outbox',
    logger: deps.logger,
    idleMs: deps.idleMs ?? IDLE_MS,
    failedMs: FAILED_MS,
    async turn() {
      if (inFlight.size >= IN_FLIGHT) await Promise.race(inFlight);
      const items = await deps.outbox.claim(deps.now(), IN_FLIGHT - inFlight.size, LEASE_MS);
      for (const item of items) launch(item);
      return items.length > 0;
    },
  });

  return {
    start: loop.start,
    async stop() {
      await loop.stop();
      await Promise.all(inFlight);
    },
  };
}

async function deliver(deps: OutboxDeps, item: OutboxItem): Promise<void> {
  const { outbox, senders, logger, now } = deps;
  const { channel, notification } = item;
  const { notificationId, attempts } = notification;
  const log = { channelId: channel.channelId, notificationId, attempts };
  const { delivery, ...tried } = await attemptDelivery(senders, channel, notification, now);
  const { reason } = tried;
  if (delivery.outcome === 'delivered') {
    const attempt = { ...tried, outcome: 'delivered' } as const;
    await outbox.markDelivered(notificationId, attempt, delivery.receipt ?? null);
    return;
  }
  if (delivery.outcome === 'rejected') {
    logger.warn({ ...log, reason }, 'a receiver refused a notification for good');
    await outbox.bury(notificationId, { ...tried, outcome: 'rejected' });
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
    const givenUp = { ...tried, reason: `given up: ${reason}`, outcome: 'exhausted' } as const;
    await outbox.bury(notificationId, givenUp);
    return;
  }
  logger.info({ ...log, reason, untilMs }, 'a notification will be tried again');
  await outbox.postpone(notificationId, untilMs, { ...tried, outcome: 'retry' });
}
