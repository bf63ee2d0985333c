import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { type DashboardApp, startDashboard } from '../../src/testing/dashboard-app.ts';
import { storyAlertId } from '../../src/testing/model-story.ts';
import { FLEET, NOW_MS } from './fleet-stories.ts';
import { readContrasts, sidewaysScroll } from './read-contrasts.ts';
import { textOf } from './read-text.ts';
import { SEGMENTED } from './segment-stories.ts';

const DRIFT = `/alerts/${storyAlertId(SEGMENTED, 0)}`;
const OTHER = `/alerts/${storyAlertId(SEGMENTED, 1)}`;
const SILENT = `/alerts/${storyAlertId({ name: 'credit-risk' }, 0)}`;

await describeInBrowser('the alert page', (browser) => {
  let dashboard: DashboardApp;
  let page: Page;

  beforeAll(async () => {
    dashboard = await startDashboard({ now: () => NOW_MS });
    await dashboard.tell([...FLEET, SEGMENTED]);
  });
  afterAll(() => dashboard.stop());
  afterEach(() => page.context().close());

  async function open(
    path: string,
    options: Parameters<typeof browser.newContext>[0] = {},
  ): Promise<void> {
    page = await (
      await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
    ).newPage();
    await page.goto(`${dashboard.url}${path}`);
    await page.locator('.alert-page, .notice').first().waitFor();
  }
  const panel = (title: string) => page.locator('.panel', { has: page.getByText(title) });
  const facts = async () => {
    const names = await page.locator('header .dimensions dt').allInnerTexts();
    const values = await page.locator('header .dimensions dd').allInnerTexts();
    return Object.fromEntries(names.map((name, at) => [name, values[at]]));
  };

  test('says first what it is, how bad, since when and where', async () => {
    await open(DRIFT);
    expect(await textOf(page.locator('h1'))).toBe('Population stability index of distance');
    expect(await textOf(page.locator('.answer'))).toMatch(
      /^Population stability index of distance for origin=AOX was 2.4 on 11 Jun 2026, above the/,
    );
    expect(await facts()).toEqual({
      Model: 'flights-by-airport',
      Severity: 'critical, urgent',
      State: 'firing',
      Since: '11 Jun UTC',
      'Last value': '2.4, bound 0.25',
      Where: 'origin=AOX',
    });
    expect(await page.title()).toBe(
      'Population stability index of distance · flights-by-airport · Leeway',
    );
  });

  test('names the likely cause, where to look, and how sure it is', async () => {
    await open(DRIFT);
    const cause = await textOf(panel('Likely cause'));
    expect(cause).toContain('Unit or scale changed where origin=AOX, by a factor of 1.609');
    expect(cause).toContain('Look for a release that changed the unit of this column upstream.');
    expect(await textOf(panel('How sure is it?').locator('.certainty-text'))).toBe(
      'The bound follows from what earlier windows differed by without harm. It is passed by chance once in 3,000 windows. How windows differ without harm was learnt from 28 of them.',
    );
    expect(await panel('How sure is it?').locator('dd').allInnerTexts()).toEqual([
      '2.4',
      '0.1',
      '0.25',
      '167',
      '8,333',
      '0.11',
    ]);
  });

  test('shows the column before and after, and the segments by their part', async () => {
    await open(DRIFT);
    const change = page.locator('.before-after tbody tr');
    expect(await textOf(change.first())).toBe('mean7501,207');
    expect(await textOf(change.last())).toBe('missing0.1 %0.4 %');
    const parts = page.locator('.parts tbody tr');
    expect(await parts.count()).toBe(8);
    expect(await textOf(parts.first())).toBe('carrier=AKX62 %900');
    const ends = (name: string) =>
      page.locator(`.spread-bar.${name}`).evaluate((bar) => bar.getBoundingClientRect().right);
    expect(await ends('is-after')).toBeGreaterThan(await ends('is-before'));
  });

  test('draws its own series alone, and reads it by arrow keys', async () => {
    await open(DRIFT);
    await page.locator('.strip-plot > svg').waitFor();
    expect(await page.locator('.strip').count()).toBe(1);
    expect(await textOf(page.locator('.strip-readout'))).toBe('14 Jun 2.4 · bound 0.25 · n 167');
    await page.locator('.stack').focus();
    for (let press = 0; press < 5; press++) await page.keyboard.press('ArrowLeft');
    await expect.poll(() => textOf(page.locator('.strip-readout'))).toMatch(/^0\.0\d.* bound 0.1 /);
    await page.getByRole('button', { name: 'Table' }).click();
    expect(await textOf(page.locator('.table-scroll tbody tr').first())).toContain('2.4');
  });

  test('is acknowledged by a key, and then says by whom', async () => {
    await open(SILENT);
    expect(await textOf(panel('Likely cause'))).toContain('No rule gave a likely cause.');
    await page.getByRole('button', { name: /Acknowledge/ }).waitFor();
    await page.keyboard.press('a');
    await expect.poll(async () => (await facts())['State']).toBe('acknowledged, by operator');
    await expect.poll(() => page.getByRole('button', { name: /Acknowledge/ }).count()).toBe(0);
    expect(await textOf(page.locator('.timeline li').first())).toContain(
      'acknowledgedBy operator.',
    );
  });

  test('takes what somebody has to say about it, and gives it back with a word', async () => {
    await open(SILENT);
    await page.getByRole('button', { name: 'Add a comment' }).click();
    const form = page.getByRole('form', { name: 'Comment' });
    expect(await form.getByRole('button', { name: 'Add it' }).isDisabled()).toBe(true);
    await form.getByLabel(/^Comment/).fill('the loader was late, see ticket 42');
    await form.getByRole('button', { name: 'Add it' }).click();
    await page.locator('.timeline', { hasText: 'see ticket 42' }).waitFor();
    await page.getByRole('button', { name: 'Add a comment' }).click();
    await form.getByLabel(/^Comment/).fill('not mine');
    await form.getByRole('button', { name: 'Give it back' }).click();
    await expect.poll(async () => (await facts())['State']).toBe('firing');
    await page.getByRole('button', { name: 'With a comment' }).click();
    await form.getByLabel(/^Comment/).fill('mine after all');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await facts())['State']).toBe('acknowledged, by operator');
    expect(await textOf(page.locator('.timeline li').first())).toContain('mine after all');
  });

  test('leads to the other alert that makes it urgent, to its model and its rule', async () => {
    await open(DRIFT);
    await page
      .locator('.urgent')
      .getByRole('link', { name: /^Population stability index of \w+ \(.+\)$/ })
      .click();
    await page.waitForURL(`${dashboard.url}${OTHER}`);
    await page.goBack();
    await page.getByRole('link', { name: /^Its rule/ }).click();
    await page.waitForURL(/\/models\/flights-by-airport\/monitors#mon_/);
    await page.locator('.monitor').waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'The model around that time' }).click();
    await page.waitForURL(/\/models\/flights-by-airport\?from=2026-06-04/);
  });

  test('says so when there is no such alert', async () => {
    await open('/alerts/alt_nobody');
    expect(await textOf(page.locator('.notice h1'))).toBe('There is no such alert.');
  });

  test.each(['light', 'dark'] as const)('has enough contrast in %s', async (colorScheme) => {
    await open(DRIFT, { colorScheme });
    const contrasts = await readContrasts(page);
    expect(contrasts.length).toBeGreaterThan(50);
    expect(contrasts.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });

  test.each([320, 390, 768])('needs no sideways scrolling at %i pixels', async (width) => {
    await open(DRIFT, { viewport: { width, height: 800 } });
    await page.locator('.strip-plot > svg').waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('does not take what was begun for one alert to another', async () => {
    await open(DRIFT);
    await page.locator('.urgent a').first().click();
    await page.waitForURL((url) => url.pathname !== DRIFT);
    await page.locator('.alert-page').waitFor();
    await page.keyboard.press('s');
    await page.locator('.silence-place').waitFor();
    await page.goBack();
    await page.waitForURL((url) => url.pathname === DRIFT);
    await expect.poll(() => page.locator('.silence-place').count()).toBe(0);
  });

  test('keeps what is being written when another window of it is bad', async () => {
    await open(DRIFT);
    await expect.poll(() => textOf(page.locator('.live-mark'))).toBe('live');
    await page.getByRole('button', { name: 'With a comment' }).click();
    const comment = page.getByRole('form', { name: 'Comment' }).getByLabel(/^Comment/);
    await comment.fill('half a sentence');
    const asked = page.waitForResponse((one) => one.url().includes('/overview'));
    const { rowCount } = await dashboard.engines.postgres.query(
      `UPDATE alerts SET last_window = last_window + interval '1 hour' WHERE alert_id = $1`,
      [storyAlertId(SEGMENTED, 0)],
    );
    expect(rowCount).toBe(1);
    await (await asked).finished();
    expect(await comment.inputValue({ timeout: 5_000 })).toBe('half a sentence');
  });
});
