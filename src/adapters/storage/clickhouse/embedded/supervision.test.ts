import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compiledChild, startTestClickHouse, testDirectory } from '../../../../testing/engines.ts';
import { type EmbeddedEngine, silentLogger } from '../../engine.ts';
import { openClickHouse } from '../open-clickhouse.ts';
import { startEmbeddedClickHouse } from './embedded-clickhouse.ts';

let directory: string;
let engine: EmbeddedEngine;
let client: ClickHouseClient;

beforeEach(async () => {
  directory = await testDirectory();
  engine = await startTestClickHouse(join(directory, 'clickhouse'));
  client = openClickHouse(engine.url);
  await client.command({
    query: `CREATE TABLE acknowledged (id UInt32) ENGINE = MergeTree ORDER BY id
      SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`,
  });
});

afterEach(async () => {
  await client.close();
  await engine.stop();
  await rm(directory, { recursive: true, force: true });
});

async function storedIds(): Promise<Set<number>> {
  const found = await client.query({
    query: 'SELECT id FROM acknowledged',
    format: 'JSONEachRow',
  });
  return new Set((await found.json<{ id: number }>()).map(({ id }) => id));
}

/** Inserts one row after the other until told to stop; returns what was acknowledged. */
function insertUntil(signal: AbortSignal) {
  const acknowledged: number[] = [];
  const done = (async () => {
    for (let id = 0; !signal.aborted; id += 1) {
      const insert = { table: 'acknowledged', values: [{ id }], format: 'JSONEachRow' as const };
      const isIn = await client.insert(insert).then(
        () => true,
        () => sleep(20, false),
      );
      if (isIn) acknowledged.push(id);
    }
  })();
  return { acknowledged, done };
}

test('killed while it inserts, it is back at the same address with every acknowledged row', async () => {
  const { url, pid: firstPid } = engine;
  const stop = new AbortController();
  const { acknowledged, done } = insertUntil(stop.signal);
  for (let round = 1; round <= 3; round += 1) {
    const before = acknowledged.length;
    while (acknowledged.length < before + 10) await sleep(10);
    const back = new Promise<void>((resolve) => engine.onRestart(resolve));
    process.kill(Number(engine.pid), 'SIGKILL');
    await back;
  }
  stop.abort();
  await done;
  expect(engine.url).toBe(url);
  expect(engine.pid).not.toBe(firstPid);
  expect(engine.restarts).toBe(3);
  const stored = await storedIds();
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
});

test('frozen, it is noticed, killed and started again', async () => {
  await client.insert({ table: 'acknowledged', values: [{ id: 7 }], format: 'JSONEachRow' });
  const frozen = Number(engine.pid);
  const back = new Promise<void>((resolve) => engine.onRestart(resolve));
  process.kill(frozen, 'SIGSTOP');
  await back;
  expect(() => process.kill(frozen, 0)).toThrow(/ESRCH/);
  expect(await storedIds()).toEqual(new Set([7]));
});

test('a second process on the same directory fails clearly and harms nobody', async () => {
  const second = startTestClickHouse(join(directory, 'clickhouse'));
  await expect(second).rejects.toThrow(/embedded ClickHouse/);
  expect(await storedIds()).toEqual(new Set());
});

test('stopped, it takes no query with it and leaves the directory free', async () => {
  const found = client.query({ query: 'SELECT sleep(1)', format: 'JSONEachRow' });
  const text = found.then((answer) => answer.text());
  await sleep(100);
  await engine.stop();
  expect(await text).toBe('{"sleep(1)":0}\n');
  expect(engine.pid).toBeUndefined();
  const next = await startEmbeddedClickHouse({
    dataDir: join(directory, 'clickhouse'),
    childEntry: compiledChild(),
    logger: silentLogger,
  });
  await next.stop();
});

test('what all queries together may take of the memory is bounded', async () => {
  const small = await startEmbeddedClickHouse({
    dataDir: join(directory, 'small'),
    childEntry: compiledChild(),
    logger: silentLogger,
    maxServerMemoryBytes: 1_000_000_000,
  });
  const own = openClickHouse(small.url);
  const greedy = 'SELECT length(groupArray(number)) FROM numbers(500000000)';
  await expect(own.query({ query: greedy })).rejects.toMatchObject({ code: '241' });
  expect((await own.query({ query: 'SELECT 2 AS two', format: 'CSV' })).query_id).toBeTruthy();
  await own.close();
  await small.stop();
});

test('signals to the whole process group do not stop it: the application does', async () => {
  process.kill(Number(engine.pid), 'SIGINT');
  process.kill(Number(engine.pid), 'SIGTERM');
  await sleep(300);
  expect(await storedIds()).toEqual(new Set());
  expect(engine.restarts).toBe(0);
});

test('when the application is killed, it ends by itself and frees the directory', async () => {
  await engine.stop();
  const application = fork(
    join(import.meta.dirname, 'fixture/application.mjs'),
    [compiledChild(), join(directory, 'clickhouse')],
    { execArgv: [] },
  );
  const [childPid] = await messageOf(application);
  application.kill('SIGKILL');
  await once(application, 'exit');
  for (let i = 0; i < 100 && isAlive(Number(childPid)); i += 1) await sleep(50);
  expect(isAlive(Number(childPid))).toBe(false);
  engine = await startTestClickHouse(join(directory, 'clickhouse'));
  await client.close();
  client = openClickHouse(engine.url);
  expect(await storedIds()).toEqual(new Set());
});

function messageOf(child: ChildProcess): Promise<unknown[]> {
  return once(child, 'message');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
