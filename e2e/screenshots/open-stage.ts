import type { ClickHouseClient } from '@clickhouse/client';
import type { Pool } from 'pg';
import { startBenchServer } from '../../bench/bench-server.ts';
import { openClickHouse } from '../../src/adapters/storage/clickhouse/open-clickhouse.ts';
import { openPostgres } from '../../src/adapters/storage/postgres/open-postgres.ts';
import { startTestEngines } from '../../src/testing/engines.ts';
import { callOf, type Served } from './call-server.ts';

export interface Stage extends Served {
  readonly client: ClickHouseClient;
  readonly pool: Pool;
  stop(): Promise<void>;
}

/** A server as users start it, on databases that a script may write into too. */
export async function openStage(): Promise<Stage> {
  const engines = await startTestEngines({ probeTimeoutMs: 30_000 });
  const server = await startBenchServer({
    LEEWAY_CLICKHOUSE_URL: engines.clickhouse.url,
    LEEWAY_POSTGRES_URL: engines.postgres.url,
  }).catch(async (error: unknown) => {
    await engines.stop();
    throw error;
  });
  const client = openClickHouse(engines.clickhouse.url);
  const pool = openPostgres(engines.postgres.url, { maxConnections: 4 });
  return {
    url: server.url,
    client,
    pool,
    call: callOf(server.url),
    async stop() {
      await server.stop();
      await Promise.all([client.close(), pool.end()]);
      await engines.stop();
    },
  };
}
