import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type ClickHouseSurface,
  openClickHouseSurface,
} from '../../../../testing/clickhouse-surface.ts';

let db: ClickHouseSurface;

beforeAll(async () => {
  db = await openClickHouseSurface();
});
afterAll(() => db.drop());

describe('inserts', () => {
  beforeAll(async () => {
    await db.client.command({
      query: `CREATE TABLE target (a UInt32, s String) ENGINE = MergeTree ORDER BY a
        SETTINGS non_replicated_deduplication_window = 100`,
    });
  });

  test('a summary tells how many rows were written', async () => {
    const { summary } = await db.client.insert({
      table: 'target',
      values: [
        { a: 1, s: 'x' },
        { a: 2, s: "ü'\\\n" },
      ],
      format: 'JSONEachRow',
      clickhouse_settings: { insert_deduplication_token: 'summary' },
    });
    expect(summary?.written_rows).toBe('2');
    expect(await db.rows('SELECT s FROM target WHERE a = 2')).toEqual([{ s: "ü'\\\n" }]);
  });

  test('binary bodies arrive byte by byte', async () => {
    const text = Buffer.from([0, 10, 13, 39, 92, 255, 9]);
    const row = Buffer.concat([Buffer.from([10, 0, 0, 0, text.length]), text]);
    await db.client.exec({
      query: 'INSERT INTO target (a, s) FORMAT RowBinary',
      values: Readable.from([row]),
    });
    expect(await db.rows('SELECT hex(s) AS h FROM target WHERE a = 10')).toEqual([
      { h: text.toString('hex').toUpperCase() },
    ]);
  });

  test('rows in the body after the SQL, values in the SQL and selects are inserts too', async () => {
    const before = await db.count('target');
    const at = `/?database=${db.database}`;
    const bodies = [
      'INSERT INTO target FORMAT JSONEachRow\n{"a":20,"s":"semi;colon"}',
      "INSERT INTO target VALUES (21, 'OUTFILE')",
      "INSERT INTO target SELECT 22, 'y'",
      'INSERT INTO target SETTINGS max_threads = 1 FORMAT CSV\n23,"z"\n',
    ];
    for (const body of bodies) {
      const answer = await db.raw(at, { body });
      expect(`${answer.status} ${await answer.text()}`).toBe('200 ');
    }
    const query = new URLSearchParams({
      database: db.database,
      query: 'INSERT INTO target VALUES',
    });
    expect((await db.raw(`/?${query}`, { body: "(24, 'v')" })).status).toBe(200);
    expect(await db.count('target')).toBe(before + 5);
  });

  test('a body may be gzipped', async () => {
    const before = await db.count('target');
    const query = new URLSearchParams({
      database: db.database,
      query: 'INSERT INTO target FORMAT JSONEachRow',
    });
    const answer = await db.raw(`/?${query}`, {
      headers: { 'Content-Encoding': 'gzip' },
      body: new Uint8Array(gzipSync('{"a":30,"s":"zipped"}\n')),
    });
    expect(answer.status).toBe(200);
    expect(await db.count('target')).toBe(before + 1);
  });

  test('a body that is not what it says is refused with an answer', async () => {
    const query = new URLSearchParams({
      database: db.database,
      query: 'INSERT INTO target FORMAT JSONEachRow',
    });
    const before = await db.count('target');
    const whole = gzipSync('{"a":31,"s":"zipped"}\n'.repeat(1_000));
    for (const body of [Buffer.from('no gzip at all'), whole.subarray(0, whole.length - 10)]) {
      const headers = { 'Content-Encoding': 'gzip' };
      const answer = await db.raw(`/?${query}`, { headers, body: new Uint8Array(body) });
      expect(answer.status).toBe(500);
    }
    const headers = { 'Content-Encoding': 'rot13' };
    expect((await db.raw(`/?${query}`, { headers, body: 'x' })).status).toBe(501);
    expect(await db.count('target')).toBe(before);
  });

  test('a row that does not fit refuses the whole body, with its number', async () => {
    const before = await db.count('target');
    await expect(
      db.client.insert({
        table: 'target',
        values: [
          { a: 1, s: 'x' },
          { a: 'no number', s: 'x' },
        ],
        format: 'JSONEachRow',
      }),
    ).rejects.toThrow(/at row 2/);
    expect(await db.count('target')).toBe(before);
  });

  test('a sender that breaks off has inserted nothing', async () => {
    const before = await db.count('target');
    const leave = new AbortController();
    const slow = Readable.from(
      (async function* () {
        yield '{"a":40,"s":"first half"}\n';
        await sleep(100);
        leave.abort();
        await sleep(100);
        yield '{"a":41,"s":"second half"}\n';
      })(),
      { objectMode: false },
    );
    await expect(
      db.client.insert({
        table: 'target',
        values: slow,
        format: 'JSONEachRow',
        abort_signal: leave.signal,
      }),
    ).rejects.toThrow();
    await sleep(300);
    expect(await db.count('target')).toBe(before);
  });

  test('a de-duplication token swallows its repetition and nothing else', async () => {
    const send = (token: string | undefined, a: number) =>
      db.client.insert({
        table: 'target',
        values: [{ a, s: 'token' }],
        format: 'JSONEachRow',
        clickhouse_settings: token === undefined ? {} : { insert_deduplication_token: token },
      });
    const before = await db.count('target');
    await send('one', 50);
    await send('one', 50);
    expect(await db.count('target')).toBe(before + 1);
    // Had the token stayed with the connection, these would vanish.
    for (let a = 51; a < 61; a += 1) await send(undefined, a);
    expect(await db.count('target')).toBe(before + 11);
  });

  test('without a token identical blocks are taken for a repetition, unless told otherwise', async () => {
    const send = (settings: Record<string, string | 0>) =>
      db.client.insert({
        table: 'target',
        values: [{ a: 70, s: 'identical' }],
        format: 'JSONEachRow',
        clickhouse_settings: settings,
      });
    const before = await db.count('target');
    await send({});
    await send({});
    expect(await db.count('target')).toBe(before + 1);
    // The older setting is overruled by the newer one and does nothing.
    await send({ insert_deduplicate: 0 });
    expect(await db.count('target')).toBe(before + 1);
    await send({ deduplicate_insert: 'disable' });
    expect(await db.count('target')).toBe(before + 2);
  });

  test('inserts at a time do not disturb each other', async () => {
    await db.client.command({
      query: 'CREATE TABLE many (a UInt32) ENGINE = MergeTree ORDER BY a',
    });
    await Promise.all(
      Array.from({ length: 20 }, (_, a) =>
        db.client.insert({ table: 'many', values: [{ a }], format: 'JSONEachRow' }),
      ),
    );
    expect(await db.rows('SELECT count() AS n, uniqExact(a) AS u FROM many')).toEqual([
      { n: '20', u: '20' },
    ]);
  });
});

