import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { TupleParam } from '@clickhouse/client';
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

describe('parameters', () => {
  const cases: { type: string; value: unknown; expected: unknown }[] = [
    { type: 'UInt8', value: 7, expected: 7 },
    { type: 'Int64', value: -9007199254740993n, expected: '-9007199254740993' },
    { type: 'UInt64', value: 18446744073709551615n, expected: '18446744073709551615' },
    { type: 'Float64', value: 0.1, expected: 0.1 },
    { type: 'Bool', value: true, expected: true },
    { type: 'String', value: '', expected: '' },
    {
      type: 'String',
      value: "quote ' backslash \\ tab \t line \n nul-free ü 🚢",
      expected: "quote ' backslash \\ tab \t line \n nul-free ü 🚢",
    },
    { type: 'String', value: "'; DROP TABLE x; --", expected: "'; DROP TABLE x; --" },
    { type: 'Nullable(String)', value: null, expected: null },
    { type: 'Date', value: '2001-04-01', expected: '2001-04-01' },
    {
      type: "DateTime('UTC')",
      value: new Date('2001-04-01T02:30:00Z'),
      expected: '2001-04-01 02:30:00',
    },
    {
      type: "DateTime64(3, 'UTC')",
      value: new Date('2001-04-01T02:30:00.125Z'),
      expected: '2001-04-01 02:30:00.125',
    },
    { type: 'Array(String)', value: ["a'b", 'c\\d', 'e,f'], expected: ["a'b", 'c\\d', 'e,f'] },
    { type: 'Array(UInt32)', value: [], expected: [] },
    { type: 'Array(Nullable(Float64))', value: [1.5, null], expected: [1.5, null] },
    { type: 'Array(Array(UInt8))', value: [[1], [2, 3]], expected: [[1], [2, 3]] },
    { type: 'Map(String, UInt8)', value: { "k'1": 1 }, expected: { "k'1": 1 } },
    { type: 'Tuple(UInt8, String)', value: new TupleParam([1, 'x']), expected: [1, 'x'] },
    {
      type: 'UUID',
      value: '01234567-89ab-7def-8123-456789abcdef',
      expected: '01234567-89ab-7def-8123-456789abcdef',
    },
    { type: "Enum8('a' = 1, 'b' = 2)", value: 'b', expected: 'b' },
  ];
  test.each(cases)('$type carries $value', async ({ type, value, expected }) => {
    expect(await db.rows(`SELECT {p:${type}} AS v`, { p: value })).toEqual([{ v: expected }]);
  });

  test('an identifier names a table', async () => {
    await db.client.command({ query: 'CREATE TABLE named (a UInt8) ENGINE = Memory' });
    expect(await db.rows('SELECT count() AS n FROM {t:Identifier}', { t: 'named' })).toEqual([
      { n: '0' },
    ]);
  });

  test('one that was not sent is refused, even when an earlier request had sent it', async () => {
    for (let i = 0; i < 20; i += 1)
      await db.rows('SELECT {secret:String} AS v', { secret: 'kept' });
    for (let i = 0; i < 20; i += 1) {
      await expect(db.rows('SELECT {secret:String} AS v')).rejects.toMatchObject({ code: '456' });
    }
  });

  test('one in a string or a comment is text', async () => {
    expect(await db.rows("SELECT '{p:String}' AS v /* {q:String} */")).toEqual([
      { v: '{p:String}' },
    ]);
  });

  test('twenty queries at a time each see their own values', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        db.rows<{ v: number; s: string }>('SELECT {n:UInt32} AS v, {s:String} AS s, sleep(0.01)', {
          n: i,
          s: `text ${i}`,
        }),
      ),
    );
    expect(answers.map(([row]) => [row?.v, row?.s])).toEqual(
      Array.from({ length: 20 }, (_, i) => [i, `text ${i}`]),
    );
  });

  test('a long query with parameters holds up no other', async () => {
    let isLongOver = false;
    const long = db.rows('SELECT sleep({s:Float64})', { s: 2 }).then(() => {
      isLongOver = true;
    });
    await sleep(100);
    expect(await db.rows('SELECT {v:UInt8} AS v', { v: 1 })).toEqual([{ v: 1 }]);
    expect(isLongOver).toBe(false);
    await long;
  });

  test('a list too long for an ordinary header still fits into the url', async () => {
    const ids = Array.from({ length: 5_000 }, (_, i) => `prediction-${i}`);
    expect(await db.rows('SELECT length({ids:Array(String)}) AS n', { ids })).toEqual([
      { n: '5000' },
    ]);
  });
});

describe('formats', () => {
  const select = "SELECT number AS n, concat('a', toString(number)) AS s FROM numbers(2)";
  test.each([
    ['JSONEachRow', '{"n":"0","s":"a0"}\n{"n":"1","s":"a1"}\n'],
    ['JSONCompactEachRow', '["0", "a0"]\n["1", "a1"]\n'],
    ['TabSeparated', '0\ta0\n1\ta1\n'],
    ['TabSeparatedWithNames', 'n\ts\n0\ta0\n1\ta1\n'],
    ['CSV', '0,"a0"\n1,"a1"\n'],
    ['CSVWithNames', '"n","s"\n0,"a0"\n1,"a1"\n'],
  ] as const)('%s comes as the server writes it', async (format, expected) => {
    const found = await db.client.query({ query: select, format });
    expect(await found.text()).toBe(expected);
  });

  test('JSON has its head once, also over many blocks', async () => {
    const found = await db.client.query({
      query: 'SELECT number FROM numbers(200000)',
      format: 'JSON',
    });
    const { rows: count, data } = (await found.json()) as { rows: number; data: unknown[] };
    expect([count, data.length]).toEqual([200_000, 200_000]);
  });

  test('RowBinary streams bytes as they are', async () => {
    const { stream } = await db.client.exec({
      query: 'SELECT toUInt32(number) AS n FROM numbers(300000) FORMAT RowBinary',
    });
    const bytes = Buffer.concat(await stream.toArray());
    expect(bytes.length).toBe(1_200_000);
    expect(bytes.readUInt32LE(4 * 299_999)).toBe(299_999);
  });

  test('a result without rows is an empty answer', async () => {
    expect(await db.rows('SELECT 1 AS x WHERE 0')).toEqual([]);
  });

  test('a large stream arrives whole at a slow reader', async () => {
    const found = await db.client.query({
      query: 'SELECT number, repeat({x:String}, 200) AS s FROM numbers(100000)',
      query_params: { x: 'x' },
      format: 'JSONEachRow',
    });
    let count = 0;
    for await (const block of found.stream()) {
      count += block.length;
      if (count < 20_000) await sleep(5);
    }
    expect(count).toBe(100_000);
  });
});

