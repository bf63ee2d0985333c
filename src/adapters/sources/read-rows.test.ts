import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BadRow, FileFormat, FileRow } from './file-rows.ts';
import { BadFileError } from './file-rows.ts';
import { readCsv } from './read-csv.ts';
import { readRows } from './read-rows.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leeway-files-'));
});
afterAll(() => rm(directory, { recursive: true }));

let files = 0;
async function fileOf(content: string | Uint8Array): Promise<string> {
  files += 1;
  const path = join(directory, `file-${files}`);
  await writeFile(path, content);
  return path;
}

async function read(
  content: string | Uint8Array,
  format: FileFormat,
  gzip = false,
): Promise<FileRow[]> {
  const rows: FileRow[] = [];
  for await (const batch of readRows(await fileOf(content), format, { gzip })) rows.push(...batch);
  return rows;
}

const valuesOf = (rows: readonly FileRow[]) => rows.map((row) => ({ ...row.values }));

describe('CSV', () => {
  test.each([
    ['values stay text', 'a,b\n007,1.50\n', [{ a: '007', b: '1.50' }]],
    [
      'a byte order mark and carriage returns mean nothing',
      '\ufeffa,b\r\n1,\r\n',
      [{ a: '1', b: '' }],
    ],
    ['quotes keep commas, quotes and line ends', 'a\n"x,""y""\nz"\n', [{ a: 'x,"y"\nz' }]],
    ['the last line needs no end', 'a\n1\n\n2', [{ a: '1' }, { a: '2' }]],
    ['a header alone is a table without rows', 'a,b\n', []],
    ['spaces around names are dropped', ' a ,b\n1,2\n', [{ a: '1', b: '2' }]],
  ])('%s', async (_, text, expected) => {
    expect(valuesOf(await read(text, 'csv'))).toEqual(expected);
  });

  test.each([
    ['a row that is too short names its line', 'a,b\n1,2\n3\n', /line 3/],
    ['a row that is too long names its line', 'a\n1\n2,3\n', /line 3/],
    ['a quote that stays open is said', 'a\n"1\n2\n', /[Qq]uote/],
    ['a column without a name is said', 'a,,b\n', /column 2/],
    ['a name twice is said', 'a,b,a\n', /"a" twice/],
    ['an empty file is said', '', /empty/],
  ])('%s', async (_, text, message) => {
    const failure = read(text, 'csv');
    await expect(failure).rejects.toThrow(BadFileError);
    await expect(failure).rejects.toThrow(message);
  });

  test('a column named __proto__ is a column', async () => {
    const [row] = await read('__proto__,toString\nx,y\n', 'csv');
    expect(Object.entries(row?.values ?? {})).toEqual([
      ['__proto__', 'x'],
      ['toString', 'y'],
    ]);
  });

  test('rows are numbered on over batches', async () => {
    const text = `a\n${Array.from({ length: 2_500 }, (_, i) => i).join('\n')}\n`;
    const rows = await read(text, 'csv');
    expect(rows.map((row) => row.number)).toEqual(Array.from({ length: 2_500 }, (_, i) => i + 1));
    expect(rows.at(-1)?.values['a']).toBe('2499');
  });

  test('gzip is unpacked, and half a gzip file is said', async () => {
    const packed = gzipSync('a\n1\n2\n');
    expect(valuesOf(await read(packed, 'csv', true))).toEqual([{ a: '1' }, { a: '2' }]);
    await expect(read(packed.subarray(0, 15), 'csv', true)).rejects.toThrow(/gzip/);
    await expect(read('a\n1\n', 'csv', true)).rejects.toThrow(/gzip/);
  });
});

describe('NDJSON', () => {
  test('values are what they are, blank lines nothing', async () => {
    const rows = await read('{"a":1,"b":null}\n\n{"a":"x","c":[1,2]}', 'ndjson');
    expect(valuesOf(rows)).toEqual([
      { a: 1, b: null },
      { a: 'x', c: [1, 2] },
    ]);
    expect(rows.map((row) => row.number)).toEqual([1, 2]);
  });

  test('characters that are cut by a chunk come out whole', async () => {
    const text = `${Array.from({ length: 30_000 }, () => '{"a":"ü€😀"}').join('\n')}\n`;
    const rows = await read(text, 'ndjson');
    expect(new Set(rows.map((row) => row.values['a']))).toEqual(new Set(['ü€😀']));
  });

  test.each([
    ['broken JSON names its line', '{"a":1}\n\n{"a":}\n', /line 3/],
    ['NaN is not JSON', '{"a":NaN}\n', /line 1/],
    ['a line that is no object is said', '[1]\n', /line 1: .*object/],
    ['an empty file is said', '\n', /empty/],
  ])('%s', async (_, text, message) => {
    await expect(read(text, 'ndjson')).rejects.toThrow(message);
  });
});

