import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { type DashboardApp, startDashboard } from '../../src/testing/dashboard-app.ts';
import { storyAlertId } from '../../src/testing/model-story.ts';
import { NOW_MS } from './fleet-stories.ts';
import { readContrasts, sidewaysScroll } from './read-contrasts.ts';
import { textOf } from './read-text.ts';
import { SEGMENTED } from './segment-stories.ts';

await describeInBrowser('a model that is watched segment by segment', (browser) => {
  let dashboard: DashboardApp;
  let page: Page;

  beforeAll(async () => {
    dashboard = await startDashboard({ now: () => NOW_MS });
    await dashboard.tell([SEGMENTED]);
  });
  afterAll(() => dashboard.stop());
  afterEach(() => page.context().close());

  async function open(options: Parameters<typeof browser.newContext>[0] = {}): Promise<void> {
    page = await (
      await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
    ).newPage();
    await page.goto(`${dashboard.url}/models/flights-by-airport`);
    await page.locator('.segment-chart .strip-plot > svg').waitFor();
  }
  const segments = () => page.locator('.segment');

  test('has the charts of the whole model first, and no more of them', async () => {
    await open();
    const drift = page.locator('.strips', { hasText: 'Drift and data' });
    expect(await drift.locator('.strip').count()).toBe(6);
    expect(await drift.getByText('where origin').count()).toBe(0);
    expect(await page.locator('.strip').count()).toBeLessThan(12);
  });

  test('ranks the segments, worst first, and draws the chosen one', async () => {
    await open();
    expect(await textOf(page.locator('#segments-title'))).toBe(
      'Segments 2 of 50 out of bounds, worst first',
    );
    expect(await segments().count()).toBe(10);
    expect(await textOf(segments().first())).toBe(
      'criticalorigin=AOXdistance population stability index2.4 bound 0.25 n 16714 Jun, bad in 4 of 30',
    );
    expect(await textOf(segments().nth(1))).toContain('warningorigin=ATXhour');
    const chart = page.locator('.segment-chart');
    expect(await textOf(chart.locator('figcaption'))).toContain('where origin=AOX');
    await segments().nth(1).focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => textOf(chart.locator('figcaption')))
      .toMatch(/^hour .*where origin=ATX.*0\.14/);
    expect(await segments().nth(1).getAttribute('aria-pressed')).toBe('true');
    expect(await chart.locator('.strip').count()).toBe(1);
    await page.getByRole('button', { name: 'Show 40 more, none of them worse' }).click();
    expect(await segments().count()).toBe(50);
  });

  test('tells the beginning of a long rule, and all of it when asked', async () => {
    await open();
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.waitForURL('**/models/flights-by-airport/monitors');
    const rule = page.locator('.monitor .monitor-sentence');
    await rule.waitFor();
    expect((await textOf(rule)).length).toBeLessThan(300);
    await page.getByRole('button', { name: 'Read all of it' }).click();
    expect(await textOf(rule)).toContain('seats');
    expect(await page.locator('.checks tbody tr').count()).toBe(8);
    expect(await page.locator('.checks thead th').allInnerTexts()).toEqual([
      'Check',
      'Bound',
      'Follows from',
    ]);
  });

  test('lists the first of two hundred alerts, and opens one by keys', async () => {
    await open();
    expect(await page.locator('.alert').count()).toBe(8);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/alerts/${storyAlertId(SEGMENTED, 0)}`);
    await page.goBack();
    await page.getByRole('button', { name: 'Show 192 more' }).click();
    expect(await page.locator('.alert').count()).toBe(200);
  });

  test.each(['light', 'dark'] as const)('has enough contrast in %s', async (colorScheme) => {
    await open({ colorScheme });
    expect((await readContrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });

  test.each([320, 390, 768])('needs no sideways scrolling at %i pixels', async (width) => {
    await open({ viewport: { width, height: 800 } });
    expect(await sidewaysScroll(page)).toBe(0);
  });
});
