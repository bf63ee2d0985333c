import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteFile } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testDirectory } from '../src/testing/engines.ts';
import { type ServerProcess, startServer } from './faults/server-process.ts';
import { runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 120_000 });

const ROWS = 2_500;
let root: string;
let server: ServerProcess;

beforeAll(async () => {
  root = await testDirectory();
  server = await startServer(join(root, 'data'));
});
afterAll(async () => {
  await server?.kill();
  await rm(root, { recursive: true, force: true });
});

const leeway = (...args: readonly string[]) => runCli([...args, '--data-dir', join(root, 'data')]);
const file = (name: string) => join(root, name);

const MARCH_1_MS = Date.UTC(2026, 2, 1);
const timeOf = (row: number) => new Date(MARCH_1_MS + row * 30_000).toISOString();
const rowsOf = (line: (row: number) => string) =>
  Array.from({ length: ROWS }, (_, row) => line(row)).join('\n');

async function accounting(kind: 'predictions' | 'labels') {
  const seen = async () => {
    const answer = await fetch(`${server.url}/v1/models/churn/accounting`);
    const counts = (await answer.json()) as Record<string, Record<string, number>>;
    return counts[kind] ?? {};
  };
  await vi.waitFor(
    async () => {
      const { accepted, stored } = await seen();
      expect(stored).toBe(accepted);
    },
    { timeout: 60_000, interval: 100 },
  );
  return seen();
}

test('a model and its baseline are made of a file', async () => {
  const made = await leeway(
    ...['model', 'create', 'churn', '--task', 'binary', '--classes', 'stay,leave'],
    ...['--positive-class', 'leave', '--clock', 'replay', '--lateness', '0s'],
  );
  expect(made).toMatchObject({ exitCode: 0, stdout: 'created churn\n' });

  const lines = rowsOf((row) => `b${row},${timeOf(row)},${row % 50},${row % 2 ? 'Bonn' : 'Ulm'}`);
  await writeFile(file('base.csv.gz'), gzipSync(`id,time,age,city\n${lines}\n`));
  const baseline = await leeway(
    ...['baseline', 'create', 'churn', file('base.csv.gz'), '--id', 'id', '--time', 'time'],
  );
  expect(baseline.stderr).toContain(`${ROWS} rows kept of ${ROWS}, 2 features`);
  expect(baseline.stdout).toMatch(/^age\tnumeric\t0 … 49\ncity\tcategorical\t/);
  expect(baseline.exitCode).toBe(0);
});

test('a CSV is sent with numbers as numbers; bad rows are told by their number', async () => {
  const lines = rowsOf((row) => {
    const time = row === 16 ? '2100-01-01' : row === 99 ? 'yesterday' : timeOf(row);
    return `p${row},${time},${row === 5 ? '' : row % 50},Bonn,0.5`;
  });
  await writeFile(file('march.csv'), `id,time,age,city,p\n${lines}\n`);
  const sent = await leeway(
    ...['import', 'churn', file('march.csv'), '--as', 'predictions', '--id', 'id', '--score', 'p'],
    ...['--refused', file('refused.ndjson')],
  );
  expect(sent.exitCode).toBe(2);
  expect(sent.stdout).toContain(`${ROWS - 2} accepted (0 of them seen before), 2 refused`);
  expect(sent.stderr).toMatch(/^row 17: .+ \[time_in_future\]\nrow 100: .+ \[\w+\]\n/);
  const refused = (await readFile(file('refused.ndjson'), 'utf8')).trim().split('\n');
  expect(refused.map((line) => JSON.parse(line).rowNumber)).toEqual([17, 100]);
  expect(await accounting('predictions')).toMatchObject({ stored: ROWS - 2, distinct: ROWS - 2 });
});

test('importing the file again changes nothing', async () => {
  const again = await leeway(
    ...['import', 'churn', file('march.csv'), '--as', 'predictions', '--id', 'id', '--score', 'p'],
  );
  expect(again.stdout).toContain(`${ROWS - 2} accepted (${ROWS - 2} of them seen before)`);
  expect(await accounting('predictions')).toMatchObject({ distinct: ROWS - 2, conflicts: 0 });
});

test('labels come from Parquet just as well', async () => {
  await parquetWriteFile({
    filename: file('truth.parquet'),
    columnData: [
      { name: 'id', data: Array.from({ length: ROWS }, (_, row) => `p${row}`), type: 'STRING' },
      {
        name: 'left',
        data: Array.from({ length: ROWS }, (_, row) => (row % 3 ? 'stay' : 'leave')),
        type: 'STRING',
      },
    ],
  });
  const sent = await leeway(
    ...['import', 'churn', file('truth.parquet'), '--as', 'labels', '--id', 'id'],
    ...['--label', 'left'],
  );
  expect(sent.stderr).toBe('');
  expect(sent).toMatchObject({ exitCode: 0 });
  expect(await accounting('labels')).toMatchObject({ accepted: ROWS, distinct: ROWS });
});

test.each([
  ['a column that is not there', ['--id', 'nobody'], "has no column 'nobody' (id). It has: id,"],
  ['a file that is not there', ['--format', 'csv'], 'There is no file'],
])('%s is named, with exit code 1', async (what, args, message) => {
  const name = what.includes('file') ? 'gone' : 'march.csv';
  const { exitCode, stderr } = await leeway(
    ...['import', 'churn', file(name), '--as', 'predictions', ...args],
  );
  expect(exitCode).toBe(1);
  expect(stderr).toContain(message);
});

