import type { FastifyPluginAsync } from 'fastify';
import {
  DELIVERY_LIST_SCHEMA,
  DELIVERY_QUERY_SCHEMA,
  DELIVERY_SCHEMA,
  type DeliveryBody,
  type DeliveryListBody,
  type DeliveryQuery,
} from '../../contract/delivery.ts';
import type {
  AlertStore,
  ChannelStore,
  DeliveryFilter,
  DeliveryLog,
  DeliveryReport,
  KeyStore,
} from '../../monitoring/ports.ts';
import { ApiError } from './api-error.ts';
import { nameActor } from './name-actor.ts';

interface Deps {
  readonly log: DeliveryLog;
  readonly channels: Pick<ChannelStore, 'get'>;
  readonly alerts: Pick<AlertStore, 'get'>;
  readonly keys: Pick<KeyStore, 'list'>;
  readonly now: () => number;
}

const TAGS = ['channels'];
const READ = { config: { scope: 'read' } } as const;
const ADMIN = { config: { scope: 'admin' } } as const;
const WHY_NOT = {
  not_given_up: 'It has arrived, or waits to be tried again by itself.',
  superseded: 'Something newer about its alerts has arrived since.',
  channel_deleted: 'Its channel was deleted.',
} as const;

/** What became of every message, and sending one again. */
export function deliveryRoutes({ log, channels, alerts, keys, now }: Deps): FastifyPluginAsync {
  const list = async (projectId: string, filter: DeliveryFilter): Promise<DeliveryListBody> => {
    const reports = await log.list(projectId, filter);
    const before = reports.length < filter.limit ? null : (reports.at(-1)?.sequence ?? null);
    return { deliveries: reports.map(describe), before };
  };

  return async (app) => {
    app.get<{ Params: { channelId: string }; Querystring: DeliveryQuery }>(
      '/v1/channels/:channelId/deliveries',
      {
        ...READ,
        schema: {
          operationId: 'listDeliveriesOfChannel',
          summary: 'Messages to a channel with every try to deliver them, latest first',
          tags: TAGS,
          querystring: DELIVERY_QUERY_SCHEMA,
          response: { 200: DELIVERY_LIST_SCHEMA },
        },
      },
      async (request) => {
        const { projectId } = request.access;
        const { channelId } = request.params;
        if ((await channels.get(projectId, channelId)) === null) {
          throw new ApiError('channel_not_found', { detail: { channelId } });
        }
        return list(projectId, { ...request.query, channelId });
      },
    );

    app.get<{ Params: { alertId: string }; Querystring: DeliveryQuery }>(
      '/v1/alerts/:alertId/deliveries',
      {
        ...READ,
        schema: {
          operationId: 'listDeliveriesOfAlert',
          summary: 'Messages about an alert with every try to deliver them, latest first',
          tags: TAGS,
          querystring: DELIVERY_QUERY_SCHEMA,
          response: { 200: DELIVERY_LIST_SCHEMA },
        },
      },
      async (request) => {
        const { projectId } = request.access;
        const { alertId } = request.params;
        if ((await alerts.get(projectId, alertId)) === null) {
          throw new ApiError('alert_not_found', { detail: { alertId } });
        }
        return list(projectId, { ...request.query, alertId });
      },
    );

    app.post<{ Params: { notificationId: string } }>(
      '/v1/notifications/:notificationId/replay',
      {
        ...ADMIN,
        schema: {
          operationId: 'replayNotification',
          summary: 'Send a message that was refused or given up again, under its own key',
          tags: TAGS,
          response: { 200: DELIVERY_SCHEMA },
        },
      },
      async (request): Promise<DeliveryBody> => {
        const { projectId, keyId } = request.access;
        const { notificationId } = request.params;
        const by = await nameActor(keys, projectId, keyId);
        const replayed = await log.replay(projectId, notificationId, by, now());
        if (replayed === 'not_found') {
          throw new ApiError('notification_not_found', { detail: { notificationId } });
        }
        if (typeof replayed === 'string') {
          throw new ApiError('notification_not_replayable', { detail: WHY_NOT[replayed] });
        }
        return describe(replayed);
      },
    );
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

const describe = (report: DeliveryReport): DeliveryBody => ({
  notificationId: report.notificationId,
  channelId: report.channelId,
  channel: report.channelName,
  key: report.idempotencyKey,
  type: report.type,
  sentence: report.sentence,
  alertIds: report.alertIds,
  state: report.state,
  attempts: report.attempts,
  createdAt: iso(report.createdAtMs),
  deliveredAt: isoOrNull(report.deliveredAtMs),
  nextAttemptAt: isoOrNull(report.nextAttemptAtMs),
  log: report.log.map(({ atMs, ...entry }) => ({ ...entry, at: iso(atMs) })),
});
