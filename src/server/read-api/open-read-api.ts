import type { ClickHouseClient } from '@clickhouse/client';
import type { FastifyPluginAsync } from 'fastify';
import type { Pool } from 'pg';
import { createMeasurementPages } from '../../adapters/storage/clickhouse/measurement-pages.ts';
import { createProfilePages } from '../../adapters/storage/clickhouse/profile-pages.ts';
import { createOverviewReadModel } from '../../adapters/storage/postgres/overview-read-model.ts';
import { createVerdictPages } from '../../adapters/storage/postgres/verdict-pages.ts';
import type { BaselineStore, ModelStore } from '../../monitoring/ports.ts';
import { profileRoutes } from '../http/profiles.ts';
import { recordRoutes } from '../http/records.ts';

export interface ReadApiDeps {
  readonly clickhouse: ClickHouseClient;
  readonly postgres: Pool;
  readonly models: Pick<ModelStore, 'find'>;
  readonly baselines: Pick<BaselineStore, 'get' | 'activeFor'>;
}

/** What was counted, measured and decided, for whoever takes it elsewhere. */
export function openReadApi(deps: ReadApiDeps): readonly FastifyPluginAsync[] {
  const { clickhouse, postgres, models, baselines } = deps;
  const overview = createOverviewReadModel(postgres);
  return [
    recordRoutes({
      models,
      overview,
      measurements: createMeasurementPages(clickhouse),
      verdicts: createVerdictPages(postgres),
    }),
    profileRoutes({ models, baselines, overview, profiles: createProfilePages(clickhouse) }),
  ];
}