test('a broken file says where, and an unknown model that it is unknown', async () => {
  await writeFile(file('broken.ndjson'), '{"time": 0}\n{"time"');
  const broken = await leeway('import', 'churn', file('broken.ndjson'), '--as', 'predictions');
  expect(broken.stderr).toContain('line 2');
  expect(broken.exitCode).toBe(1);
  const unknown = await leeway('import', 'nobody', file('broken.ndjson'), '--as', 'labels');
  expect(unknown.stderr).toContain('[model_not_found]');
  expect(unknown.exitCode).toBe(1);
});

test('what a file is taken to be is said without a server, and corrected by options', async () => {
  const rows = rowsOf((row) => `q${row},${timeOf(row)},${row % 50},${row % 2 ? 'yes' : 'no'}`);
  await writeFile(file('april.csv'), `id,at,age,label\n${rows}\nq,w\n`);
  const run = await runCli(['import', file('april.csv'), '--dry-run', '--exclude', 'age']);
  // As the import would end: a row is left out.
  expect(run).toMatchObject({ exitCode: 2, stderr: '' });
  expect(run.stdout).toContain(`april.csv: 2,500 rows, and 1 that cannot be read, 4 columns`);
  expect(run.stdout).toMatch(/^id +predictionId +text/m);
  expect(run.stdout).toMatch(/^at +time +text/m);
  expect(run.stdout).toMatch(/^age +ignore +numeric +as you said/m);
  expect(run.stdout).toContain('row 2501: the row has 2 cells, the header 4');
  const unknown = await runCli(['import', file('april.csv'), '--dry-run', '--label', 'z']);
  expect(unknown.stderr).toContain(
    "The file has no column 'z' (label). It has: id, at, age, label.",
  );
});

const DRY_CASES: readonly (readonly [string, RegExp])[] = [
  ['--task regression', /p is a score|decision is a decision/],
  ['--positive-class foo --classes a,b', /decision holds allow, block, but the classes are a, b/],
  ['--positive-class foo', /positive class foo is not among the classes/],
  ['--split 2027-01-01', /No row is from 2027-01-01 on/],
  ['--split yesterday', /"yesterday" must be ISO 8601/],
  ['--split 2026-03-01T12:00:00Z --time-zone Mars/X', /There is no such time zone. \(Mars\/X\)/],
  ['--time n', /The column n holds no times/],
  ['--label flag', /flag holds 0, 1, but the classes are allow, block/],
  ['--labelled-at time', /--labelled-at goes with the name of a model/],
];

async function writeDecisions(): Promise<string> {
  const rows = rowsOf((row) => {
    const share = (row % 100) / 100;
    return `${timeOf(row)},${row % 50},${row % 3 ? 0 : 1},${share},${share > 0.9 ? 'block' : 'allow'}`;
  });
  await writeFile(file('decisions.csv'), `time,n,flag,p,decision\n${rows}\n`);
  return file('decisions.csv');
}

test.each(DRY_CASES)('a dry run refuses what the import refuses: %s', async (options, message) => {
  const run = await runCli(['import', await writeDecisions(), '--dry-run', ...options.split(' ')]);
  expect(run.stderr).toMatch(message);
  expect(run.exitCode).toBe(1);
});

test('a dry run shows what every option changes', async () => {
  const dry = async (options: string) => {
    const run = await runCli([
      'import',
      await writeDecisions(),
      '--dry-run',
      ...options.split(' '),
    ]);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    return run.stdout;
  };
  expect(await dry('--positive-class allow')).toMatch(/^task: binary of .*allow is positive \(as/m);
  expect(await dry('--exclude decision --label flag')).toContain(
    'task: binary of 0, 1, 1 is positive (flag has two classes)',
  );
  expect(await dry('--split 2026-03-01T06:00:00Z')).toContain(
    'baseline before 2026-03-01T06:00:00.000Z',
  );
  expect(await dry('--split none')).toContain('the whole file is the baseline');
  expect(await dry('--model x --clock wall --time-zone Europe/Berlin --no-monitors')).toContain(
    'model: x; clock: wall; days of Europe/Berlin; monitors: none',
  );
  expect(await dry('--model x')).toContain('note: No column was taken for the truth');
});

test('rows are not sent where a dry run was asked for', async () => {
  const run = await leeway(
    ...['import', 'churn', file('march.csv'), '--as', 'predictions', '--dry-run'],
  );
  expect(run.stderr).toContain('--dry-run is of a file alone');
  expect(run.exitCode).toBe(1);
});

test('two files become a model: one its baseline, the other what is sent', async () => {
  const march = rowsOf((row) => `r${row},${timeOf(row)},${row % 50},${row % 2 ? 'Bonn' : 'Ulm'}`);
  const later = march.replaceAll('2026-03-01', '2026-04-01').replaceAll('r', 's');
  await writeFile(file('march2.csv'), `id,time,age,city\n${march}\n`);
  await writeFile(file('april2.csv'), `id,time,age,city\n${later}\n,,,\n`);
  const run = await leeway(
    ...['import', file('april2.csv'), '--baseline', file('march2.csv'), '--model', 'two'],
    '--no-monitors',
  );
  expect(run.stdout).toContain(`${ROWS} of ${ROWS} rows`);
  expect(run.stdout).toMatch(/predictions: 2500 accepted, 1 refused/);
  expect(run.stdout).toMatch(/row 2501: .+ \[\w+\]/);
  expect(run.exitCode).toBe(2);
  const again = await leeway('import', file('april2.csv'), '--model', 'two');
  expect(again.stderr).toContain('[name_taken]');
  expect(again.stderr).toContain(' <file> --as predictions)');
});
