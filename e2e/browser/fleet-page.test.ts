import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { type DashboardApp, startDashboard } from '../../src/testing/dashboard-app.ts';
import { FLEET, HOSTILE_NAME, NOW_MS, TODAY_MS } from './fleet-stories.ts';
import { readContrasts, sidewaysScroll } from './read-contrasts.ts';
import { textOf } from './read-text.ts';

await describeInBrowser('the fleet page', (browser) => {
  let dashboard: DashboardApp;
  let empty: DashboardApp;
  let page: Page;

  beforeAll(async () => {
    [dashboard, empty] = await Promise.all([
      startDashboard({ now: () => NOW_MS }),
      startDashboard({ now: () => NOW_MS }),
    ]);
    await dashboard.tell(FLEET);
  });
  afterAll(() => Promise.all([dashboard.stop(), empty.stop()]));
  afterEach(() => page.context().close());

  async function open(
    options: Parameters<typeof browser.newContext>[0] = {},
    url = dashboard.url,
  ): Promise<void> {
    page = await (
      await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
    ).newPage();
    await page.goto(url);
    await page.locator('.answer:not(:has(.skeleton))').waitFor();
  }
  const names = () => page.locator('.model-link').allInnerTexts();
  const focused = () => page.evaluate(() => document.activeElement?.textContent);

  test('answers its question in a sentence and puts the worst first', async () => {
    await open();
    expect(await textOf(page.locator('h1'))).toBe('Which models need me?');
    expect(await textOf(page.locator('.answer'))).toBe(
      '2 of 6 models need attention; 2 are not fully known.',
    );
    expect(await names()).toEqual([
      'flight-delay',
      'credit-risk',
      'fraud',
      HOSTILE_NAME,
      'churn',
      'forecast',
    ]);
    expect(await page.title()).toBe(
      '2 of 6 models need attention; 2 are not fully known. · Leeway',
    );
  });

  test('says what is the matter, with numbers, and what it does not know', async () => {
    await open();
    const row = (name: string) => page.locator('tbody tr', { hasText: name });
    expect(await textOf(row('flight-delay').locator('.fleet-headline'))).toBe(
      'Critical: population stability index of distance where origin=ORD is 1.43, bound 0.25, over 5,500 predictions, 13 Jun. 1 more check failed.',
    );
    expect(await row('flight-delay').locator('td').allInnerTexts()).toEqual([
      'ok',
      'critical',
      'critical',
      'ok',
      '90 %',
      '',
      '29 h ago',
      '1',
    ]);
    expect(await row('fraud').locator('td').allInnerTexts()).toEqual([
      'no data',
      'no data',
      '',
      'no data',
      '',
      '',
      '4 d ago, overdue',
      '0',
    ]);
  });

  test('shows a name with markup as text', async () => {
    await open();
    expect(await names()).toContain(HOSTILE_NAME);
    expect(await page.locator('main img').count()).toBe(0);
    await page.locator('.model-link', { hasText: '<img' }).click();
    await page.locator('.model-name').waitFor();
    expect(await textOf(page.locator('.model-name'))).toBe(HOSTILE_NAME);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).not.toBe('owned');
  });

  test('is worked by keys alone', async () => {
    await open();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await focused()).toBe('credit-risk');
    await page.keyboard.press('k');
    expect(await focused()).toBe('flight-delay');
    await page.keyboard.press('/');
    await page.keyboard.type('chu');
    await expect.poll(names).toEqual(['churn']);
    expect(new URL(page.url()).search).toBe('?q=chu');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('churn');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/models/churn');
    await page.locator('.model-name').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await page.waitForURL(dashboard.url);
    await page.keyboard.press('?');
    expect(await textOf(page.locator('dialog[open] h2'))).toBe('Keys');
  });

  test('filters by verdict too, and says when nothing is left', async () => {
    await open({}, `${dashboard.url}/?q=critical`);
    expect(await names()).toEqual(['flight-delay']);
    await page.fill('#filter', 'nothing like it');
    await page.getByText('No model matches').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(names).toHaveLength(6);
  });

  test.each(['light', 'dark'] as const)('has enough contrast in %s', async (colorScheme) => {
    await open({ colorScheme });
    const background = await page.evaluate(
      () => getComputedStyle(document.documentElement).backgroundColor,
    );
    expect(background).toBe(colorScheme === 'dark' ? 'rgb(18, 22, 26)' : 'rgb(248, 249, 250)');
    const contrasts = await readContrasts(page);
    expect(contrasts.length).toBeGreaterThan(50);
    expect(contrasts.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });

  test('keeps a theme that was chosen', async () => {
    await open({ colorScheme: 'light' });
    await page.getByRole('button', { name: 'Theme: auto' }).click();
    await page.getByRole('button', { name: 'Theme: light' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
    const scheme = await page.evaluate(
      () => getComputedStyle(document.documentElement).colorScheme,
    );
    expect(scheme).toBe('dark');
  });

  test.each([320, 390, 768])('needs no sideways scrolling at %i pixels', async (width) => {
    await open({ viewport: { width, height: 800 } });
    expect(await sidewaysScroll(page)).toBe(0);
    expect(await names()).toHaveLength(6);
  });

  test('says what to do first where there is no model', async () => {
    await open({}, empty.url);
    expect(await textOf(page.locator('.answer'))).toBe('No model is registered yet.');
    expect(await textOf(page.locator('main pre'))).toContain('leeway import');
  });

  /** Lets the page's clock run until something is there. */
  async function runUntil(seen: () => Promise<boolean>): Promise<void> {
    await expect
      .poll(
        async () => {
          await page.clock.runFor(2_000);
          return seen();
        },
        { timeout: 20_000 },
      )
      .toBe(true);
  }

  async function openWithClock(url: string): Promise<void> {
    const context = await browser.newContext();
    await context.clock.install();
    page = await context.newPage();
    await page.goto(url);
    await page.locator('.answer:not(:has(.skeleton))').waitFor();
  }

  test('follows what happens without a reload, and nothing jumps', async () => {
    await openWithClock(empty.url);
    expect(await textOf(page.locator('.answer'))).toBe('No model is registered yet.');
    await empty.tell([{ name: 'newcomer', windows: 2, endMs: TODAY_MS }]);
    await runUntil(() => page.locator('.model-link', { hasText: 'newcomer' }).isVisible());
    const place = await page.locator('.answer').boundingBox();
    await empty.tell([{ name: 'second', windows: 2, endMs: TODAY_MS }]);
    await runUntil(() => page.locator('.model-link', { hasText: 'second' }).isVisible());
    const after = await page.locator('.answer').boundingBox();
    expect([after?.x, after?.y, after?.height]).toEqual([place?.x, place?.y, place?.height]);
  });

  test('says when the server is gone, keeps what it knew, and recovers', async () => {
    await openWithClock(dashboard.url);
    await page.route('**/v1/**', (route) => route.abort());
    const banner = page.locator('.stale-banner');
    await runUntil(async () => (await textOf(banner)).includes('The server does not answer.'));
    expect(await names()).toHaveLength(6);
    await page.unroute('**/v1/**');
    await runUntil(async () => (await textOf(banner)) === '');
  });

  test('explains a server that fails at once, and tries again when asked', async () => {
    page = await (await browser.newContext()).newPage();
    await page.route('**/v1/**', (route) =>
      route.fulfill({
        status: 400,
        json: { error: { code: 'invalid_request', message: 'It went wrong.', hint: 'Do this.' } },
      }),
    );
    await page.goto(dashboard.url);
    await page.getByRole('alert').waitFor();
    expect(await textOf(page.getByRole('alert'))).toContain('It went wrong.');
    await page.unroute('**/v1/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.model-link').first().waitFor();
  });

  test('asks no other machine for anything', async () => {
    const context = await browser.newContext();
    page = await context.newPage();
    const hosts = new Set<string>();
    const complaints: string[] = [];
    page.on('request', (request) => hosts.add(new URL(request.url()).origin));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(dashboard.url);
    await page.locator('.model-link').first().click();
    await page.locator('.strip-plot > svg').first().waitFor();
    expect([...hosts]).toEqual([dashboard.url]);
    expect(complaints).toEqual([]);
  });
});
