import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { testDirectory } from '../../src/testing/engines.ts';
import { type ServerProcess, startServer } from '../faults/server-process.ts';
import { readContrasts, sidewaysScroll } from './read-contrasts.ts';
import { textOf } from './read-text.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

await describeInBrowser('the refused rows of a model', (browser) => {
  let root: string;
  let server: ServerProcess;
  let page: Page;

  const post = (kind: string, lines: readonly string[]) =>
    fetch(`${server.url}/v1/models/loans/${kind}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
    });

  beforeAll(async () => {
    root = await testDirectory();
    server = await startServer(join(root, 'data'));
    await fetch(`${server.url}/v1/models/loans`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  });
  afterAll(async () => {
    await page?.context().close();
    await server?.stop();
    await rm(root, { recursive: true, force: true });
  });

  async function open(): Promise<void> {
    await page.goto(`${server.url}/models/loans/quarantine`);
    await page.locator('.answer:not(:has(.skeleton))').waitFor();
  }

  test('are none before a row came', async () => {
    await open();
    expect(await textOf(page.locator('.answer'))).toBe('No row has come yet.');
  });

  test('are counted by what was wrong, with what to do, and shown as they came, page by page', async () => {
    const now = new Date().toISOString();
    for (let batch = 0; batch < 4; batch += 1) {
      const lines = Array.from({ length: 20 }, (_, row) =>
        JSON.stringify({ predictionId: `p${batch}-${row}`, features: { amount: row } }),
      );
      await post('predictions', [
        ...lines,
        JSON.stringify({ predictionId: `good ${batch}`, time: now }),
      ]);
    }
    await post('labels', ['{"predictionId":"p1"', '{"predictionId":"p1","label":"repaid"}']);
    await expect
      .poll(async () => {
        const answer = await fetch(`${server.url}/v1/models/loans/refusals?limit=500`);
        return ((await answer.json()) as { rows: unknown[] }).rows.length;
      })
      .toBe(81);
    await open();
    await expect
      .poll(() => textOf(page.locator('.answer')))
      .toBe('81 of 86 rows were refused at the door.');
    const codes = await page.locator('.checks tbody tr').allInnerTexts();
    expect(codes.map((row) => row.replace(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/^invalid_line 0 1 The line is not valid JSON/),
      expect.stringMatching(/^missing_field 80 0 The row lacks a field/),
    ]);
    await page.locator('.row-list li').first().waitFor();
    expect(await page.locator('.row-list li').count()).toBe(50);
    expect(await textOf(page.locator('.row-list pre').first())).toMatch(
      /^\{"predictionId":"p3-19","features":\{"amount":19\}\}$/,
    );
    await page.getByRole('button', { name: 'Older ones' }).click();
    await expect.poll(() => page.locator('.row-list li').count()).toBe(81);
    await expect.poll(() => page.getByRole('button', { name: 'Older ones' }).count()).toBe(0);
  });

  test.each(['light', 'dark'] as const)('have enough contrast in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    expect((await readContrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });

  test('need no sideways scrolling on a phone, and are a link away from the model', async () => {
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await sidewaysScroll(page)).toBe(0);
    await page.goto(`${server.url}/models/loans`);
    await page.getByRole('link', { name: 'Refused rows' }).click();
    await page.getByText('Refused rows of loans').waitFor();
  });
});
