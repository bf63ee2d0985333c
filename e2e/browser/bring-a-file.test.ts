import { execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { testDirectory } from '../../src/testing/engines.ts';
import { projectRoot } from '../architecture/project-root.ts';
import { type ServerProcess, startServer } from '../faults/server-process.ts';
import { readContrasts, sidewaysScroll } from './read-contrasts.ts';
import { textOf } from './read-text.ts';

const IMPORTED_MS = 300_000;
vi.setConfig({ testTimeout: IMPORTED_MS, hookTimeout: 120_000 });

await describeInBrowser('a file that is brought', (browser) => {
  let root: string;
  let server: ServerProcess;
  let page: Page;

  beforeAll(async () => {
    root = await testDirectory();
    const table = execFileSync('node', [join(projectRoot, 'examples/deliveries/generate.mjs')], {
      encoding: 'utf8',
      maxBuffer: 16_777_216,
    });
    // A cell too few and a time that is none: they cost nobody else anything.
    const lines = table.trimEnd().split('\n');
    const broken = [
      ...lines.slice(0, 20_001),
      'o-bad,2026-04-09T01:00:00Z',
      ...lines.slice(20_001),
    ];
    broken.push('o-late,yesterday,Bonn,bike,3.1,1,0.0,0.4,on time,on time');
    await writeFile(join(root, 'deliveries.csv.gz'), gzipSync(`${broken.join('\n')}\n`));
    server = await startServer(join(root, 'data'));
  });
  afterAll(async () => {
    await server?.stop();
    await rm(root, { recursive: true, force: true });
  });
  afterEach(() => page.context().close());

  async function open(
    path: string,
    options: Parameters<typeof browser.newContext>[0] = {},
  ): Promise<void> {
    page = await (
      await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
    ).newPage();
    await page.goto(`${server.url}${path}`);
    await page.locator('.answer:not(:has(.skeleton))').waitFor();
  }
  async function bring(name: string): Promise<void> {
    await page.locator('input[type=file]').first().setInputFiles(join(root, name));
    await page.locator('.column-roles').waitFor();
  }
  const roleOf = (column: string) => page.getByLabel(`Role of ${column}`).inputValue();

  test('is offered by a fleet that has no model, and refused where it is no table', async () => {
    await open('/');
    await page.getByRole('link', { name: 'Bring a file' }).last().click();
    await page.locator('.drop').waitFor();
    await writeFile(join(root, 'empty.csv'), '');
    await page.locator('input[type=file]').setInputFiles(join(root, 'empty.csv'));
    await page.getByText('the file is empty').waitFor();
    await writeFile(join(root, 'notes.txt'), 'a');
    await page.locator('input[type=file]').setInputFiles(join(root, 'notes.txt'));
    await page.getByText('does not say what it is').waitFor();
  });

  test('is taken for what it is, with reasons, and roles move when they are corrected', async () => {
    await open('/new');
    await bring('deliveries.csv.gz');
    expect(await textOf(page.locator('.answer'))).toBe(
      'deliveries.csv.gz has 24,001 rows of 10 columns. 1 row cannot be read.',
    );
    expect(await roleOf('ordered_at')).toBe('time');
    expect(await roleOf('order_id')).toBe('predictionId');
    expect(await roleOf('late_score')).toBe('score');
    expect(await roleOf('prediction')).toBe('decision');
    expect(await roleOf('outcome')).toBe('label');
    expect(await roleOf('city')).toBe('segment');
    expect(await roleOf('rain_mm')).toBe('feature');
    await page.getByLabel('Role of rain_mm').selectOption('score');
    expect(await roleOf('late_score')).toBe('feature');
    // The address alone brings it back, as it was guessed.
    await page.reload();
    await page.locator('.column-roles').waitFor();
    expect(await roleOf('late_score')).toBe('score');
    expect(await page.getByLabel('Positive class').inputValue()).toBe('late');
  });

  test.each(['light', 'dark'] as const)('has enough contrast in %s', async (colorScheme) => {
    await open('/new', { colorScheme });
    await bring('deliveries.csv.gz');
    expect((await readContrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });

  test.each([320, 390])('needs no sideways scrolling at %i pixels', async (width) => {
    await open('/new', { viewport: { width, height: 800 } });
    expect(await sidewaysScroll(page)).toBe(0);
    await bring('deliveries.csv.gz');
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('becomes a watched model with its first alarms; refused rows are listed', async () => {
    await open('/new');
    await bring('deliveries.csv.gz');
    await page.getByLabel('Name', { exact: true }).fill('deliveries');
    // Watched as a whole: a quarter of the windows to judge.
    await page.getByLabel('Role of city').selectOption('feature');
    await page.getByRole('button', { name: 'Make the model' }).click();
    await page.locator('.steps').waitFor();
    await page.getByRole('link', { name: /Open the model: \d+ open alerts/ }).waitFor({
      timeout: IMPORTED_MS,
    });
    expect(await textOf(page.locator('.answer'))).toMatch(
      /^deliveries is watched\. \d+ alerts are open/,
    );
    expect(await page.getByText('invalid_field').count()).toBeGreaterThan(0);
    expect(await page.getByText('unreadable_row').count()).toBeGreaterThan(0);
    expect(await page.getByText('the row has 2 cells, the header 10').count()).toBe(1);
    await page.getByRole('link', { name: /Open the model/ }).click();
    await page.locator('.model-name').waitFor();
    await page
      .getByText(/Critical: .*distance_km/)
      .first()
      .waitFor();
  });

  test('is refused under the name of a model that is there', async () => {
    await open('/new');
    await bring('deliveries.csv.gz');
    await page.getByLabel('Name', { exact: true }).fill('deliveries');
    await page.getByRole('button', { name: 'Make the model' }).click();
    await page.locator('.problem-line', { hasText: 'name' }).last().waitFor();
  });
});
