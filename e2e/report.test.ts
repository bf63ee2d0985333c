import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parquetWriteFile } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ReportBody } from '../src/contract/report.ts';
import { columnsByCount } from '../src/server/report/counted-columns.ts';
import { createRandom } from '../src/stats/random.ts';
import { testDirectory } from '../src/testing/engines.ts';
import {
  REFERENCE_NOTE,
  readReferenceText,
  referencePresent,
} from '../src/testing/read-reference.ts';
import { runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 180_000 });

let root: string;
beforeAll(async () => {
  root = await testDirectory();
});
afterAll(() => rm(root, { recursive: true, force: true }));

const file = (name: string) => join(root, name);
const reportOf = async (...args: readonly string[]) => {
  const run = await runCli(['report', ...args, '--json', '-']);
  if (run.stdout === '') throw new Error(run.stderr);
  return { ...run, report: JSON.parse(run.stdout) as ReportBody };
};

interface Row {
  readonly amount: number | null;
  readonly plan: string;
  readonly visits: number;
  readonly member: boolean;
}

function rowsOf(seed: number, shift: number): Row[] {
  const random = createRandom(seed);
  return Array.from({ length: 3_000 }, () => ({
    amount: random.uniform() < 0.01 ? null : 50 + 10 * random.normal() + shift,
    plan: ['basic', 'plus', 'pro, "large"'][random.integer(3)] ?? '',
    visits: random.integer(6),
    member: random.uniform() < 0.5,
  }));
}

