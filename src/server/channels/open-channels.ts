import type { FastifyPluginAsync } from 'fastify';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { type ChannelSenders, createChannelSenders } from '../../adapters/channels/senders.ts';
import { createChannelStore } from '../../adapters/storage/postgres/channel-store.ts';
import { createDeliveryLog } from '../../adapters/storage/postgres/delivery-log-store.ts';
import { createOutboxStore } from '../../adapters/storage/postgres/outbox-store.ts';
import type { AlertStore, KeyStore } from '../../monitoring/ports.ts';
import { channelRoutes } from '../http/channels.ts';
import { deliveryRoutes } from '../http/deliveries.ts';
import { createDeliveryLogLoop } from '../jobs/delivery-log-loop.ts';
import type { Loop } from '../jobs/loop.ts';
import { createOutboxLoop } from '../jobs/outbox-loop.ts';

interface Deps {
  readonly postgres: Pool;
  readonly alerts: Pick<AlertStore, 'get'>;
  readonly keys: Pick<KeyStore, 'list'>;
  /** What every kind of channel is watched by. */
  readonly observe?: (senders: ChannelSenders) => ChannelSenders;
  readonly logger: Logger;
  readonly now: () => number;
}

const asTheyAre = (senders: ChannelSenders): ChannelSenders => senders;

/** Everything that tells people and programs of alerts. */
export function openChannels({ postgres, alerts, keys, observe = asTheyAre, logger, now }: Deps): {
  readonly routes: readonly FastifyPluginAsync[];
  readonly loops: readonly Loop[];
} {
  const channels = createChannelStore(postgres);
  const senders = observe(createChannelSenders());
  const log = createDeliveryLog(postgres);
  const outbox = createOutboxStore(postgres);
  return {
    routes: [
      channelRoutes({ channels, senders, now }),
      deliveryRoutes({ log, channels, alerts, keys, now }),
    ],
    loops: [
      createOutboxLoop({ outbox, senders, logger, now, random: Math.random }),
      createDeliveryLogLoop({ log, logger, now }),
    ],
  };
}
