import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { type DashboardApp, startDashboard } from '../../src/testing/dashboard-app.ts';
import { FLEET, NOW_MS } from './fleet-stories.ts';
import { readContrasts, sidewaysScroll } from './read-contrasts.ts';
import { textOf } from './read-text.ts';

/** The machine may have other work. */
const PATIENT = { timeout: 20_000 };

await describeInBrowser('the model page', (browser) => {
  let dashboard: DashboardApp;
  let page: Page;

  beforeAll(async () => {
    dashboard = await startDashboard({ now: () => NOW_MS });
    await dashboard.tell(FLEET);
  });
  afterAll(() => dashboard.stop());
  afterEach(() => page.context().close());

  async function open(
    path = '/models/flight-delay',
    options: Parameters<typeof browser.newContext>[0] = {},
  ): Promise<void> {
    page = await (
      await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
    ).newPage();
    await page.goto(`${dashboard.url}${path}`);
    await page.locator('.answer:not(:has(.skeleton)), .notice').first().waitFor();
  }
  const strip = (title: string) =>
    page.locator('.strip', { has: page.locator(`.strip-title:text-is("${title}")`) });

  test('states the finding with numbers, then the health by dimension', async () => {
    await open();
    expect(await textOf(page.locator('.model-name'))).toBe('flight-delay');
    expect(await textOf(page.locator('.answer'))).toBe(
      'Critical: population stability index of distance where origin=ORD is 1.43, bound 0.25, over 5,500 predictions, 13 Jun. 1 more check failed.',
    );
    expect(await page.locator('.dimensions dd').allInnerTexts()).toEqual([
      'ok 7 checks',
      'critical 1 of 7 checks',
      'critical 1 of 1 check',
      'ok 1 check',
      'ok 90 % arrived',
    ]);
    expect(await page.title()).toBe('flight-delay: critical · Leeway');
  });

  test('draws volume, the worst columns, and performance with the labels behind it', async () => {
    await open();
    await page.locator('.strip-plot > svg').first().waitFor();
    expect(await page.locator('.strips h2').allInnerTexts()).toEqual([
      'Volume',
      'Drift and data',
      'Performance',
      'Service',
    ]);
    expect(await textOf(strip('distance').first().locator('figcaption'))).toBe(
      'distance population stability index · where origin=ORD · nats 13 Jun 1.43 · bound 0.25 · n 5,500',
    );
    expect(await textOf(strip('ROC AUC').locator('.strip-readout'))).toBe(
      '10 Jun 0.61 · bound 0.65 · n 3,600 · 90 % labelled',
    );
    expect(await textOf(strip('Label coverage').locator('.strip-readout'))).toBe('13 Jun 0 %');
    expect(await strip('distance').first().locator('.strip-plot').getAttribute('aria-label')).toBe(
      'distance population stability index · where origin=ORD · nats: 29 windows, 10 of them not ok. Last: critical, 1.43 · bound 0.25 · n 5,500, 13 Jun 2026.',
    );
    const drawn = await strip('distance')
      .first()
      .locator('.strip-plot path')
      .evaluateAll((paths) =>
        paths.map((path) => {
          const { stroke, fill } = getComputedStyle(path);
          const { width, height } = (path as SVGGraphicsElement).getBBox();
          const starts = path.getAttribute('d')?.match(/M/g)?.length ?? 0;
          return { name: path.getAttribute('class'), stroke, fill, width, height, starts };
        }),
      );
    const named = (name: string) => drawn.find((path) => path.name?.includes(name));
    expect(named('plot-value')).toMatchObject({ stroke: 'rgb(43, 108, 176)', fill: 'none' });
    // As far as the windows go, and as high as the plot.
    expect(named('plot-value')?.width).toBeGreaterThan(1_000);
    expect(named('plot-value')?.height).toBeGreaterThan(40);
    expect(named('plot-critical')?.stroke).toBe('rgb(179, 38, 30)');
    expect(named('mark-critical')).toMatchObject({ fill: 'rgb(179, 38, 30)', starts: 10 });
  });

  test('marks the new version, lists the alert, and puts the worst column on top', async () => {
    await open();
    expect(await page.locator('.time-marks li').allInnerTexts()).toEqual(['version 2026.2']);
    const alert = page.locator('.alert');
    expect(await alert.count()).toBe(1);
    expect(await textOf(alert)).toContain('firing');
    expect(await textOf(alert)).toContain('since 4 Jun 2026');
    await page.locator('.heat').waitFor();
    expect(await page.locator('.heat tbody th').allInnerTexts()).toEqual([
      'distance',
      'hour',
      'origin',
      'carrier',
      'month',
      'weekday',
      'wind',
    ]);
    expect(await page.locator('.heat tbody tr').first().locator('.heat-critical').count()).toBe(10);
  });

  test('has a table for every chart, one key away', async () => {
    await open();
    await page.keyboard.press('t');
    expect(await page.locator('.strip').count()).toBe(0);
    const drift = page.getByRole('region', { name: 'Drift and data as a table' });
    const first = drift.locator('tbody tr').first();
    expect(await textOf(first.locator('th'))).toBe('13 Jun 2026');
    expect(await textOf(first.locator('td').first())).toBe('1.43 · bound 0.25 · n 5,500');
    expect(await page.locator('.numbers').count()).toBe(4);
    await page.keyboard.press('t');
    await page
      .locator('.strips', { hasText: 'Volume' })
      .getByRole('button', { name: 'Table' })
      .first()
      .click();
    expect(await page.locator('.numbers').count()).toBe(1);
  });

  test('reads all charts at the time that is pointed at, and by arrow keys', async () => {
    await open();
    const plot = strip('distance').first().locator('.strip-plot');
    const box = await plot.boundingBox();
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 20);
    const clock = page.locator('.stack-clock');
    expect(await textOf(clock)).toBe('30 May 2026');
    expect(await clock.getAttribute('title')).toBe('2026-05-30 05:00 – 2026-05-31 05:00 UTC');
    expect(await textOf(strip('distance').first().locator('.strip-readout'))).toBe(
      '0.03 · bound 0.1 · n 5,500',
    );
    await page.mouse.move(5, 5);
    await page.locator('.stack').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await textOf(clock)).toBe('15 Jun 2026 00:00 – 04:00');
    expect(await textOf(strip('ROC AUC').locator('.strip-readout'))).toBe('no window');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(await textOf(clock)).toBe('13 Jun 2026');
    expect(await textOf(strip('ROC AUC').locator('.strip-readout'))).toBe('no data');
  });

  test('zooms every chart by dragging, into an address that can be passed on', async () => {
    await open();
    const plot = strip('distance').first().locator('.strip-plot');
    await page.locator('.strip-plot > svg').first().waitFor();
    const box = await plot.boundingBox();
    const y = (box?.y ?? 0) + 20;
    await page.mouse.move((box?.x ?? 0) + 700, y);
    await page.mouse.down();
    await page.mouse.move((box?.x ?? 0) + 900, y, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/from=/);
    const { searchParams } = new URL(page.url());
    const from = searchParams.get('from') ?? '';
    expect(from.slice(11)).toBe('05:00:00.000Z');
    await expect
      .poll(() => textOf(page.locator('.range-span')), PATIENT)
      .toBe('1 Jun 2026 – 6 Jun 2026 America/Chicago');
    const address = page.url();
    await page.goBack();
    await expect
      .poll(() => textOf(page.locator('.range-link[aria-current]')), PATIENT)
      .toBe('30 days');
    await page.goto(address);
    await expect.poll(() => page.locator('.heat thead th').count(), PATIENT).toBe(7);
  });

  test('changes the range by links, and says which one is shown', async () => {
    await open();
    await page.getByRole('link', { name: '7 days' }).click();
    await page.waitForURL(/range=7d/);
    expect(await page.locator('.range-link[aria-current]').allInnerTexts()).toEqual(['7 days']);
    await expect.poll(() => page.locator('.time-ticks span').count()).toBeGreaterThan(4);
  });

  test('reads the heat map by arrow keys', async () => {
    await open();
    await page.getByRole('region', { name: 'Heat map' }).focus();
    for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowLeft');
    expect(await textOf(page.locator('.heat-readout'))).toBe(
      'distance where origin=ORD, 13 Jun 2026: critical 1.43 (Population stability index)',
    );
  });

  test('says what to do next with a model that is not set up', async () => {
    await open('/models/forecast');
    expect(await textOf(page.locator('.next-step'))).toContain('leeway baseline create');
    await page.getByText('No column was checked in this range.').waitFor();
  });

  test('says so when there is no such model', async () => {
    await open('/models/nobody');
    expect(await textOf(page.locator('.notice h1'))).toBe('No model is called “nobody”.');
  });

  test.each(['light', 'dark'] as const)('has enough contrast in %s', async (colorScheme) => {
    await open('/models/flight-delay', { colorScheme });
    await page.locator('.heat').waitFor();
    const contrasts = await readContrasts(page);
    expect(contrasts.length).toBeGreaterThan(50);
    expect(contrasts.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });

  test.each([320, 390, 768])('needs no sideways scrolling at %i pixels', async (width) => {
    await open('/models/flight-delay', { viewport: { width, height: 800 } });
    await page.locator('.heat').waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    await page.keyboard.press('t');
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('has its landmarks and one first heading', async () => {
    await open();
    expect(await page.locator('h1').count()).toBe(1);
    for (const role of ['banner', 'main', 'navigation'] as const) {
      expect(await page.getByRole(role).count()).toBeGreaterThan(0);
    }
    const unnamed = await page.evaluate(
      () =>
        [...document.querySelectorAll('button, a, input')].filter(
          (one) =>
            !(
              one.textContent?.trim() ||
              one.getAttribute('aria-label') ||
              (one as HTMLInputElement).labels?.length
            ),
        ).length,
    );
    expect(unnamed).toBe(0);
  });
});
