import type { Logger } from 'pino';
import { claimDataDirectory } from '../adapters/storage/data-directory.ts';
import { migratePostgres } from '../adapters/storage/migration/migrate.ts';
import { startEmbeddedPostgres } from '../adapters/storage/postgres/embedded/embedded-postgres.ts';
import { createKeyStore } from '../adapters/storage/postgres/key-store.ts';
import { openPostgres } from '../adapters/storage/postgres/open-postgres.ts';
import { createProjectStore } from '../adapters/storage/postgres/project-store.ts';
import type { KeyStore } from '../monitoring/access/access.ts';
import type { ProjectStore } from '../monitoring/access/project-store.ts';
import type { Config } from './config.ts';
import { createTeardown } from './teardown.ts';

export interface KeyStores {
  readonly keys: KeyStore;
  readonly projects: ProjectStore;
}

/** Opens the keys while no server runs, by the control plane's database alone: who may read the
 *  data directory, or knows the database, needs no key to make one. */
export async function withOfflineKeys<Result>(
  config: Config,
  logger: Logger,
  work: (stores: KeyStores) => Promise<Result>,
): Promise<Result> {
  const teardown = createTeardown(logger);
  try {
    let url = config.postgresUrl;
    if (url === null) {
      const directory = await claimDataDirectory(config.dataDir);
      teardown.add('data directory', () => directory.release());
      const engine = await startEmbeddedPostgres({ dataDir: directory.postgres, logger });
      teardown.add('postgres', () => engine.stop());
      url = engine.url;
    }
    const pool = openPostgres(url, { logger, maxConnections: 2 });
    teardown.add('postgres pool', () => pool.end());
    await migratePostgres(pool);
    return await work({ keys: createKeyStore(pool), projects: createProjectStore(pool) });
  } finally {
    await teardown.run();
  }
}
