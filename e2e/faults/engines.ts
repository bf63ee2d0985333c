import { join } from 'node:path';
import { createClient } from '@clickhouse/client';
import pg from 'pg';
import { startEmbeddedClickHouse } from '../../dist/adapters/storage/clickhouse/embedded/embedded-clickhouse.js';
import { startEmbeddedPostgres } from '../../dist/adapters/storage/postgres/embedded/embedded-postgres.js';

export interface RunningEngines {
  readonly clickhouseUrl: string;
  readonly postgresUrl: string;
  clickhouse<Row>(sql: string): Promise<Row[]>;
  postgres<Row>(sql: string): Promise<Row[]>;
  stop(): Promise<void>;
}

const silent = { info() {}, warn() {}, error() {}, debug() {} };

/** The two engines on a data directory, without a server: for two servers to share, and to see
 *  what is really stored. */
export async function openEngines(dataDir: string): Promise<RunningEngines> {
  const clickhouse = await startEmbeddedClickHouse({
    dataDir: join(dataDir, 'clickhouse'),
    logger: silent,
  });
  const postgres = await startEmbeddedPostgres({
    dataDir: join(dataDir, 'postgres'),
    logger: silent,
  });
  return {
    clickhouseUrl: clickhouse.url,
    postgresUrl: postgres.url,
    async clickhouse(sql) {
      const client = createClient({ url: clickhouse.url });
      try {
        const answer = await client.query({ query: sql, format: 'JSONEachRow' });
        return await answer.json();
      } finally {
        await client.close();
      }
    },
    async postgres<Row>(sql: string) {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      try {
        return (await client.query(sql)).rows as Row[];
      } finally {
        await client.end();
      }
    },
    async stop() {
      await clickhouse.stop();
      await postgres.stop();
    },
  };
}
