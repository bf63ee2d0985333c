import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import type { FastifyPluginAsync } from 'fastify';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { createColumnReadModel } from '../../adapters/storage/clickhouse/column-read-model.ts';
import { createColumnSeriesReadModel } from '../../adapters/storage/clickhouse/column-series-read-model.ts';
import { createMeasurementReadModel } from '../../adapters/storage/clickhouse/measurement-read-model.ts';
import { createVolumeReadModel } from '../../adapters/storage/clickhouse/volume-read-model.ts';
import { createFleetReadModel } from '../../adapters/storage/postgres/fleet-read-model.ts';
import { createModelStates } from '../../adapters/storage/postgres/model-states.ts';
import { createOverviewReadModel } from '../../adapters/storage/postgres/overview-read-model.ts';
import type { BaselineStore, ModelStore } from '../../monitoring/ports.ts';
import { drillDownRoutes } from '../http/drill-down.ts';
import { eventRoutes } from '../http/events.ts';
import { fleetRoutes } from '../http/fleet.ts';
import { modelOverviewRoutes } from '../http/model-overview.ts';
import { createChangeFeed } from '../live/change-feed.ts';

export interface DashboardDeps {
  readonly clickhouse: ClickHouseClient;
  readonly postgres: Pool;
  readonly models: ModelStore;
  readonly baselines: BaselineStore;
  readonly logger: Pick<Logger, 'warn'>;
  readonly now: () => number;
}

/** What the dashboard alone reads: one read model a screen, and what changes. */
export function dashboardRoutes(deps: DashboardDeps): readonly FastifyPluginAsync[] {
  const { clickhouse, postgres, models, baselines, logger, now } = deps;
  const shared = {
    fleet: createFleetReadModel(postgres),
    volume: createVolumeReadModel(clickhouse),
    measurements: createMeasurementReadModel(clickhouse),
    overview: createOverviewReadModel(postgres),
    models,
    baselines,
    history: createColumnSeriesReadModel(clickhouse),
    profiles: createColumnReadModel(clickhouse),
    now,
  };
  const states = createModelStates(postgres);
  return [
    fleetRoutes(shared),
    modelOverviewRoutes(shared),
    drillDownRoutes(shared),
    eventRoutes({ feed: createChangeFeed({ states, logger, epoch: randomUUID() }) }),
  ];
}
