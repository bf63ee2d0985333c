import type { ClickHouseClient } from '@clickhouse/client';
import type { FastifyPluginAsync } from 'fastify';
import type { Pool } from 'pg';
import { createHistoryRowStore } from '../../adapters/storage/clickhouse/history-row-store.ts';
import { createLabelReadModel } from '../../adapters/storage/clickhouse/label-read-model.ts';
import { createVolumeReadModel } from '../../adapters/storage/clickhouse/volume-read-model.ts';
import { createOverviewReadModel } from '../../adapters/storage/postgres/overview-read-model.ts';
import { baselineHistoryRoutes } from '../http/baseline-history.ts';
import { type BaselineRouteDeps, baselineRoutes } from '../http/baselines.ts';

export interface BaselinesDeps extends BaselineRouteDeps {
  readonly clickhouse: ClickHouseClient;
  readonly postgres: Pool;
}

/** Everything about baselines: of files, and of the model's own past. */
export function openBaselines(deps: BaselinesDeps): readonly FastifyPluginAsync[] {
  const { clickhouse, postgres } = deps;
  return [
    baselineRoutes(deps),
    baselineHistoryRoutes({
      ...deps,
      history: createHistoryRowStore(clickhouse),
      labels: createLabelReadModel(clickhouse),
      volume: createVolumeReadModel(clickhouse),
      overview: createOverviewReadModel(postgres),
    }),
  ];
}
