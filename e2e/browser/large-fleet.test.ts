import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { type DashboardApp, startDashboard } from '../../src/testing/dashboard-app.ts';
import { NOW_MS, TODAY_MS } from './fleet-stories.ts';
import { textOf } from './read-text.ts';

const MODELS = 60;

await describeInBrowser('a fleet of more models than come first', (browser) => {
  let dashboard: DashboardApp;
  let page: Page;

  beforeAll(async () => {
    dashboard = await startDashboard({ now: () => NOW_MS });
    await dashboard.tell(
      Array.from({ length: MODELS }, (_, number) => ({
        name: `model-${number}`,
        windows: 2,
        endMs: TODAY_MS,
        // The last by name is the worst.
        drift: () => (number === MODELS - 1 ? 1.43 : 0.03),
      })),
    );
  });
  afterAll(async () => {
    await page.close();
    await dashboard.stop();
  });

  test('shows the worst at once, says that it reads the others, and then has all', async () => {
    page = await (await browser.newContext()).newPage();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/v1/fleet', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(dashboard.url);
    const rows = page.locator('.fleet tbody tr');
    await expect.poll(() => rows.count()).toBe(50);
    expect(await textOf(page.locator('.answer'))).toContain(`1 of ${MODELS} models`);
    expect(await textOf(rows.first())).toContain(`model-${MODELS - 1}`);
    const status = page.locator('.filter [role=status]');
    expect(await textOf(status)).toContain('Reading the other models');
    // Not yet known is not absent.
    await page.locator('#filter').fill('model-49');
    expect(await page.getByText('No model matches').count()).toBe(0);
    release();
    await expect.poll(() => textOf(status)).toBe(`1 of ${MODELS}`);
    await page.locator('#filter').fill('');
    await expect.poll(() => rows.count()).toBe(MODELS);
  });

  test('says when the others cannot be read, and keeps those it has', async () => {
    await page.route('**/v1/fleet', (route) => route.abort());
    await page.reload();
    const rows = page.locator('.fleet tbody tr');
    await expect.poll(() => rows.count()).toBe(50);
    await expect.poll(() => textOf(page.locator('.stale-banner'))).toContain('Trying again');
    await page.unroute('**/v1/fleet');
    await expect.poll(() => rows.count(), { timeout: 90_000 }).toBe(MODELS);
  });
});
