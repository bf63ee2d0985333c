import type { ClickHouseClient } from '@clickhouse/client';
import type pg from 'pg';
import type { Logger } from 'pino';
import { startEmbeddedClickHouse } from '../adapters/storage/clickhouse/embedded/embedded-clickhouse.ts';
import {
  openClickHouse,
  provideClickHouseDatabase,
} from '../adapters/storage/clickhouse/open-clickhouse.ts';
import { claimDataDirectory, type DataDirectory } from '../adapters/storage/data-directory.ts';
import type { EmbeddedEngine } from '../adapters/storage/engine.ts';
import { migrate } from '../adapters/storage/migration/migrate.ts';
import { startEmbeddedPostgres } from '../adapters/storage/postgres/embedded/embedded-postgres.ts';
import { openPostgres } from '../adapters/storage/postgres/open-postgres.ts';
import { requireNoUnfinishedRestore } from './backup/unfinished-restore.ts';
import type { Config } from './config.ts';
import { requireUsableAddress } from './listen-once.ts';
import type { Teardown } from './teardown.ts';

/** Both databases, migrated and open, whoever runs them. */
export interface Engines {
  readonly directory: DataDirectory;
  readonly clickhouse: ClickHouseClient;
  readonly clickhouseUrl: string;
  readonly postgres: pg.Pool;
  readonly postgresUrl: string;
  /** Those that this server runs itself. */
  readonly embedded: readonly (readonly [
    name: string,
    engine: Pick<EmbeddedEngine, 'pid' | 'restarts'>,
  ])[];
}

/** Most wait for a moment each; lanes of the log and leases hold theirs. */
const MAX_CONNECTIONS = 20;

export async function startEngines(
  config: Config,
  logger: Logger,
  teardown: Teardown,
): Promise<Engines> {
  const engines = await openEngines(config, logger, teardown, async () => {
    requireNoUnfinishedRestore(config.dataDir);
    await requireUsableAddress(config.host, config.port);
  });
  const { clickhouse, postgres } = engines;
  const cluster = config.clickhouseCluster;
  const applied = await migrate({ clickhouse, postgres, ...(cluster === null ? {} : { cluster }) });
  if (applied.length > 0) logger.info({ applied }, 'the stores were brought up to date');
  return engines;
}

/** Both databases as they are: a backup before an upgrade is of what was there before it.
 *  `prepare` runs once the directory is ours, before anything is started in it. */
export async function openEngines(
  config: Config,
  logger: Logger,
  teardown: Teardown,
  prepare: () => void | Promise<void> = () => requireNoUnfinishedRestore(config.dataDir),
): Promise<Engines> {
  const directory = await claimDataDirectory(config.dataDir);
  teardown.add('data directory', () => directory.release());
  await prepare();

  const embedded: [string, EmbeddedEngine][] = [];
  async function own(name: string, start: Promise<EmbeddedEngine>): Promise<string> {
    const engine = await start;
    embedded.push([name, engine]);
    teardown.add(name, () => engine.stop());
    return engine.url;
  }
  // Both starts are waited for, so that none is left running when the other one fails.
  const [clickhouseStart, postgresStart] = await Promise.allSettled([
    config.clickhouseUrl ??
      own('clickhouse', startEmbeddedClickHouse({ dataDir: directory.clickhouse, logger })),
    config.postgresUrl ??
      own('postgres', startEmbeddedPostgres({ dataDir: directory.postgres, logger })),
  ]);
  if (clickhouseStart.status === 'rejected') throw clickhouseStart.reason;
  if (postgresStart.status === 'rejected') throw postgresStart.reason;
  const clickhouseUrl = clickhouseStart.value;
  const postgresUrl = postgresStart.value;
  if (config.clickhouseUrl !== null) {
    await provideClickHouseDatabase(clickhouseUrl, config.clickhouseCluster ?? undefined);
  }

  const clickhouse = openClickHouse(clickhouseUrl);
  teardown.add('clickhouse client', () => clickhouse.close());
  const postgres = openPostgres(postgresUrl, { logger, maxConnections: MAX_CONNECTIONS });
  teardown.add('postgres pool', () => postgres.end());
  return { directory, clickhouse, clickhouseUrl, postgres, postgresUrl, embedded };
}