const csvOf = (rows: readonly Row[]) =>
  `amount,plan,visits,member\n${rows
    .map(
      ({ amount, plan, visits, member }) =>
        `${amount ?? ''},"${plan.replaceAll('"', '""')}",${visits},${member ? 'True' : 'False'}`,
    )
    .join('\n')}\n`;
const ndjsonOf = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).join('\n');

async function writeParquet(path: string, rows: readonly Row[]): Promise<void> {
  await parquetWriteFile({
    filename: path,
    columnData: [
      { name: 'amount', data: rows.map((row) => row.amount), type: 'DOUBLE' },
      { name: 'plan', data: rows.map((row) => row.plan), type: 'STRING' },
      { name: 'visits', data: rows.map((row) => row.visits), type: 'INT32' },
      { name: 'member', data: rows.map((row) => row.member), type: 'BOOLEAN' },
    ],
  });
}

describe('one table, whatever file it is in', () => {
  const before = rowsOf(1, 0);
  const after = rowsOf(2, 8);

  beforeAll(async () => {
    await writeFile(file('a.csv'), csvOf(before));
    await writeFile(file('b.csv.gz'), gzipSync(csvOf(after)));
    await writeFile(file('a.ndjson.gz'), gzipSync(ndjsonOf(before)));
    await writeFile(file('b.ndjson'), ndjsonOf(after));
    await writeParquet(file('a.parquet'), before);
    await writeParquet(file('b.parquet'), after);
  });

  test('gives the same report', async () => {
    const values = async (a: string, b: string) => {
      const { report, exitCode } = await reportOf(file(a), file(b));
      expect(exitCode).toBe(1);
      expect(report.columns.filter((one) => one.drifted).map((one) => one.name)).toEqual([
        'amount',
      ]);
      return report.columns.map(({ name, kind, metrics }) => [
        name,
        kind,
        metrics['population_stability_index']?.value?.toFixed(9),
        metrics['missing_ratio']?.value,
      ]);
    };
    const fromCsv = await values('a.csv', 'b.csv.gz');
    expect(await values('a.ndjson.gz', 'b.ndjson')).toEqual(fromCsv);
    expect(await values('a.parquet', 'b.parquet')).toEqual(fromCsv);
  });

  test('exact distances are those of the rows, and near those of the bins', async () => {
    const binned = await reportOf(file('a.parquet'), file('b.parquet'));
    const exact = await reportOf(file('a.parquet'), file('b.parquet'), '--exact');
    const of = ({ report }: typeof binned, metric: string) =>
      report.columns.find((one) => one.name === 'amount')?.metrics[metric];
    const values = (rows: readonly Row[]) =>
      rows.flatMap(({ amount }) => (amount === null ? [] : [amount])).sort((x, y) => x - y);
    expect(of(exact, 'kolmogorov_smirnov')?.value).toBeCloseTo(
      gapOf(values(before), values(after)),
      12,
    );
    for (const metric of ['kolmogorov_smirnov', 'wasserstein']) {
      const [x, y] = [of(binned, metric), of(exact, metric)];
      expect(Math.abs((x?.value ?? 0) - (y?.value ?? 0))).toBeLessThanOrEqual(x?.errorBound ?? 0);
      expect(y?.errorBound).toBe(0);
    }
  });

  test('a kept reference gives what a counted one gave, until the file changes', async () => {
    const cache = ['--cache', file('cache')];
    await writeFile(file('kept.csv'), csvOf(before));
    const first = await reportOf(file('kept.csv'), file('b.csv.gz'), ...cache);
    const second = await reportOf(file('kept.csv'), file('b.csv.gz'), ...cache);
    expect(second.report).toEqual(first.report);
    await writeFile(file('kept.csv'), csvOf(after));
    const third = await reportOf(file('kept.csv'), file('b.csv.gz'), ...cache);
    expect(third.report.drifted).toBe(0);
    expect(third.exitCode).toBe(0);
  });

  test('the page names what drifted first, needs nothing else, and takes names for names', async () => {
    const evil = '<b onclick=alert(1)>';
    await writeFile(file('e.csv'), csvOf(before).replace('amount', evil));
    await writeFile(file('f.csv'), csvOf(after).replace('amount', evil));
    const run = await runCli(['report', file('e.csv'), file('f.csv'), '--html', file('out.html')]);
    expect(run.stdout).toContain('1 of 4 columns drifted');
    const page = await readFile(file('out.html'), 'utf8');
    expect(page).toMatch(/<h1>1 of 4 columns drifted, &lt;b /);
    expect(page).not.toContain('<b ');
    expect(page).not.toMatch(/<[^>]*(src|href)=|@import|url\(/);
  });

  test('its JSON is what the schema says', async () => {
    const { stdout } = await runCli(['report', '--schema']);
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(stdout));
    const { report } = await reportOf(
      file('a.parquet'),
      file('b.parquet'),
      ...['--segment', 'plan', '--prediction', 'member', '--label', 'member'],
    );
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report.segments.map((one) => one.drifted)).toEqual([['amount'], ['amount'], ['amount']]);
    expect(validate({ ...report, columns: [{ name: 'x' }] })).toBe(false);
  });
});

describe('columns that are judged and not counted', () => {
  test('are listed apart, so that a list has as many columns as its headline says', async () => {
    const rows = rowsOf(1, 0).map(({ visits, plan }, row) => `${visits},${plan.at(0)},id-${row}`);
    await writeFile(file('whole.csv'), `visits,plan,id\n${rows.join('\n')}\n`);
    await writeFile(file('other.csv'), `other\n${rows.map(() => 1).join('\n')}\n`);
    const options = ['--label', 'plan', '--html', file('apart.html')];
    const run = await runCli(['report', file('whole.csv'), file('other.csv'), ...options]);
    const [headline = '', ...sections] = run.stdout.split('\n\n');
    expect(headline).toMatch(/^1 of 1 columns? drifted/);
    const names = sections.slice(0, 2).map((section) => section.match(/^ {2}\S+/gm));
    expect(names).toEqual([['  visits'], ['  plan', '  id']]);
    expect(sections[1]).toMatch(/^Judged too, and not counted above:/);
    const page = await readFile(file('apart.html'), 'utf8');
    const [above = '', below = ''] = page.split('Judged too, and not counted above:');
    const articles = (part: string) => part.match(/data-name="\w+"/g);
    expect(articles(above)).toEqual(['data-name="visits"']);
    expect(articles(below)).toEqual(['data-name="plan"', 'data-name="id"']);
  });

  test('are all that a report does not count', async () => {
    await writeFile(file('calm.csv'), csvOf(rowsOf(1, 0)));
    await writeFile(file('shifted.csv'), csvOf(rowsOf(2, 8)));
    const { report } = await reportOf(
      ...[file('calm.csv'), file('shifted.csv'), '--score', 'amount'],
      ...['--prediction', 'member', '--label', 'plan', '--html', file('calm.html')],
    );
    expect(columnsByCount(report).counted.map((one) => one.name)).toEqual(['amount', 'visits']);
    expect(report.compared).toBe(2);
    const page = await readFile(file('calm.html'), 'utf8');
    expect(page).toContain('>1 column without drift, 2 not counted<');
  });
});

describe('the class that a score is about', () => {
  const rows = Array.from({ length: 400 }, (_, row) =>
    row % 3 === 0 ? `${0.6 + (row % 4) / 10},leaves` : `${0.1 + (row % 6) / 10},stays`,
  );
  const aucWith = async (...options: readonly string[]) => {
    await writeFile(file('scores.csv'), `p,y\n${rows.join('\n')}\n`);
    const path = file('scores.csv');
    const { report } = await reportOf(path, path, '--score', 'p', '--label', 'y', ...options);
    return report.performance.find((one) => one.metric === 'roc_auc')?.before ?? Number.NaN;
  };

  test('is the one whose rows score higher, or the one that was said', async () => {
    const found = await aucWith();
    expect(found).toBeGreaterThan(0.9);
    expect(await aucWith('--positive', 'leaves')).toBe(found);
    expect(await aucWith('--positive', 'stays')).toBeCloseTo(1 - found, 6);
  });
});

describe.skipIf(!referencePresent)(`car loans${REFERENCE_NOTE}`, () => {
  test('exactly what drifted in the last five months is said to have drifted', async () => {
    const reference = readReferenceText('data/nannyml/synthetic_car_loan_reference.csv.gz');
    const [header = '', ...rows] = readReferenceText(
      'data/nannyml/synthetic_car_loan_monitoring.csv.gz',
    ).split('\n');
    const at = header.split(',').indexOf('timestamp');
    const last = rows.filter((row) => (row.split(',')[at] ?? '') >= '2019-04');
    await writeFile(file('reference.csv'), reference);
    await writeFile(file('last.csv'), [header, ...last].join('\n'));
    const roles = ['--prediction', 'y_pred', '--score', 'y_pred_proba', '--label', 'repaid'];
    const { report, exitCode } = await reportOf(
      file('reference.csv'),
      file('last.csv'),
      ...[...roles, '--time', 'timestamp'],
    );
    const drifted = report.columns.filter((one) => one.drifted).map((one) => one.name);
    expect(drifted.sort()).toEqual([
      'car_value',
      'loan_length',
      'repaid_loan_on_prev_car',
      'salary_range',
      'y_pred_proba',
    ]);
    expect(exitCode).toBe(1);
    expect(report.summary[0]).toMatch(/^5 of 8 columns drifted; most: car_value/);
    const accuracy = report.performance.find((one) => one.metric === 'accuracy');
    expect(accuracy?.before).toBeCloseTo(0.94364, 5);
    expect(accuracy?.after).toBeCloseTo(0.91583, 5);
  });
});

/** The largest gap of the distribution functions of two ascending samples. */
function gapOf(x: readonly number[], y: readonly number[]): number {
  let [i, j, most] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    if ((x[i] ?? 0) <= (y[j] ?? 0)) i += 1;
    else j += 1;
    most = Math.max(most, Math.abs(i / x.length - j / y.length));
  }
  return most;
}
