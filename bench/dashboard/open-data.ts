import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Pool } from 'pg';
import { startEmbeddedClickHouse } from '../../src/adapters/storage/clickhouse/embedded/embedded-clickhouse.ts';
import { openClickHouse } from '../../src/adapters/storage/clickhouse/open-clickhouse.ts';
import { silentLogger } from '../../src/adapters/storage/engine.ts';
import { migrate } from '../../src/adapters/storage/migration/migrate.ts';
import { startEmbeddedPostgres } from '../../src/adapters/storage/postgres/embedded/embedded-postgres.ts';
import { openPostgres } from '../../src/adapters/storage/postgres/open-postgres.ts';
import { compiledChild } from '../../src/testing/engines.ts';

export interface BenchData {
  readonly directory: string;
  readonly clickhouse: { readonly url: string; readonly client: ClickHouseClient };
  readonly postgres: { readonly url: string; readonly pool: Pool };
  stop(): Promise<void>;
}

/** One statement makes millions of rows. */
const PATIENCE_MS = 1_200_000;

/** Both databases, migrated, on a directory that stays; without one, on one that is removed. */
export async function openBenchData(kept: string | undefined): Promise<BenchData> {
  const directory = kept === undefined ? await mkdtemp(join(tmpdir(), 'leeway-bench-')) : kept;
  const path = resolve(directory);
  if (!existsSync(path)) await mkdir(path, { recursive: true });
  // The account of PostgreSQL has to be able to enter it when root runs the bench.
  await chmod(path, 0o711);
  // Filling takes minutes of both cores: an engine that is slow to answer is not dead.
  const times = { probeTimeoutMs: 120_000 };
  const [clickhouse, postgres] = await Promise.all([
    startEmbeddedClickHouse({
      dataDir: join(path, 'clickhouse'),
      childEntry: compiledChild(),
      times,
      logger: silentLogger,
    }),
    startEmbeddedPostgres({ dataDir: join(path, 'postgres'), times, logger: silentLogger }),
  ]);
  const client = openClickHouse(clickhouse.url, { requestTimeoutMs: PATIENCE_MS });
  const pool = openPostgres(postgres.url, { maxConnections: 4, statementTimeoutMs: PATIENCE_MS });
  await migrate({ postgres: pool, clickhouse: client });
  return {
    directory: path,
    clickhouse: { url: clickhouse.url, client },
    postgres: { url: postgres.url, pool },
    async stop() {
      await Promise.all([client.close(), pool.end()]);
      await Promise.all([clickhouse.stop(), postgres.stop()]);
      if (kept === undefined) await rm(path, { recursive: true, force: true });
    },
  };
}
