import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ReportBody } from '../src/contract/report.ts';
import { testDirectory } from '../src/testing/engines.ts';
import { runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 180_000 });

let root: string;
beforeAll(async () => {
  root = await testDirectory();
});
afterAll(() => rm(root, { recursive: true, force: true }));

const file = (name: string) => join(root, name);
const reportOf = async (path: string): Promise<ReportBody> => {
  const run = await runCli(['report', path, path, '--json', '-']);
  if (run.stdout === '') throw new Error(run.stderr);
  return JSON.parse(run.stdout) as ReportBody;
};

describe('input that makes no sense ends with 2 and says why', () => {
  test.each<[string, string, readonly string[], RegExp]>([
    ['a row that is too short', 'a,b\n1,2\n3\n', [], /bad\.csv, line 3: /],
    [
      'a header that names a column twice',
      'a,a\n1,2\n',
      [],
      /bad\.csv, line 1: the header names "a" twice/,
    ],
    ['no rows', 'a,b\n', [], /bad\.csv has no rows/],
    ['nothing', '', [], /bad\.csv is empty/],
    ['no such column', 'a,b\n1,2\n', ['--time', 'when'], /no column "when" \(--time\).*a, b/],
    [
      'a time that is none',
      'a,b\n1,2024-01-01\n2,soon\n',
      ['--time', 'b'],
      /bad\.csv, row 2, column "b": "soon" is no time/,
    ],
    ['a score that is no number', 'a,b\nx,1\ny,2\n', ['--score', 'a'], /score "a" is no number/],
    [
      'a class that the label never is',
      'p,y\n0.1,stays\n0.9,leaves\n',
      ['--score', 'p', '--label', 'y', '--positive', 'left'],
      /"y" never is "left" in the reference, but leaves and stays/,
    ],
    [
      'a date of which nobody knows the month',
      'a,b\n1,2026-09-20\n2,09/10/2026\n',
      ['--time', 'b'],
      /row 2, column "b": "09\/10\/2026" is no time. Times are ISO 8601, such as 2026-09-20T/,
    ],
    [
      'semicolons for commas, and commas for points',
      'a;b\n1,5;2\n',
      [],
      /bad\.csv, line 1: "a;b" is the name of one column.* separated by semicolons; only commas/,
    ],
    ['tabs for commas', '\na\tb\n1\t2\n', [], /separated by tabs; only commas are read/],
    ['bars for commas', '"a"|"b"\r\n1|2\r\n', [], /separated by bars; only commas are read/],
    ['a chance that is none', 'a\n1\n', ['--false-alarms', '2'], /chance between 0 and 1/],
    ['an option that is none', 'a\n1\n', ['--colour'], /unknown option/],
  ])('%s', async (_, text, options, message) => {
    await writeFile(file('bad.csv'), text);
    const run = await runCli(['report', file('bad.csv'), file('bad.csv'), ...options]);
    expect(run.stderr).toMatch(message);
    expect(run.exitCode).toBe(2);
  });

  test('a file that is not there, and one that is not what its name says', async () => {
    const missing = await runCli(['report', file('none.csv'), file('none.csv')]);
    expect([missing.exitCode, missing.stderr]).toEqual([
      2,
      expect.stringMatching(/There is no file/),
    ]);
    await writeFile(file('fake.parquet'), 'a,b\n1,2\n');
    const fake = await runCli(['report', file('fake.parquet'), file('fake.parquet')]);
    expect([fake.exitCode, fake.stderr]).toEqual([
      2,
      expect.stringMatching(/cannot be read as Parquet/),
    ]);
    await writeFile(file('bad.ndjson'), '{"a":1}\n{"a":\n');
    const broken = await runCli(['report', file('bad.ndjson'), file('bad.ndjson')]);
    expect([broken.exitCode, broken.stderr]).toEqual([
      2,
      expect.stringMatching(/bad\.ndjson, line 2: /),
    ]);
  });

  test('a name with a bar in it is the name of one column where its values have none', async () => {
    await writeFile(
      file('bar.csv'),
      `p|q\n${Array.from({ length: 400 }, (_, row) => row % 7).join('\n')}\n`,
    );
    const report = await reportOf(file('bar.csv'));
    expect(report.columns.map((one) => one.name)).toEqual(['p|q']);
  });

  test('lines that the engine stumbles over and that make sense are read all the same', async () => {
    const lines = Array.from({ length: 400 }, (_, row) => `${row % 7},${row % 3}`).join('\n\n');
    await writeFile(file('gaps.csv'), `\ufeff a ,b\n${lines}\n`);
    const report = await reportOf(file('gaps.csv'));
    expect(report.columns.map((one) => one.name).sort()).toEqual(['a', 'b']);
    expect(report.reference.rows).toBe(400);
  });
});
