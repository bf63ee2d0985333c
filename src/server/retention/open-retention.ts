import type { ClickHouseClient } from '@clickhouse/client';
import type { FastifyPluginAsync } from 'fastify';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { createTelemetryRetention } from '../../adapters/storage/clickhouse/retention/telemetry-retention.ts';
import { createDeliveryLog } from '../../adapters/storage/postgres/delivery-log-store.ts';
import { createControlRetention } from '../../adapters/storage/postgres/retention/control-retention.ts';
import { READ_RETENTION_SCHEMA, type RetentionBody } from '../../contract/retention.ts';
import { DATA_CLASSES, type Retention } from '../../monitoring/retention/retention.ts';
import { type Config, SETTINGS } from '../config.ts';
import type { Loop } from '../jobs/loop.ts';
import { createRetentionLoop } from '../jobs/retention-loop.ts';

export interface OpenRetentionDeps {
  readonly postgres: Pool;
  readonly clickhouse: ClickHouseClient;
  readonly config: Config;
  readonly logger: Logger;
  readonly now: () => number;
}

const DAY_MS = 86_400_000;
const KEEPS = {
  rows: 'Predictions and labels as they were sent',
  results: 'Profiles, measurements and verdicts',
  alerts: 'Alerts that are over, with their timelines',
  records:
    'Messages and tries to deliver them, refused and quarantined rows, hourly counts of rows',
} as const;
const SETTING_OF = {
  rows: 'keepRowsMs',
  results: 'keepResultsMs',
  alerts: 'keepAlertsMs',
  records: 'keepRecordsMs',
} as const;

const retentionOf = (config: Config): Retention => ({
  rows: config.keepRowsMs,
  results: config.keepResultsMs,
  alerts: config.keepAlertsMs,
  records: config.keepRecordsMs,
});

/** What is kept for how long: the loop that sees to it, and `GET /v1/retention` that tells. */
export function openRetention({ postgres, clickhouse, config, logger, now }: OpenRetentionDeps): {
  readonly routes: FastifyPluginAsync;
  readonly loop: Loop;
} {
  const retention = retentionOf(config);
  const telemetry = createTelemetryRetention(clickhouse);
  const control = createControlRetention(postgres);
  const deliveries = createDeliveryLog(postgres);

  async function describe(): Promise<RetentionBody> {
    const [ofTelemetry, ofControl] = await Promise.all([telemetry.holdings(), control.holdings()]);
    const holdings = { ...ofTelemetry, ...ofControl };
    return {
      classes: DATA_CLASSES.map((one) => {
        const [keptMs, { bytes, oldestMs }] = [retention[one], holdings[one]];
        return {
          class: one,
          keeps: KEEPS[one],
          days: keptMs === null ? null : Math.round(keptMs / DAY_MS),
          setting: SETTINGS.find((setting) => setting.key === SETTING_OF[one])?.variable ?? '',
          bytes,
          oldest: oldestMs === null ? null : new Date(oldestMs).toISOString(),
        };
      }),
    };
  }

  return {
    loop: createRetentionLoop({ telemetry, control, deliveries, retention, logger, now }),
    routes: async (app) => {
      app.get(
        '/v1/retention',
        { config: { scope: 'read' }, schema: READ_RETENTION_SCHEMA },
        describe,
      );
    },
  };
}
