import type { FastifyPluginAsync } from 'fastify';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { type ChannelSenders, createChannelSenders } from '../../adapters/channels/senders.ts';
import { createChannelStore } from '../../adapters/storage/postgres/channel-store.ts';
import { createDeliveryLog } from '../../adapters/storage/postgres/delivery-log-store.ts';
import { createOutboxStore } from '../../adapters/storage/postgres/outbox-store.ts';
import { createDigestStore } from '../../adapters/storage/postgres/routes/digest-store.ts';
import { createRouteStore } from '../../adapters/storage/postgres/routes/route-store.ts';
import type { AlertStore, KeyStore } from '../../monitoring/ports.ts';
import { channelRoutes } from '../http/channels.ts';
import { deliveryRoutes } from '../http/deliveries.ts';
import { routingRoutes } from '../http/routing.ts';
import { createDigestLoop } from '../jobs/digest-loop.ts';
import type { Loop } from '../jobs/loop.ts';
import { createOutboxLoop } from '../jobs/outbox-loop.ts';

interface Deps {
  readonly postgres: Pool;
  readonly alerts: Pick<AlertStore, 'get'>;
  readonly keys: Pick<KeyStore, 'list'>;
  /** What every kind of channel is watched by. */
  readonly observe?: (senders: ChannelSenders) => ChannelSenders;
  /** Address of the dashboard, for the links of digests. */
  readonly publicUrl?: string | null;
  readonly logger: Logger;
  readonly now: () => number;
}

const asTheyAre = (senders: ChannelSenders): ChannelSenders => senders;

/** Everything that tells people and programs of alerts. */
export function openChannels(deps: Deps): {
  readonly routes: readonly FastifyPluginAsync[];
  readonly loops: readonly Loop[];
} {
  const { postgres, alerts, keys, observe = asTheyAre, publicUrl = null, logger, now } = deps;
  const channels = createChannelStore(postgres);
  const senders = observe(createChannelSenders());
  const log = createDeliveryLog(postgres);
  const outbox = createOutboxStore(postgres);
  return {
    routes: [
      channelRoutes({ channels, senders, now }),
      routingRoutes({ routes: createRouteStore(postgres), channels, now }),
      deliveryRoutes({ log, channels, alerts, keys, now }),
    ],
    loops: [
      createOutboxLoop({ outbox, senders, logger, now, random: Math.random }),
      createDigestLoop({ digests: createDigestStore(postgres), publicUrl, logger, now }),
    ],
  };
}
