import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { type DashboardApp, startDashboard } from '../../src/testing/dashboard-app.ts';
import { LIVE_MS, liveThrough } from './live-story.ts';
import { sidewaysScroll } from './read-contrasts.ts';
import { textOf } from './read-text.ts';

const HOUR_MS = 3_600_000;
const ANSWER = '.answer:not(:has(.skeleton))';

await describeInBrowser('from a model to a column and to its segments', (browser) => {
  let dashboard: DashboardApp;
  let page: Page;

  beforeAll(async () => {
    dashboard = await startDashboard({ now: () => LIVE_MS + 12 * HOUR_MS });
    await liveThrough(dashboard);
  }, 180_000);
  afterAll(() => dashboard.stop());
  afterEach(() => page.context().close());

  async function open(path: string, width = 1280): Promise<void> {
    page = await (await browser.newContext({ viewport: { width, height: 900 } })).newPage();
    await page.goto(`${dashboard.url}${path}`);
    await page.locator(ANSWER).first().waitFor();
  }

  test('says how many rows lie elsewhere, and where they went', async () => {
    await open('/models/loans/features/amount');
    expect(await textOf(page.locator('.answer'))).toMatch(
      /^Of amount, 1\d\.\d % of the rows lie elsewhere than in the baseline: 4\d\d and above went from 0\.\d % to 1\d\.\d %\.$/,
    );
    // Twenty bins, what lies above them, and the missing ones.
    expect(await page.locator('.histogram-bin').count()).toBeGreaterThanOrEqual(22);
    expect(await page.locator('.histogram-bin.is-missing').count()).toBe(1);
    await page.locator('.histogram-bin').nth(3).hover();
    expect(await textOf(page.locator('.histogram-readout'))).toMatch(
      /^[\d.]+ to [\d.]+ baseline \d+\.\d %, window \d+\.\d %, [+−]\d+\.\d points$/,
    );
  });

  test('shows the checks with their bounds, and why the bounds are there', async () => {
    await open('/models/loans/features/amount');
    expect(await textOf(page.locator('.feature .series-chart figcaption').first())).toContain(
      'bound',
    );
    expect(await page.locator('.multiples .strip').count()).toBe(4);
    expect(await page.locator('.multiples .strip-title').allTextContents()).toContain('country=FR');
    expect(await textOf(page.locator('.bounds dd').first())).toMatch(
      /^Calibrated, above\. In the last window: .*The bound follows from/,
    );
  });

  test('has a table for every chart, one key away', async () => {
    await open('/models/loans/features/amount');
    await page.keyboard.press('t');
    expect(await page.locator('.histogram, .strip').count()).toBe(0);
    const rows = await page.locator('.share-table tbody tr').allInnerTexts();
    expect(rows[0]).toMatch(/^mean\t\d+\t\d+/);
    expect(rows.some((row) => row.startsWith('missing\t0.0 %\t0.0 %'))).toBe(true);
    expect(await page.locator('.numbers').count()).toBe(3);
  });

  test('chooses any window, another period and a segment, all in the address', async () => {
    await open('/models/loans/features/amount');
    await page.keyboard.press('[');
    await page.waitForURL(/window=/);
    await expect
      .poll(() => textOf(page.locator('.window-line').first()))
      .toContain('4 May 2026 10:00 – 11:00');
    await page.getByLabel('Against').selectOption({ label: 'the window before' });
    await page.waitForURL(/against=/);
    await expect.poll(() => textOf(page.locator('.answer'))).toContain('the other period');
    await page.locator('#segment').selectOption('country=FR');
    await page.waitForURL(/segment=/);
    await expect
      .poll(() => textOf(page.locator('.window-line').first()))
      .toContain('100 predictions');
    const address = page.url();
    await page.goto(address);
    await page.locator(ANSWER).first().waitFor();
    expect(await page.locator('#segment').inputValue()).toBe('country=FR');
    await page.getByText('Choose other periods').click();
    await page.locator('#window-from').fill('2026-05-04T00:00');
    await page.locator('#window-to').fill('2026-05-04T06:00');
    await page.getByRole('button', { name: 'Show' }).first().click();
    await expect
      .poll(() => textOf(page.locator('.window-line').first()))
      .toContain('4 May 2026 00:00 – 06:00 UTC, 600 predictions');
  });

  test('keeps a moment that is being written when another window is chosen', async () => {
    await open('/models/loans/features/amount');
    await page.getByText('Choose other periods').click();
    await page.locator('#window-from').fill('2026-05-04T00:00');
    await page.locator('#window-from').blur();
    await page.keyboard.press('[');
    await page.waitForURL(/window=/);
    expect(await page.locator('#window-from').inputValue()).toBe('2026-05-04T00:00');
  });

  test('chooses a window by a tap', async () => {
    page = await (
      await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true })
    ).newPage();
    await page.goto(`${dashboard.url}/models/loans/features/amount?range=24h`);
    await page.locator(ANSWER).first().waitFor();
    const plot = page.locator('.series-chart .strip-plot').first();
    await plot.scrollIntoViewIfNeeded();
    const { width = 0 } = (await plot.boundingBox()) ?? {};
    // On one of the last windows.
    await plot.tap({ position: { x: width - 18, y: 20 } });
    await page.waitForURL(/window=/);
  });

  test('names a value that was never seen, and says that other shares differ by chance', async () => {
    await open('/models/loans/features/country');
    expect(await textOf(page.locator('.answer'))).toContain('no more than chance');
    expect(await page.locator('.share-row').count()).toBe(6);
    expect(await textOf(page.locator('.share-row.is-unseen .share-name'))).toBe(
      'never seen in the baseline',
    );
  });

  test('is reached from the heat map', async () => {
    await open('/models/loans');
    const link = page.locator('.heat tbody th a').first();
    expect(await link.getAttribute('href')).toBe('/models/loans/features/amount');
  });

  test('is opened at the window of a cell of the heat map that is clicked', async () => {
    await open('/models/loans');
    const cell = page.locator('.heat tbody tr').first().locator('td:not(.heat-none)').last();
    await cell.click();
    await page.waitForURL(/\/models\/loans\/features\/amount\?.*window=/);
  });

  test('lists the segments worst first, with size and part of the change', async () => {
    await open('/models/loans/segments');
    expect(await textOf(page.locator('.answer'))).toMatch(
      /^None of 5 segments is out of bounds; country=FR brings (?:all|[789]\d %) of what changed about amount\.$/,
    );
    expect(await page.locator('.segment-link').allInnerTexts()).toHaveLength(5);
    const france = page.locator('.segment-table tbody tr', { hasText: 'country=FR' });
    expect(await textOf(france)).toContain('100 25.0 %, was 25.0 %');
    await page.getByLabel('Sort by').selectOption('name');
    await page.waitForURL(/sort=name/);
    expect((await page.locator('.segment-link').allInnerTexts()).slice(1, 3)).toEqual([
      'country=DE',
      'country=ES',
    ]);
  });

  test('lays two segments side by side on one scale', async () => {
    await open('/models/loans/segments');
    await page.getByLabel('Compare country=FR').check();
    await page.getByLabel('Compare country=IT').check();
    await page.waitForURL(/a=country.*b=country/);
    await page.locator('.segment-comparison .histogram').nth(1).waitFor();
    const scales = await page.locator('.histogram-scale span:first-child').allInnerTexts();
    expect(new Set(scales).size).toBe(1);
  });

  test('says why one of two segments cannot be shown', async () => {
    await open('/models/loans/segments?a=country%3DFR&b=country%3DIT');
    await page.route(/\/overview\?.*segment=country%3DIT/, (route) => route.abort());
    await page.reload();
    const comparison = page.locator('.segment-comparison');
    await comparison.locator('.histogram').first().waitFor();
    await expect
      .poll(() => textOf(comparison.getByRole('alert')), { timeout: 30_000 })
      .toContain('The server does not answer.');
  });

  test('goes from any page of a model to its other pages by keys', async () => {
    await open('/models/loans/segments');
    for (const [key, place] of [
      ['m', 'monitors'],
      ['b', 'baselines'],
      ['s', 'segments'],
    ] as const) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.waitForURL(`${dashboard.url}/models/loans/${place}`);
    }
  });

  test('says so when there is no such column or model', async () => {
    await open('/models/loans');
    await page.goto(`${dashboard.url}/models/loans/features/nothing`);
    await expect
      .poll(() => textOf(page.locator('.notice h1')))
      .toBe('loans has no feature called “nothing”.');
  });

  test.each([
    '/models/loans/features/amount',
    '/models/loans/features/country',
    '/models/loans/segments?feature=amount&a=country%3DFR&b=country%3DDE',
  ])('needs no sideways scrolling on a phone: %s', async (path) => {
    await open(path, 390);
    await page.locator('.histogram, .share-rows').first().waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
  });
});
