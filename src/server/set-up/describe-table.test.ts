import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeTable } from './describe-table.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'table-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function describeText(text: string, gzip = false) {
  const path = join(directory, 'table.csv');
  await writeFile(path, gzip ? gzipSync(text) : text);
  return describeTable({ path, name: 'table.csv', format: 'csv', bytes: text.length, gzip });
}

test.each([
  ['semicolons', 'id;amount\n1;2,5\n'],
  ['tabs', 'id\tamount\n1\t2\n'],
  ['vertical bars', 'id|amount\n1|2\n'],
])('a file separated by %s is refused by that name', async (name, text) => {
  await expect(describeText(text)).rejects.toThrow(`seems to be separated by ${name}`);
  await expect(describeText(text, true)).rejects.toThrow(`seems to be separated by ${name}`);
});

test('one column, and semicolons between quotes, are a table', async () => {
  expect((await describeText('amount\n1\n2\n')).columns).toHaveLength(1);
  expect((await describeText('"a;b"\n1\n')).columns).toMatchObject([{ name: 'a;b' }]);
});

test('a file of bad rows alone is refused with what is wrong with them', async () => {
  await expect(describeText('a,b\n1,2,3\n4\n')).rejects.toThrow(
    'none of its 2 rows can be read; row 1: the row has 3 cells, the header 2; row 2:',
  );
  await expect(describeText('a,b\n1,2,3\n"x')).rejects.toThrow(/a quote is opened .* never closed/);
});

test('every row behind a quote that nobody closes is counted', async () => {
  const row = (index: number) => `${index === 99 ? '"' : ''}r${index},${'x'.repeat(30)}`;
  const rows = Array.from({ length: 20_000 }, (_, index) => row(index));
  const table = await describeText(`a,b\n${rows.join('\n')}\n`);
  expect(table.rows + table.badRowCount).toBe(20_000);
  expect(table.badRows[0]?.message).toMatch(/never closed.*\(about 19,9\d\d lines\)$/);
});
