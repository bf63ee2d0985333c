import { readdirSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../src/adapters/storage/migration/migrate.ts';
import { freshClickHouse, freshPostgres } from '../../src/testing/engines.ts';
import { projectRoot } from '../architecture/project-root.ts';

const STORES = ['postgres', 'clickhouse'] as const;
type Store = (typeof STORES)[number];

/** How many migrations of each store an older version had. */
export type State = Readonly<Record<Store, number>>;

const directoryOf = (store: Store) =>
  join(projectRoot, 'src/adapters/storage', store, 'migrations');
const filesOf = (store: Store) => readdirSync(directoryOf(store)).sort();

const today: State = {
  postgres: filesOf('postgres').length,
  clickhouse: filesOf('clickhouse').length,
};

/** As the very first version left its databases. */
export const FIRST_STATE: State = { postgres: 1, clickhouse: 1 };

/** Without the last migration of one store, whichever it is today. */
export const PREVIOUS_STATES: readonly State[] = STORES.filter((store) => today[store] > 1).map(
  (store) => ({ ...today, [store]: today[store] - 1 }),
);

/** Every one that a database can have stopped at, of either store. */
export const OLDER_STATES: readonly State[] = STORES.flatMap((store) =>
  Array.from({ length: today[store] - 1 }, (_, index) => ({ ...today, [store]: index + 1 })),
);

export const nameOf = (state: State): string =>
  STORES.map((store) => `${store}/${filesOf(store)[state[store] - 1]?.slice(0, 4)}`).join(' and ');

export type Databases = Awaited<ReturnType<typeof makeDatabases>>;

/** Empty databases as a version with so many migrations made them. */
export async function makeDatabases(state: State = today) {
  const [postgres, clickhouse] = await Promise.all([freshPostgres(), freshClickHouse()]);
  const root = await mkdtemp(join(tmpdir(), 'leeway-upgrade-'));
  try {
    const [postgresDirectory = '', clickhouseDirectory = ''] = await Promise.all(
      STORES.map(async (store) => {
        const directory = join(root, store);
        await mkdir(directory);
        for (const file of filesOf(store).slice(0, state[store])) {
          await copyFile(join(directoryOf(store), file), join(directory, file));
        }
        return directory;
      }),
    );
    await migrate({
      postgres: postgres.pool,
      clickhouse: clickhouse.client,
      postgresDirectory,
      clickhouseDirectory,
    });
  } finally {
    await rm(root, { recursive: true });
  }
  return {
    postgres: postgres.pool,
    clickhouse: clickhouse.client,
    clickhouseDatabase: clickhouse.database,
    /** For a server that is to run on them. */
    environment: {
      LEEWAY_POSTGRES_URL: postgres.url,
      LEEWAY_CLICKHOUSE_URL: clickhouse.url,
    },
    drop: () => Promise.all([postgres.drop(), clickhouse.drop()]),
  };
}
