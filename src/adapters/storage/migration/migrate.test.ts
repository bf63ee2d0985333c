import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshClickHouse, freshPostgres } from '../../../testing/engines.ts';
import { migrate } from './migrate.ts';

let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let root: string;

beforeAll(async () => {
  [clickhouse, postgres] = await Promise.all([freshClickHouse(), freshPostgres()]);
});
afterAll(() => Promise.all([clickhouse.drop(), postgres.drop()]));

beforeEach(async () => {
  await postgres.pool.query('DROP TABLE IF EXISTS schema_migrations, a, b');
  await clickhouse.client.command({ query: 'DROP TABLE IF EXISTS events' });
  root = await mkdtemp(join(tmpdir(), 'leeway-migrations-'));
  return () => rm(root, { recursive: true });
});

/** Directories that hold both stores' files in one, told apart by their prefix. */
async function write(files: Record<string, string>) {
  const directories = { postgres: join(root, 'postgres'), clickhouse: join(root, 'clickhouse') };
  for (const directory of Object.values(directories)) await mkdir(directory, { recursive: true });
  for (const [name, sql] of Object.entries(files)) await writeFile(join(root, name), sql);
  return {
    postgres: postgres.pool,
    clickhouse: clickhouse.client,
    postgresDirectory: directories.postgres,
    clickhouseDirectory: directories.clickhouse,
  };
}

const createA = { 'postgres/0001_create_a.sql': 'CREATE TABLE a (x int);' };
const createEvents = {
  'clickhouse/0001_create_events.sql':
    'CREATE TABLE IF NOT EXISTS events {{on_cluster}} (x UInt8)\n' +
    'ENGINE = {{engine:ReplacingMergeTree(x)}} ORDER BY x;\n-- a comment; with a semicolon\n' +
    'INSERT INTO events VALUES (1);',
};

test('both stores are brought up to date once, and the second time nothing is left', async () => {
  const options = await write({ ...createA, ...createEvents });
  expect(await migrate(options)).toEqual([
    'postgres/0001_create_a',
    'clickhouse/0001_create_events',
  ]);
  expect(await migrate(options)).toEqual([]);
  const found = await clickhouse.client.query({
    query:
      'SELECT count() AS n, any(engine) AS engine FROM events, system.tables WHERE name = {t:String} AND database = currentDatabase()',
    query_params: { t: 'events' },
    format: 'JSONEachRow',
  });
  expect(await found.json()).toEqual([{ n: '1', engine: 'ReplacingMergeTree' }]);
});

test('a new file is applied to a database that has the older ones', async () => {
  await migrate(await write(createA));
  const options = await write({ 'postgres/0002_create_b.sql': 'CREATE TABLE b (x int)' });
  expect(await migrate(options)).toEqual(['postgres/0002_create_b']);
});

test('a file that was changed after it had been applied is an error that says so', async () => {
  await migrate(await write(createA));
  const options = await write({ 'postgres/0001_create_a.sql': 'CREATE TABLE a (y int)' });
  await expect(migrate(options)).rejects.toThrow(
    /^migration_changed: .*postgres\/0001_create_a\.sql was changed after/,
  );
});

test('a database of a newer version is refused', async () => {
  await migrate(
    await write({ ...createA, 'postgres/0002_create_b.sql': 'CREATE TABLE b (x int)' }),
  );
  await rm(join(root, 'postgres/0002_create_b.sql'));
  await expect(migrate(await write({}))).rejects.toThrow(
    /^database_too_new: .*upgraded by a newer version/,
  );
});

test('a migration that fails leaves nothing of itself behind and can be applied later', async () => {
  const broken = 'CREATE TABLE a (x int); CREATE TABLE b (x nonsense);';
  await expect(migrate(await write({ 'postgres/0001_create_a.sql': broken }))).rejects.toThrow(
    /nonsense/,
  );
  expect(await migrate(await write(createA))).toEqual(['postgres/0001_create_a']);
});

test('servers that start at the same time apply every migration once', async () => {
  const options = await write({
    ...createEvents,
    'postgres/0001_create_a.sql': 'CREATE TABLE a (x int); SELECT pg_sleep(0.3);',
  });
  const applied = await Promise.all([migrate(options), migrate(options), migrate(options)]);
  expect(applied.flat().sort()).toEqual([
    'clickhouse/0001_create_events',
    'postgres/0001_create_a',
  ]);
});

test('another ClickHouse behind the same PostgreSQL gets its tables too', async () => {
  const options = await write({ ...createA, ...createEvents });
  await migrate(options);
  const other = await freshClickHouse();
  expect(await migrate({ ...options, clickhouse: other.client })).toEqual([
    'clickhouse/0001_create_events',
  ]);
  await other.drop();
});

test('the migrations of this version apply to empty databases', async () => {
  const [emptyClickHouse, emptyPostgres] = await Promise.all([freshClickHouse(), freshPostgres()]);
  const stores = { postgres: emptyPostgres.pool, clickhouse: emptyClickHouse.client };
  expect((await migrate(stores)).length).toBeGreaterThan(1);
  expect(await migrate(stores)).toEqual([]);
  await Promise.all([emptyClickHouse.drop(), emptyPostgres.drop()]);
});
