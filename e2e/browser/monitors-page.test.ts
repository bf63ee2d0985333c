import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { type DashboardApp, startDashboard } from '../../src/testing/dashboard-app.ts';
import { FLEET, NOW_MS } from './fleet-stories.ts';
import { liveThrough } from './live-story.ts';
import { readContrasts, sidewaysScroll } from './read-contrasts.ts';
import { textOf } from './read-text.ts';

const LIVED_MS = 120_000;

await describeInBrowser('the monitors of a model', (browser) => {
  let dashboard: DashboardApp;
  let page: Page;

  beforeAll(async () => {
    dashboard = await startDashboard({ now: () => NOW_MS });
    await liveThrough(dashboard);
    await dashboard.tell(FLEET);
  }, LIVED_MS);
  afterAll(() => dashboard.stop());
  afterEach(() => page.context().close());

  async function open(
    path = '/models/loans/monitors',
    options: Parameters<typeof browser.newContext>[0] = {},
  ): Promise<void> {
    page = await (
      await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
    ).newPage();
    await page.goto(`${dashboard.url}${path}`);
    await page.locator('.answer:not(:has(.skeleton)), .notice').first().waitFor();
  }
  const backtest = async () => {
    await page.getByRole('button', { name: 'What would have fired?' }).first().click();
    await page.locator('.backtest-result').waitFor();
  };

  test('are told as sentences, with their budget and how their bounds came about', async () => {
    await open();
    expect(await textOf(page.locator('.answer'))).toBe(
      'One monitor with one check watches this model.',
    );
    expect(await textOf(page.locator('.monitor .monitor-sentence'))).toMatch(
      /^Every hour, for the whole model and each country: Population stability index of amount/,
    );
    const facts = await textOf(page.locator('.monitor .facts'));
    expect(facts).toContain('Last evaluated until4 May 2026 12:00');
    expect(facts).toContain('Budget1 false alarm in 30 days');
    expect(facts).toContain('And for each value ofcountry');
    expect(await textOf(page.locator('.checks tbody tr'))).toMatch(/once in [\d,]+ windows/);
  });

  test('show what they would have raised, against their budget', async () => {
    await open();
    await backtest();
    expect(await textOf(page.locator('.backtest-result p').first())).toMatch(
      /^It would have fired once. Its budget grants 0.017 by chance in that time. 4 May 2026 .*12 windows/,
    );
    expect(await page.locator('.lane-alert').count()).toBeGreaterThan(0);
    await page.locator('.backtest summary').click();
    expect(await textOf(page.locator('.backtest-alerts li').first())).toContain('4 May 2026 10:00');
  });

  test('are an explained alert away: the cause is found in its segment', async () => {
    await open('/models/loans');
    await page.locator('.alert-link').first().click();
    await page.locator('.alert-page').waitFor();
    expect(await textOf(page.locator('.cause'))).toMatch(
      /^Unit or scale changed where country=FR, by a factor of 3.28/,
    );
    expect(await textOf(page.locator('.parts tbody tr').first())).toMatch(/^country=FR\d\d %/);
  });

  test.each(['light', 'dark'] as const)('have enough contrast in %s', async (colorScheme) => {
    await open('/models/loans/monitors', { colorScheme });
    await page.locator('.recommended').first().waitFor();
    await backtest();
    expect((await readContrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });

  test.each([320, 390, 768])('need no sideways scrolling at %i pixels', async (width) => {
    await open('/models/loans/monitors', { viewport: { width, height: 800 } });
    await page.locator('.recommended').first().waitFor();
    await backtest();
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('are recommended with the reason, and made by one button', async () => {
    await open();
    await page.locator('.recommended').first().waitFor();
    expect(await page.locator('.recommended h3').allInnerTexts()).toEqual(
      ['recommended, daily ', 'recommended, hourly '].map((name) => name.trim()),
    );
    await page.locator('.recommended summary').first().click();
    expect(await textOf(page.locator('.recommended .whys div').first())).toMatch(/\w+.*\.$/);
    await page.getByRole('button', { name: 'Make these 2' }).click();
    await expect.poll(() => page.locator('.monitor').count(), { timeout: 20_000 }).toBe(3);
    await expect
      .poll(() => page.getByText('is there already').count(), { timeout: 20_000 })
      .toBe(2);
    await expect.poll(() => page.getByRole('button', { name: /^Make/ }).count()).toBe(0);
  });

  test('are edited with what they would have raised shown before they are saved', async () => {
    await open();
    const panel = page.locator('.monitor').first();
    await panel.getByText('Edit the rule').click();
    await panel.getByLabel('of the last').fill('1');
    await panel.getByLabel('Alert after bad windows').fill('3');
    await panel.getByRole('button', { name: 'Preview over the past' }).click();
    // Three of one window cannot be.
    await expect.poll(() => textOf(panel.locator('.problem-line'))).not.toBe('');
    await panel.getByLabel('of the last').fill('3');
    await panel.getByRole('button', { name: 'Preview over the past' }).click();
    await panel.locator('.backtest-result').waitFor();
    expect(await textOf(panel.locator('.facts'))).not.toContain('3 bad of 3 windows');
    await panel.getByRole('button', { name: 'Save the rule' }).click();
    await expect.poll(() => textOf(panel.locator('.facts'))).toContain('3 bad of 3 windows');
    await panel.getByText('Saved.').waitFor();
  });

  test('say what is missing where there is no baseline', async () => {
    await open('/models/forecast/monitors');
    expect(await textOf(page.locator('.answer'))).toBe('Nothing watches this model yet.');
    await expect.poll(() => page.getByText('has no baseline that is ready').count()).toBe(1);
  });

  test('say so when there is no such model', async () => {
    await open('/models/nobody/monitors');
    expect(await textOf(page.locator('.notice h1'))).toBe('No model is called “nobody”.');
  });
});
