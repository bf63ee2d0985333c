import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { type DashboardApp, startDashboard } from '../../src/testing/dashboard-app.ts';
import { storyAlertId } from '../../src/testing/model-story.ts';
import { FLEET, NOW_MS } from './fleet-stories.ts';
import { readContrasts, sidewaysScroll } from './read-contrasts.ts';
import { textOf } from './read-text.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ALERT_ID = storyAlertId({ name: 'credit-risk' }, 0);

await describeInBrowser('routes in the settings', (browser) => {
  let dashboard: DashboardApp;
  let page: Page;

  beforeAll(async () => {
    dashboard = await startDashboard({ now: () => NOW_MS });
    await dashboard.tell(FLEET);
    for (const name of ['team', 'on call']) {
      const config = { url: 'http://127.0.0.1:9/' };
      const response = await fetch(`${dashboard.url}/v1/channels`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name, kind: 'webhook', config }),
      });
      expect(response.status).toBe(201);
    }
  });
  afterAll(() => dashboard.stop());
  beforeEach(async () => {
    const viewport = { width: 1280, height: 900 };
    page = await (await browser.newContext({ viewport, timezoneId: 'Europe/Berlin' })).newPage();
    await page.goto(`${dashboard.url}/settings`);
    await page.getByRole('heading', { name: 'Routes' }).waitFor();
  });
  afterEach(() => page.context().close());

  const routes = () => page.locator('.route');
  const button = (name: string | RegExp) => page.getByRole('button', { name });

  test('without any, all alerts go to all channels', async () => {
    await routes().first().waitFor();
    expect(await textOf(routes())).toBe('Defaultall alertsto all channelsEdit');
  });

  test('are added with a preview of what would have gone there, and edited', async () => {
    await button('Add a route').click();
    const form = page.getByRole('form', { name: 'New route' });
    await form.getByLabel('Name').fill('credit');
    await form.getByLabel(/^Which alerts/).fill('model=~"("');
    await form.getByText(/cannot be read/).waitFor();
    await form.getByLabel(/^Which alerts/).fill('model=~"credit-.*"');
    await form.getByText("Of today's models it is about credit-risk.").waitFor();
    expect(await form.locator('.silence-preview li').count()).toBeGreaterThan(0);
    expect(await form.getByRole('button', { name: 'Add it' }).isDisabled()).toBe(true);
    await form.getByLabel('on call').check();
    await form.getByRole('button', { name: 'Add it' }).click();
    await expect
      .poll(() => textOf(routes().first()))
      .toBe('creditalerts withmodel=~"credit-.*"to on callEditRemove');
    expect(await textOf(routes().nth(1))).toContain('alerts that no route takes');

    await button('Edit credit').click();
    const edit = page.getByRole('form', { name: 'Route credit' });
    await edit.getByLabel('Severity').selectOption('critical');
    await edit.getByLabel(/^As a digest/).check();
    await edit.getByLabel('When, as five fields of cron').fill('0 25 * * *');
    await edit.getByRole('button', { name: 'Save' }).click();
    await edit.getByText(/The pattern 0 25 \* \* \* cannot be read/).waitFor();
    await edit.getByLabel('When, as five fields of cron').fill('0 9 * * *');
    await edit.getByRole('button', { name: 'Save' }).click();
    await expect
      .poll(() => textOf(routes().first()))
      .toMatch(/critical alerts with.*to on call, as a digest, next .*09:00; critical at once/);
  });

  test('the default is led to some or to nobody, and then says that it leads nowhere', async () => {
    await button('Edit the default').click();
    const edited = page.locator('.route', { hasText: 'Default' });
    await edited.getByLabel(/^All channels/).uncheck();
    await edited.getByLabel('team').uncheck();
    await edited.getByLabel('on call').uncheck();
    await edited.getByText('hears of alerts that no route takes').waitFor();
    await edited.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => textOf(edited)).toContain('to nobody leads nowhere');
  });

  test('an alert that went nowhere says so on its page', async () => {
    await dashboard.engines.postgres.query(
      'UPDATE alerts SET unrouted = true WHERE alert_id = $1',
      [ALERT_ID],
    );
    await page.goto(`${dashboard.url}/alerts/${ALERT_ID}`);
    const told = page.locator('.dimensions > div', { hasText: 'Told' });
    expect(await textOf(told)).toContain('nobody: no route leads to a channel');
    await page.goto(`${dashboard.url}/health`);
    await page.getByRole('heading', { name: 'Alerts that went nowhere' }).waitFor();
    await page.getByRole('link', { name: 'See routes' }).click();
    await page.waitForURL(`${dashboard.url}/settings`);
  });

  test.each(['light', 'dark'] as const)(
    'have nothing serious for axe in %s',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await button('Edit credit').click();
      await page.getByText("Of today's models").waitFor();
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() =>
        (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
      );
      const serious = violations.filter(
        ({ impact }) => impact === 'serious' || impact === 'critical',
      );
      expect(serious.map(({ id }) => id)).toEqual([]);
      expect((await readContrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    },
  );

  test('need no sideways scrolling on a phone', async () => {
    await page.setViewportSize({ width: 320, height: 700 });
    await button('Edit credit').click();
    await page.getByText("Of today's models").waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('are removed at the second press', async () => {
    await button('Remove credit').click();
    await page.locator('button.danger').click();
    await expect.poll(() => routes().count()).toBe(1);
  });
});