describe('errors', () => {
  test('carry code and name', async () => {
    await expect(db.rows('SELECT nosuch')).rejects.toMatchObject({
      code: '47',
      type: 'UNKNOWN_IDENTIFIER',
    });
    await expect(db.rows('SELEC 1')).rejects.toMatchObject({ code: '62', type: 'SYNTAX_ERROR' });
    await expect(db.rows('SELECT * FROM nosuch')).rejects.toMatchObject({ code: '60' });
  });

  test('have the code in the header and a status of their own', async () => {
    const answer = await db.raw('/?database=nosuch', { body: 'SELECT 1 + 1' });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('x-clickhouse-exception-code')).toBe('81');
    expect(await answer.text()).toMatch(/^Code: 81\. DB::Exception: .*UNKNOWN_DATABASE/s);
  });

  test('after the stream began end it as an error, never as a short result', async () => {
    const query = "SELECT number, throwIf(number = 500000, 'boom') FROM numbers(1000000)";
    await expect(db.rows(query, {}, { max_block_size: 1_000 })).rejects.toThrow(/boom/);
    const { stream } = await db.client.exec({
      query: `${query} SETTINGS max_block_size = 1000 FORMAT RowBinary`,
    });
    await expect(stream.toArray()).rejects.toThrow();
    // The connection behind it serves the next ones.
    for (let i = 0; i < 20; i += 1) expect(await db.rows('SELECT 2 AS v')).toEqual([{ v: 2 }]);
  });

  test.each(['JSON', 'JSONCompact', 'JSONEachRow', 'CSVWithNames'] as const)(
    'leave nothing of a broken %s result for the next one to read',
    async (format) => {
      const query = "SELECT number, throwIf(number = 3, 'boom') FROM numbers(10)";
      for (let i = 0; i < 10; i += 1) {
        const broken = db.client.query({ query, format }).then((found) => found.text());
        await expect(broken).rejects.toThrow(/boom/);
        expect(await db.rows('SELECT 2 AS v')).toEqual([{ v: 2 }]);
      }
    },
  );

  test('a limit of time is kept', async () => {
    await expect(
      db.rows(
        'SELECT sum(sipHash64(number)) FROM numbers(100000000000)',
        {},
        { max_execution_time: 1 },
      ),
    ).rejects.toMatchObject({ code: '159' });
  });

  test('a limit of memory is kept', async () => {
    await expect(
      db.rows(
        'SELECT groupArray(number) FROM numbers(100000000)',
        {},
        { max_memory_usage: '10000000' },
      ),
    ).rejects.toMatchObject({ code: '241' });
  });
});

describe('cancellation', () => {
  const running = async () =>
    (
      await db.rows<{ n: string }>(
        "SELECT count() AS n FROM system.processes WHERE query LIKE '%numbers(100000000000)%' AND query NOT LIKE '%system.processes%'",
      )
    )[0]?.n;

  async function untilNoneRuns() {
    for (let i = 0; i < 100; i += 1) {
      if ((await running()) === '0') return true;
      await sleep(50);
    }
    return false;
  }

  test('a client that leaves before the first row has its query killed', async () => {
    const leave = new AbortController();
    const asked = db.client.query({
      query: 'SELECT sum(sipHash64(number)) FROM numbers(100000000000)',
      abort_signal: leave.signal,
      format: 'JSONEachRow',
    });
    asked.catch(() => {});
    while ((await running()) === '0') await sleep(20);
    leave.abort();
    await expect(asked).rejects.toThrow();
    expect(await untilNoneRuns()).toBe(true);
  });

  test('a client that leaves in the middle of a stream has its query killed', async () => {
    const found = await db.client.query({
      query: 'SELECT number FROM numbers(100000000000)',
      format: 'JSONEachRow',
    });
    for await (const _block of found.stream()) break;
    found.close();
    expect(await untilNoneRuns()).toBe(true);
    for (let i = 0; i < 20; i += 1) expect(await db.rows('SELECT 2 AS v')).toEqual([{ v: 2 }]);
  });

  test('a client that leaves while it waits for its turn takes nobody with it', async () => {
    const leave = new AbortController();
    setMaxListeners(0, leave.signal);
    const asked = Array.from({ length: 30 }, () =>
      db.client.query({
        query: 'SELECT sleep(1)',
        abort_signal: leave.signal,
        format: 'JSONEachRow',
      }),
    );
    setTimeout(() => leave.abort(), 100);
    const ends = await Promise.allSettled(asked);
    expect(ends.some((end) => end.status === 'rejected')).toBe(true);
    expect(await db.rows('SELECT 2 AS v')).toEqual([{ v: 2 }]);
  });
});
