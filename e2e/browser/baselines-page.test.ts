import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { type DashboardApp, startDashboard } from '../../src/testing/dashboard-app.ts';
import { livePast } from './baseline-story.ts';
import { FLEET, NOW_MS } from './fleet-stories.ts';
import { readContrasts, sidewaysScroll } from './read-contrasts.ts';
import { textOf } from './read-text.ts';

/** The first comparison counts the days of the baseline. */
const PATIENCE = { timeout: 90_000 };

await describeInBrowser('baselines', (browser) => {
  let dashboard: DashboardApp;
  let page: Page;

  beforeAll(async () => {
    dashboard = await startDashboard({ now: () => NOW_MS });
    await dashboard.tell(FLEET);
    await livePast(dashboard);
  });
  afterAll(() => dashboard.stop());
  afterEach(() => page.context().close());

  async function open(
    path = '/models/returns/baselines',
    options: Parameters<typeof browser.newContext>[0] = {},
  ): Promise<void> {
    page = await (
      await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
    ).newPage();
    await page.goto(`${dashboard.url}${path}`);
    await page.locator('.answer:not(:has(.skeleton)), .notice').first().waitFor();
  }
  const compared = () => page.locator('.comparison-answer').waitFor(PATIENCE);

  test('are a link and a key away from their model', async () => {
    await open('/models/returns');
    await page.locator('.model-links a', { hasText: 'Baselines' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('b');
    await page.waitForURL('**/models/returns/baselines');
    // The address changes before the page does.
    await expect.poll(() => textOf(page.locator('h1'))).toBe('Baselines of returns');
  });

  test('say which is in use, and how the last days differ from it, worst first', async () => {
    await open();
    expect(await textOf(page.locator('.answer'))).toContain('Monitors judge by “b”, 4,000 rows');
    await compared();
    expect(await textOf(page.locator('.comparison-answer'))).toMatch(
      /^2 of \d columns of .* differ/,
    );
    const first = await page.locator('.compared tbody th').allInnerTexts();
    expect(first.slice(0, 2).sort()).toEqual(['amount', 'country']);
    await page.locator('.compared button', { hasText: 'amount' }).click();
    await page.locator('.compared-shares .histogram').waitFor();
    expect(page.url()).toContain('column=amount');
    await page.keyboard.press('t');
    await page.locator('.compared-shares table').waitFor();
  });

  test.each(['light', 'dark'] as const)('have enough contrast in %s', async (colorScheme) => {
    await open(undefined, { colorScheme });
    await compared();
    expect((await readContrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });

  test.each([320, 390, 768])('need no sideways scrolling at %i pixels', async (width) => {
    await open(undefined, { viewport: { width, height: 800 } });
    await compared();
    await page.getByRole('button', { name: 'Look at it, change it, make it' }).click();
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('are proposed with what speaks for and against, and made without a bad stretch', async () => {
    await open();
    const proposal = page.locator('section', { hasText: 'A baseline from the past' });
    await proposal.getByText('is proposed').waitFor(PATIENCE);
    expect(await textOf(proposal.locator('p').first())).toMatch(/^4 May 2026 – 24 May 2026|^\d/);
    await proposal.locator('summary').click();
    expect(await textOf(proposal.locator('.against'))).toContain(
      'far fewer predictions than usual',
    );
    await proposal.getByRole('button', { name: 'Look at it, change it, make it' }).click();
    await proposal.getByRole('button', { name: 'Leave a period out' }).click();
    const gap = proposal.locator('.excluded-fields .fields').last();
    await gap.getByLabel('From').fill('2026-05-12T00:00');
    await gap.getByLabel('Until').fill('2026-05-11T00:00');
    await proposal.getByText('What is left out has to begin before it ends.').waitFor();
    await gap.getByLabel('Until').fill('2026-05-13T00:00');
    await gap.getByLabel('Because').fill('strike');
    await proposal.getByLabel('Name').fill('spring');
    await proposal.getByRole('button', { name: 'How does it differ?' }).click();
    await proposal.locator('.preview .compared').waitFor(PATIENCE);
    await proposal.getByRole('button', { name: 'Make the baseline' }).click();
    await proposal.getByText('“spring” was made of').waitFor(PATIENCE);
    await expect
      .poll(() => textOf(page.locator('.answer')), PATIENCE)
      .toContain('Monitors judge by “spring”');
    expect(await textOf(page.locator('.excluded').first())).toBe('without 12 May 2026: strike');
    // The one of before is used again, once it was said what that changes.
    await page.getByRole('button', { name: 'Use b' }).click();
    expect(await textOf(page.locator('.confirm-use'))).toContain('from the next window on');
    await page.locator('.confirm-use .primary').click();
    await expect
      .poll(() => textOf(page.locator('.answer')), PATIENCE)
      .toContain('Monitors judge by “b”');
    await page.getByLabel('To', { exact: true }).selectOption({ label: 'spring' });
    await expect
      .poll(() => textOf(page.locator('.comparison-answer')), PATIENCE)
      .toContain('columns of “spring”');
  });

  test('say what is missing where there is none, and no model', async () => {
    await open('/models/forecast/baselines');
    expect(await textOf(page.locator('.answer'))).toBe(
      'There is no baseline yet, so nothing can be compared.',
    );
    await page.context().close();
    await open('/models/nobody/baselines');
    expect(await textOf(page.locator('.notice h1'))).toBe('No model is called “nobody”.');
  });
});
