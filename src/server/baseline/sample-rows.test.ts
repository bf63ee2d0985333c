import { expect, test } from 'vitest';
import type { FileRow } from '../../adapters/sources/file-rows.ts';
import { inspectFile } from './inspect-file.ts';
import { sampleRows } from './sample-rows.ts';

async function* table(rows: number): AsyncGenerator<FileRow[]> {
  for (let start = 0; start < rows; start += 100) {
    yield Array.from({ length: Math.min(100, rows - start) }, (_, i) => ({
      number: start + i + 1,
      values: { n: start + i + 1 },
    }));
  }
}

async function sampled(total: number, wanted: number, seed: number): Promise<number[]> {
  const numbers: number[] = [];
  for await (const batch of sampleRows(table(total), total, wanted, seed)) {
    numbers.push(...batch.map((row) => row.number));
  }
  return numbers;
}

test('a sample has exactly as many rows, in order, and a seed repeats it', async () => {
  const once = await sampled(5_000, 1_234, 7);
  expect(once).toHaveLength(1_234);
  expect(once).toEqual(once.toSorted((a, b) => a - b));
  expect(await sampled(5_000, 1_234, 7)).toEqual(once);
  expect(await sampled(5_000, 1_234, 8)).not.toEqual(once);
});

test('all rows are taken where no more than wanted are there', async () => {
  expect(await sampled(250, 250, 1)).toHaveLength(250);
  expect(await sampled(250, 1_000, 1)).toHaveLength(250);
  expect(await sampled(250, 0, 1)).toEqual([]);
});

test('every row is equally likely to be sampled', async () => {
  const taken = new Array<number>(201).fill(0);
  for (let seed = 0; seed < 500; seed += 1) {
    for (const number of await sampled(200, 50, seed)) taken[number] = (taken[number] ?? 0) + 1;
  }
  // 125 expected of 500; six standard deviations are 58.
  for (const count of taken.slice(1)) expect(Math.abs(count - 125)).toBeLessThan(58);
});

test('an inspection counts all rows and draws its sample from the whole file', async () => {
  const { rows, columns, sample } = await inspectFile(table(50_000), 3);
  expect(rows).toBe(50_000);
  expect(columns).toEqual(['n']);
  expect(sample).toHaveLength(20_000);
  const late = sample.filter((values) => Number(values['n']) > 25_000).length;
  expect(Math.abs(late - 10_000)).toBeLessThan(500);
});

test('a file without rows is refused', async () => {
  await expect(inspectFile(table(0), 0)).rejects.toThrow(/no rows/);
});
