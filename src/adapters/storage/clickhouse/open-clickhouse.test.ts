import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshClickHouse } from '../../../testing/engines.ts';
import {
  ensureClickHouseDatabase,
  openClickHouse,
  provideClickHouseDatabase,
} from './open-clickhouse.ts';

let db: Awaited<ReturnType<typeof freshClickHouse>>;

beforeAll(async () => {
  db = await freshClickHouse();
});
afterAll(() => db.drop());

test('the path of the url names the database of unqualified tables', async () => {
  await db.client.command({ query: 'CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a' });
  await db.client.insert({ table: 't', values: [{ a: 1 }], format: 'JSONEachRow' });
  const found = await db.client.query({
    query:
      'SELECT currentDatabase() AS current, name FROM system.tables WHERE database = currentDatabase()',
    format: 'JSONEachRow',
  });
  expect(await found.json()).toEqual([{ current: db.database, name: 't' }]);
});

test('integers of 64 bits come back as text, because a double would round them', async () => {
  const found = await db.client.query({
    query: 'SELECT toUInt64(18446744073709551615) AS big',
    format: 'JSONEachRow',
  });
  expect(await found.json()).toEqual([{ big: '18446744073709551615' }]);
});

test('the database of a url can be created, once and again', async () => {
  const url = `${db.url}_with-dash`;
  await ensureClickHouseDatabase(url);
  await ensureClickHouseDatabase(url);
  const client = openClickHouse(url);
  await client.command({ query: 'CREATE TABLE t (a UInt64) ENGINE = Memory' });
  await client.command({ query: `DROP DATABASE \`${db.database}_with-dash\`` });
  await client.close();
});

test('a database that is missing is provided, and one that is there is left alone', async () => {
  const url = `${db.url}_provided`;
  await provideClickHouseDatabase(url);
  const client = openClickHouse(url);
  await client.command({ query: 'CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a' });
  await provideClickHouseDatabase(url);
  const tables = await client.query({ query: 'SHOW TABLES', format: 'JSONEachRow' });
  expect(await tables.json()).toEqual([{ name: 't' }]);
  await client.command({ query: `DROP DATABASE ${db.database}_provided` });
  await client.close();
});

test('on a cluster the database is created on every node of it', async () => {
  await expect(ensureClickHouseDatabase(`${db.url}_clustered`, 'main')).rejects.toThrow(
    /cluster 'main'/,
  );
});
