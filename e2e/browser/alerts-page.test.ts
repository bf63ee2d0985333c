import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { type DashboardApp, startDashboard } from '../../src/testing/dashboard-app.ts';
import { storyAlertId } from '../../src/testing/model-story.ts';
import { FLEET, NOW_MS } from './fleet-stories.ts';
import { sidewaysScroll } from './read-contrasts.ts';
import { textOf } from './read-text.ts';

await describeInBrowser('the alerts page', (browser) => {
  let dashboard: DashboardApp;
  let page: Page;

  beforeAll(async () => {
    dashboard = await startDashboard({ now: () => NOW_MS });
    await dashboard.tell(FLEET);
  });
  afterAll(() => dashboard.stop());
  afterEach(() => page.context().close());

  async function open(path = '/alerts', width = 1280): Promise<void> {
    page = await (await browser.newContext({ viewport: { width, height: 900 } })).newPage();
    await page.goto(`${dashboard.url}${path}`);
    await page.locator('.alert-row, .notice').first().waitFor();
  }
  const links = () => page.locator('.alert-row-link').allInnerTexts();

  test('lists what is open, worst first', async () => {
    await open();
    expect(await textOf(page.locator('.answer'))).toBe(
      '2 alerts are open, 1 critical; nobody looks after 2.',
    );
    expect(await links()).toEqual([
      'Population stability index of distance',
      'Population stability index of hour',
    ]);
    expect(await textOf(page.locator('.alert-row').first())).toContain('1.43 bound 0.25');
  });

  test('filters by state, severity and model, all of it in the address', async () => {
    await open();
    await page.getByLabel('Severity').selectOption('warning');
    await page.waitForURL(/severity=warning/);
    await expect.poll(links).toEqual(['Population stability index of hour']);
    await page.getByLabel('Model').selectOption('flight-delay');
    await page.waitForURL(/model=flight-delay/);
    await page.locator('.notice').waitFor();
    // Another model may be in trouble: nothing here says that none is.
    expect(await textOf(page.locator('.answer'))).toBe('No open alert matches the filter.');
    expect(await textOf(page.locator('.notice'))).toContain('No alert matches.');
    await page.reload();
    await page.locator('.notice').waitFor();
    expect(await page.getByLabel('Severity').inputValue()).toBe('warning');
    await page.getByRole('button', { name: /Show all/ }).click();
    await expect.poll(links).toHaveLength(2);
    expect(new URL(page.url()).search).toBe('?state=all');
  });

  test('is read and acknowledged by keys', async () => {
    await open();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    expect(await focused()).toBe('Population stability index of hour');
    await page.keyboard.press('a');
    await expect
      .poll(() => textOf(page.locator('.alert-row').nth(1)))
      .toContain('acknowledged by operator');
    expect(await focused()).toBe('Population stability index of hour');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/alerts\/alt_/);
  });

  test('shows a new alert without reloading, and without a jump', async () => {
    await open();
    await expect.poll(() => textOf(page.locator('.live-mark'))).toBe('live');
    const places = () =>
      page.evaluate(() =>
        ['.question', '.answer', '.filters', '.alert-table'].map(
          (one) => document.querySelector(one)?.getBoundingClientRect().top,
        ),
      );
    const before = await places();
    await page.evaluate(() => Object.assign(window, { wasHere: true }));
    const [flights] = FLEET;
    if (flights === undefined) throw new Error('There are no flights.');
    const { rowCount } = await dashboard.engines.postgres.query(
      `INSERT INTO alerts SELECT (jsonb_populate_record(a, '{"alert_id": "alt_new", "check_id":
         "psi_wind", "severity": "critical", "state": "firing"}')).*
       FROM alerts a WHERE alert_id = $1`,
      [storyAlertId(flights, 0)],
    );
    expect(rowCount).toBe(1);
    await expect.poll(links).toHaveLength(3);
    expect(await places()).toEqual(before);
    expect(await page.evaluate(() => 'wasHere' in window)).toBe(true);
    await page.goto(`${dashboard.url}/`);
    await page.locator('.fleet-row').first().waitFor();
    await expect.poll(() => textOf(page.locator('.live-mark'))).toBe('live');
    await dashboard.engines.postgres.query(
      `UPDATE alerts SET state = 'resolved', resolved_window = last_window WHERE alert_id = 'alt_new'`,
    );
    await expect
      .poll(() =>
        textOf(page.locator('tbody tr', { hasText: 'flight-delay' }).locator('.fleet-alerts')),
      )
      .toBe('1');
  });

  test('reads again what changed while it was being read for the first time', async () => {
    const { postgres } = dashboard.engines;
    page = await (await browser.newContext()).newPage();
    let isHeld = false;
    let changed = () => {};
    const change = new Promise<void>((resolve) => {
      changed = resolve;
    });
    await page.route('**/v1/fleet?limit=50', async (route) => {
      if (isHeld) return route.continue();
      isHeld = true;
      const response = await route.fetch();
      await change;
      await route.fulfill({ response });
    });
    await page.goto(dashboard.url);
    await expect.poll(() => textOf(page.locator('.live-mark'))).toBe('live');
    const openAlerts = page
      .locator('tbody tr', { hasText: 'flight-delay' })
      .locator('.fleet-alerts');
    await postgres.query(`UPDATE alerts SET state = 'firing' WHERE alert_id = 'alt_new'`);
    // Longer than until the change was told: the answer from before it comes after it.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    // A browser without internet says that it is offline; the server is on this machine.
    await page.evaluate(() => window.dispatchEvent(new Event('offline')));
    changed();
    await expect.poll(() => textOf(openAlerts)).toBe('2');
    await postgres.query(
      `UPDATE alerts SET state = 'resolved', resolved_window = last_window WHERE alert_id = 'alt_new'`,
    );
    await expect.poll(() => textOf(openAlerts)).toBe('1');
  });

  test('asks from time to time where the server does not tell of changes', async () => {
    page = await (await browser.newContext()).newPage();
    await page.route('**/v1/events', (route) => route.abort());
    await page.goto(`${dashboard.url}/alerts`);
    await expect
      .poll(() => textOf(page.locator('.live-mark')), { timeout: 15_000 })
      .toBe('every 10 s');
    expect(await page.locator('.alert-row').count()).toBe(2);
  });

  test('needs no sideways scrolling on a phone', async () => {
    await open('/alerts', 390);
    expect(await sidewaysScroll(page)).toBe(0);
  });
});
