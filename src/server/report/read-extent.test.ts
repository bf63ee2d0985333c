import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTime } from '../../monitoring/prediction/parse-time.ts';
import { compiledChild } from '../../testing/engines.ts';
import { openTable } from './open-table.ts';
import { readExtent, timeSql } from './read-extent.ts';
import { openReportEngine, type ReportEngine } from './report-engine.ts';
import { sqlText } from './sql-text.ts';
import { sourceColumn } from './table-source.ts';

let engine: ReportEngine;
beforeAll(async () => {
  engine = await openReportEngine({ childEntry: compiledChild() });
});
afterAll(() => engine.close());

const timesOf = async (values: readonly string[], type: string): Promise<(number | null)[]> => {
  const rows = await engine.rows<[string | null]>(
    `SELECT ${timeSql(sourceColumn('', 0, type))} FROM (SELECT arrayJoin(
      [${values.join(', ')}]::Array(${type})) AS c0)`,
  );
  return rows.map(([time]) => (time === null ? null : Number(time)));
};

/** What times are made of, and among it what makes none. */
const PARTS = [
  ['2024', '2023', '1969', '1850', '0098', '9999'],
  ['-', '-', '/'],
  ['01', '02', '04', '12', '00', '13'],
  ['-', '-', '/'],
  ['01', '28', '29', '30', '31', '00', '32'],
  ['T', ' ', 't', '_'],
  ['00', '09', '23', '24'],
  [
    ':00',
    ':59',
    ':60',
    ':7',
    ':00:00',
    ':59:60',
    ':00:61',
    ':00:20.5',
    ':00:20.1239999',
    ':00:20.',
  ],
  ['', 'Z', 'z', '+05:45', '-0500', '+18', '+19', '+1', ' PM'],
] as const;
const DATE_PARTS = 5;
const dateTimes = fc.tuple(...PARTS.map((words) => fc.constantFrom(...words)));
const words = fc
  .tuple(dateTimes, fc.boolean())
  .map(([parts, isDate]) => parts.slice(0, isDate ? DATE_PARTS : parts.length).join(''));

describe('the time of a row', () => {
  it('is what it is on the wire, or none, and never guessed at', async () => {
    const samples = fc.sample(words, { numRuns: 20_000, seed: 1 });
    const times = samples.map(parseTime);
    expect(times.filter((time) => time !== null).length).toBeGreaterThan(500);
    const read = await timesOf(samples.map(sqlText), 'String');
    const told = (one: readonly unknown[]) => one.map((time, row) => `${samples[row]}: ${time}`);
    expect(told(read)).toEqual(told(times));
  });

  it.each([
    '09/20/2026 00:00:20',
    '20.09.2026',
    '2026/09/20',
    'Sep 20 2026',
    '2026-09-20 12:00 PM',
    '1700000000000000',
  ])('is not guessed from %s', async (word) => {
    expect(await timesOf([sqlText(word)], 'String')).toEqual([null]);
  });

  it('is milliseconds where the column is of numbers, and none beyond the calendar', async () => {
    const numbers = ['1790000000000', '-1', '1790000000000000000'];
    expect(await timesOf(numbers, 'Int64')).toEqual([1_790_000_000_000, -1, null]);
    expect(await timesOf(numbers.map(sqlText), 'Nullable(String)')).toEqual([
      1_790_000_000_000,
      null,
      null,
    ]);
  });

  it('is asked for by an example where a row has another', async () => {
    const path = join(engine.directory, 'american.csv');
    await writeFile(path, 'at\n2026-09-20\n09/20/2026 00:00:20\n');
    const source = await openTable(engine, { path, format: 'csv', gzip: false }, 'reference');
    await expect(readExtent(engine, source, 'at')).rejects.toThrow(
      /row 2, column "at": "09\/20\/2026 00:00:20" is no time. Times are ISO 8601, such as/,
    );
  });
});