describe('Parquet', () => {
  const parquet = (columnData: Parameters<typeof parquetWriteBuffer>[0]['columnData']) =>
    new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 700 }));

  test('all row groups are read in order', async () => {
    const rows = await read(
      parquet([
        { name: 'n', data: Array.from({ length: 2_000 }, (_, i) => i / 4), type: 'DOUBLE' },
        { name: 's', data: Array.from({ length: 2_000 }, (_, i) => `v${i}`), type: 'STRING' },
      ]),
      'parquet',
    );
    expect(rows.map((row) => row.number)).toEqual(Array.from({ length: 2_000 }, (_, i) => i + 1));
    expect({ ...rows[1_999]?.values }).toEqual({ n: 499.75, s: 'v1999' });
  });

  test('whole numbers are numbers as long as they keep their digits', async () => {
    const rows = await read(
      parquet([{ name: 'n', data: [1n, 2n ** 53n - 1n, 2n ** 60n + 1n], type: 'INT64' }]),
      'parquet',
    );
    expect(rows.map((row) => row.values['n'])).toEqual([1, 2 ** 53 - 1, '1152921504606846977']);
  });

  test('nulls, booleans and dates survive', async () => {
    const at = new Date(Date.UTC(2001, 3, 1, 2, 3, 4));
    const rows = await read(
      parquet([
        { name: 'b', data: [true, null], type: 'BOOLEAN' },
        { name: 't', data: [at, at], type: 'TIMESTAMP' },
      ]),
      'parquet',
    );
    expect(rows[0]?.values['b']).toBe(true);
    expect(rows[1]?.values['b'] ?? null).toBeNull();
    expect(rows[0]?.values['t']).toEqual(at);
  });

  test('what is no Parquet file, or in gzip, is said', async () => {
    await expect(read('a,b\n1,2\n', 'parquet')).rejects.toThrow(BadFileError);
    await expect(read('x', 'parquet', true)).rejects.toThrow(/compressed within/);
  });
});

describe('rows that cannot be read', () => {
  async function readTolerant(content: string, format: FileFormat) {
    const bad: BadRow[] = [];
    const rows: FileRow[] = [];
    const read = readRows(await fileOf(content), format, { onBadRow: (row) => bad.push(row) });
    for await (const batch of read) rows.push(...batch);
    return { rows, bad };
  }

  test('of CSV cost none of their neighbours, and keep their numbers', async () => {
    const { rows, bad } = await readTolerant('a,b\n1,2\n3\n4,5,6\n7"x,8\n9,10\n', 'csv');
    expect(rows.map(({ number, values }) => [number, { ...values }])).toEqual([
      [1, { a: '1', b: '2' }],
      [4, { a: '7"x', b: '8' }],
      [5, { a: '9', b: '10' }],
    ]);
    expect(bad).toEqual([
      { number: 2, message: 'the row has 1 cells, the header 2', raw: '3' },
      { number: 3, message: 'the row has 3 cells, the header 2', raw: '4,5,6' },
    ]);
  });

  test('because a quote stays open, leave what came before', async () => {
    const { rows, bad } = await readTolerant('a,b\n1,2\n"3,4\n5,6\n', 'csv');
    expect(valuesOf(rows)).toEqual([{ a: '1', b: '2' }]);
    expect(bad).toMatchObject([{ number: 2, message: expect.stringMatching(/quote/i) }]);
  });

  test('leave all that came before a quote that stays open, however it was delivered', async () => {
    const rows = Array.from({ length: 3_000 }, (_, at) => `${at},x`);
    const text = Buffer.from(['a,b', ...rows, '"3,4', ...rows].join('\n'));
    const numbers: number[] = [];
    const bad: BadRow[] = [];
    const stream = Readable.from([text], { objectMode: false });
    for await (const batch of readCsv(stream, (row) => bad.push(row))) {
      numbers.push(...batch.map(({ number }) => number));
    }
    expect(numbers).toEqual(rows.map((_, at) => at + 1));
    expect(bad).toMatchObject([
      { number: 3_001, message: expect.stringContaining('nothing after it') },
    ]);
  });

  test('of NDJSON are told by their line', async () => {
    const { rows, bad } = await readTolerant('{"a":1}\n{"a"\n[2]\n{"a":3}\n', 'ndjson');
    expect(rows.map(({ number }) => number)).toEqual([1, 4]);
    expect(bad.map(({ number, raw }) => [number, raw])).toEqual([
      [2, '{"a"'],
      [3, '[2]'],
    ]);
  });
});