describe('settings', () => {
  test('last for one request', async () => {
    const ask = () => db.rows<{ v: string }>("SELECT toString(getSetting('max_block_size')) AS v");
    const [before] = await ask();
    for (let i = 0; i < 10; i += 1) {
      expect(
        await db.rows(
          "SELECT toString(getSetting('max_block_size')) AS v",
          {},
          { max_block_size: 17 },
        ),
      ).toEqual([{ v: '17' }]);
      expect(await ask()).toEqual([before]);
    }
  });

  test('of a request that failed do not stay either', async () => {
    await expect(db.rows('SELECT nosuch', {}, { max_block_size: 19 })).rejects.toThrow();
    await expect(db.rows('SELECT 1', {}, { max_block_size: 19, nosuch: 1 })).rejects.toMatchObject({
      code: '115',
    });
    for (let i = 0; i < 10; i += 1) {
      const [row] = await db.rows<{ v: string }>(
        "SELECT toString(getSetting('max_block_size')) AS v",
      );
      expect(row?.v).not.toBe('19');
    }
  });

  test('set by SET do not reach the next request', async () => {
    for (let i = 0; i < 10; i += 1) await db.client.command({ query: 'SET max_block_size = 23' });
    for (let i = 0; i < 10; i += 1) {
      const [row] = await db.rows<{ v: string }>(
        "SELECT toString(getSetting('max_block_size')) AS v",
      );
      expect(row?.v).not.toBe('23');
    }
  });

  test('a name that is no name is refused', async () => {
    const answer = await db.raw(`/?${new URLSearchParams({ 'a = 1, b': '1' })}`, {
      body: 'SELECT 2',
    });
    expect(answer.headers.get('x-clickhouse-exception-code')).toBe('115');
  });

  test('the database of a request is its own', async () => {
    const other = await openClickHouseSurface();
    for (const own of [db, other, db, other]) {
      const found = await own.client.query({
        query: 'SELECT currentDatabase() AS d',
        format: 'JSONEachRow',
      });
      expect(await found.json()).toEqual([{ d: own.database }]);
    }
    await other.drop();
  });
});
