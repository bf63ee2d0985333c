import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { freshClickHouse } from '../../../../testing/engines.ts';
import { waitUntil } from '../../../../testing/ingest-rig.ts';
import { selectRows } from '../select-rows.ts';
import { createTableSweeper } from './table-sweeper.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
beforeAll(async () => {
  clickhouse = await freshClickHouse();
});
afterAll(() => clickhouse?.drop());

const command = (query: string) => clickhouse.client.command({ query });
const select = <T>(query: string) => selectRows<T>(clickhouse.client, query, {});
const sweeper = () => createTableSweeper(clickhouse.client);
const settled = () => waitUntil(async () => !(await sweeper().isBusy('t')), 30_000);

/** Two parts that are not merged, of a hundred rows each. */
beforeEach(async () => {
  await command('DROP TABLE IF EXISTS t SYNC');
  await command('CREATE TABLE t (n UInt64, text String) ENGINE = MergeTree ORDER BY n');
  await command('SYSTEM STOP MERGES t');
  for (const from of [0, 100])
    await command(`INSERT INTO t SELECT number, 'x' FROM numbers(${from}, 100)`);
  // Mutations are stopped with them.
  await command('SYSTEM START MERGES t');
});

const numbers = async () =>
  (await select<{ n: string }>('SELECT n FROM t ORDER BY n')).map((row) => Number(row.n));
const stored = async () => {
  const [found] = await select<{ rows: string; masked: number }>(
    `SELECT sum(rows) AS rows, max(has_lightweight_delete) AS masked FROM system.parts
     WHERE database = currentDatabase() AND table = 't' AND active`,
  );
  return { rows: Number(found?.rows), masked: found?.masked === 1 };
};
const mutations = async () => {
  const [found] = await select<{ n: string }>(
    `SELECT uniqExact(mutation_id) AS n FROM system.mutations
     WHERE database = currentDatabase() AND table = 't'`,
  );
  return Number(found?.n);
};

test('few rows are masked, and stay on the disk', async () => {
  expect(await sweeper().remove('t', 'n < 5')).toBe(5);
  await settled();
  expect(await numbers()).toHaveLength(195);
  expect(await stored()).toEqual({ rows: 200, masked: true });
  await sweeper().reclaim('t');
  expect(await mutations()).toBe(1);
});

test('where many would be masked they are removed, with those that were masked before', async () => {
  await sweeper().remove('t', 'n < 15');
  await settled();
  // All of them in the other part.
  expect(await sweeper().remove('t', 'n >= 190')).toBe(10);
  await settled();
  expect(await numbers()).toEqual(Array.from({ length: 175 }, (_, index) => index + 15));
  expect(await stored()).toEqual({ rows: 175, masked: false });
  await sweeper().reclaim('t');
  expect(await mutations()).toBe(2);
});

test('what nothing meets changes nothing', async () => {
  expect(await sweeper().remove('t', 'n > 1000')).toBe(0);
  expect(await mutations()).toBe(0);
});

test('a mask over many rows is applied', async () => {
  await command('DELETE FROM t WHERE n < 50');
  await sweeper().reclaim('t');
  await settled();
  expect(await stored()).toEqual({ rows: 150, masked: false });
});

test('a deletion that fails is told of', async () => {
  await clickhouse.client.command({
    query: 'ALTER TABLE t DELETE WHERE toUInt8(text) = 1',
    clickhouse_settings: { mutations_sync: '0' },
  });
  await waitUntil(
    async () =>
      (await sweeper()
        .isBusy('t')
        .catch(() => null)) === null,
    30_000,
  );
  await expect(sweeper().isBusy('t')).rejects.toThrow(/^Rows of t cannot be removed/);
  await command(`KILL MUTATION WHERE table = 't' AND database = currentDatabase()`);
});
