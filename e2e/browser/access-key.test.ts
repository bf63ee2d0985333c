import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { type DashboardApp, startDashboard } from '../../src/testing/dashboard-app.ts';
import { storyAlertId } from '../../src/testing/model-story.ts';
import { FLEET, NOW_MS } from './fleet-stories.ts';
import { textOf } from './read-text.ts';

await describeInBrowser('a server with keys', (browser) => {
  let dashboard: DashboardApp;

  beforeAll(async () => {
    dashboard = await startDashboard({ now: () => NOW_MS, keys: ['lwy_reader'] });
    await dashboard.tell(FLEET);
  });
  afterAll(() => dashboard.stop());

  const heading = (page: Page) => textOf(page.locator('main h1').first());

  async function enter(page: Page, key: string): Promise<void> {
    await page.getByLabel('Key', { exact: true }).fill(key);
    await page.getByRole('button', { name: 'Open the dashboard' }).click();
  }

  test('asks for a key, refuses a wrong one, and opens with the right one', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${dashboard.url}/models/churn`);
    await page.getByLabel('Key', { exact: true }).waitFor();
    expect(await heading(page)).toBe('This server asks for a key.');
    await enter(page, 'lwy_wrong');
    await page.getByText('The server does not know this key').waitFor();
    await enter(page, ' lwy_reader ');
    await page.locator('.model-name').waitFor();
    // The page that was asked for, not the first one.
    expect(await textOf(page.locator('.model-name'))).toBe('churn');
    const keys: (string | undefined)[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/overview')) keys.push(request.headers()['authorization']);
    });
    await page.reload();
    await page.locator('.answer:not(:has(.skeleton))').waitFor();
    expect(keys, 'asked once, before the program is there').toEqual(['Bearer lwy_reader']);
    const stored = await page.evaluate(() => [localStorage.length, sessionStorage.length]);
    expect(stored[1]).toBeGreaterThan(0);
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('lwy_');
    expect(page.url()).not.toContain('lwy_');
    await context.close();
  });

  test('a key that may only read keeps its page when it tries to act', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${dashboard.url}/alerts/${storyAlertId({ name: 'credit-risk' }, 0)}`);
    await enter(page, 'lwy_reader');
    await page.getByRole('button', { name: /Acknowledge/ }).click();
    await page.getByText('It takes a key with the scope admin.').waitFor();
    expect(await heading(page)).toBe('Population stability index of hour');
    await context.close();
  });

  test('another visitor is asked again', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(dashboard.url);
    await page.getByLabel('Key', { exact: true }).waitFor();
    expect(await heading(page)).toBe('This server asks for a key.');
    await context.close();
  });
});
