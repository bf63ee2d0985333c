import { setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type ClickHouseSurface,
  openClickHouseSurface,
} from '../../../../testing/clickhouse-surface.ts';
import { openClickHouse } from '../open-clickhouse.ts';

let db: ClickHouseSurface;

beforeAll(async () => {
  db = await openClickHouseSurface();
});
afterAll(() => db.drop());

describe('what is refused', () => {
  test('a wrong password, in every way it can be sent', async () => {
    const wrong = openClickHouse(db.url.replace(/:[^:@]+@/, ':wrong@'));
    await expect(wrong.query({ query: 'SELECT 1' })).rejects.toMatchObject({ code: '516' });
    await wrong.close();
    expect((await db.raw('/', { body: 'SELECT 1' }, false)).status).toBe(403);
    const headers = { 'X-ClickHouse-User': 'leeway', 'X-ClickHouse-Key': 'wrong' };
    expect((await db.raw('/', { body: 'SELECT 1', headers }, false)).status).toBe(403);
    expect((await db.raw('/?user=leeway&password=wrong', { body: 'SELECT 1' }, false)).status).toBe(
      403,
    );
  });

  test('files written by INTO OUTFILE, also when readonly', async () => {
    const path = join(tmpdir(), `leeway-outfile-${process.pid}`);
    for (const settings of [{}, { readonly: '1' as const }]) {
      for (const sql of [`INTO OUTFILE '${path}'`, `into/**/OutFile '${path}'`]) {
        const asked = db.client.command({
          query: `SELECT 2 ${sql}`,
          clickhouse_settings: settings,
        });
        await expect(asked).rejects.toThrow(/OUTFILE is not allowed/);
      }
    }
    expect(existsSync(path)).toBe(false);
    // The word in a text is a text.
    expect(await db.rows("SELECT 'INTO OUTFILE' AS v")).toEqual([{ v: 'INTO OUTFILE' }]);
  });

  test('files, tables and settings on a readonly request, and only on that one', async () => {
    const query = "SELECT * FROM file('/etc/passwd', 'LineAsString')";
    for (let i = 0; i < 10; i += 1) {
      await expect(db.rows(query, {}, { readonly: 1 })).rejects.toMatchObject({ code: '164' });
    }
    await expect(
      db.rows("INSERT INTO FUNCTION file('/tmp/never', 'CSV') SELECT 1", {}, { readonly: 1 }),
    ).rejects.toThrow();
    await expect(
      db.rows('SELECT 1 AS v SETTINGS readonly = 0', {}, { readonly: 1 }),
    ).rejects.toMatchObject({ code: '164' });
    const [row] = await db.rows('SELECT {v:UInt8} AS v', { v: 3 }, { readonly: 1 });
    expect(row).toEqual({ v: 3 });
    await db.client.command({ query: 'CREATE TABLE after_readonly (a UInt8) ENGINE = Memory' });
  });

  test('several statements in one request', async () => {
    await db.client.command({ query: 'CREATE TABLE victim (a UInt8) ENGINE = Memory' });
    await expect(db.rows('SELECT 1 AS v; DROP TABLE victim')).rejects.toMatchObject({ code: '62' });
    const body = 'INSERT INTO victim VALUES (1); DROP TABLE victim';
    expect((await db.raw(`/?database=${db.database}`, { body })).status).toBe(400);
    expect(await db.rows('EXISTS TABLE victim')).toEqual([{ result: 1 }]);
  });

  test('sessions, roles and KILL … SYNC, which the engine does not have', async () => {
    for (const query of ['session_id=s', 'role=r', 'decompress=1']) {
      expect((await db.raw(`/?${query}`, { body: 'SELECT 2' })).status).toBe(501);
    }
    await expect(
      db.client.command({ query: "KILL QUERY WHERE query_id = 'x' SYNC" }),
    ).rejects.toMatchObject({ code: '48' });
    await db.client.command({ query: "KILL QUERY WHERE query_id = 'x' ASYNC" });
  });
});

describe('the rest of the protocol', () => {
  test('ping answers without a password', async () => {
    const answer = await db.raw('/ping', { method: 'GET' }, false);
    expect([answer.status, await answer.text()]).toEqual([200, 'Ok.\n']);
    expect(await db.client.ping()).toEqual({ success: true });
    expect(await db.client.ping({ select: true })).toEqual({ success: true });
  });

  test('a query id comes back', async () => {
    const found = await db.client.query({ query: 'SELECT 2', query_id: 'mine', format: 'JSON' });
    expect(found.query_id).toBe('mine');
    expect(found.response_headers['x-clickhouse-query-id']).toBe('mine');
    await found.text();
  });

  test('a query may come by GET with the format in the url', async () => {
    const query = new URLSearchParams({ query: 'SELECT 1 AS v', default_format: 'JSONEachRow' });
    expect(await (await db.raw(`/?${query}`, { method: 'GET' })).text()).toBe('{"v":1}\n');
  });

  test('a client with a compressed request and another that waits for the end are served', async () => {
    const url = new URL(db.url);
    const zipping = createClient({
      url: url.origin,
      username: url.username,
      password: url.password,
      database: db.database,
      compression: { request: true, response: true },
      clickhouse_settings: { wait_end_of_query: 1 },
    });
    await db.client.command({ query: 'CREATE TABLE zipped (a UInt8) ENGINE = Memory' });
    await zipping.insert({ table: 'zipped', values: [{ a: 1 }], format: 'JSONEachRow' });
    const found = await zipping.query({ query: 'SELECT a FROM zipped', format: 'JSONEachRow' });
    expect(await found.json()).toEqual([{ a: 1 }]);
    await zipping.close();
  });

  test('a probe and a kill get through while every lane is busy', async () => {
    const leave = new AbortController();
    setMaxListeners(0, leave.signal);
    const busy = Array.from({ length: 15 }, () =>
      db.client.query({ query: 'SELECT sleep(2)', abort_signal: leave.signal, format: 'JSON' }),
    );
    for (const one of busy) one.catch(() => {});
    await sleep(100);
    const before = performance.now();
    const answer = await db.raw('/', { body: 'SELECT 1' });
    expect(await answer.text()).toBe('1\n');
    await db.raw('/', { body: "KILL QUERY WHERE query_id = 'x' ASYNC" });
    expect(performance.now() - before).toBeLessThan(1_500);
    leave.abort();
    await Promise.allSettled(busy);
  });

  test.each([
    ['a path that is no url', '//', 'SELECT 2', 200],
    ['an unknown path', '/nosuch?x=%', 'SELECT 2', 400],
    ['a query id with a line end', '/?query_id=a%0d%0ab', 'SELECT 2', 200],
    ['a query id of other letters', '/?query_id=%F0%9F%9A%A2', 'SELECT 2', 200],
    ['a format with a line end', '/?default_format=CSV%0d%0aX', 'SELECT 2', 500],
    ['an unknown format', '/?default_format=Nosuch', 'SELECT 2', 500],
    ['a text that never ends', '/', "SELECT 'x", 400],
    ['an empty body', '/', '', 400],
    ['half a comment', '/', '/* SELECT 2', 400],
    ['a nul', '/', 'SELECT \0 2', 400],
  ])('%s leaves the engine up', async (_name, path, body, status) => {
    const answer = await db.raw(path, { body });
    await answer.text();
    expect(answer.status).toBe(status);
    expect(await db.rows('SELECT 2 AS v')).toEqual([{ v: 2 }]);
  });
});
