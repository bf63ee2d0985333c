import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { type DashboardApp, startDashboard } from '../../src/testing/dashboard-app.ts';
import { storyAlertId } from '../../src/testing/model-story.ts';
import { TODAY_MS } from './fleet-stories.ts';
import { readContrasts, sidewaysScroll } from './read-contrasts.ts';
import { textOf } from './read-text.ts';
import { SEGMENTED } from './segment-stories.ts';

const ALERT = `/alerts/${storyAlertId(SEGMENTED, 0)}`;

await describeInBrowser('silences', (browser) => {
  let dashboard: DashboardApp;
  let page: Page;

  beforeAll(async () => {
    // Silences go by the clock on the wall, which the browser reads too.
    dashboard = await startDashboard({ now: Date.now });
    const lateMs = Date.now() - 3_600_000 - TODAY_MS;
    const endMs = Math.floor((TODAY_MS + lateMs) / 86_400_000) * 86_400_000;
    await dashboard.tell([{ ...SEGMENTED, endMs }]);
  });
  afterAll(() => dashboard.stop());
  afterEach(() => page.context().close());

  async function open(
    path: string,
    options: Parameters<typeof browser.newContext>[0] = {},
  ): Promise<void> {
    page = await (
      await browser.newContext({
        viewport: { width: 1280, height: 900 },
        timezoneId: 'Europe/Berlin',
        ...options,
      })
    ).newPage();
    await page.goto(`${dashboard.url}${path}`);
    await page.locator('.alert-page .timeline, .silences').first().waitFor();
  }
  const facts = async () => {
    const names = await page.locator('header .dimensions dt').allInnerTexts();
    const values = await page.locator('header .dimensions dd').allInnerTexts();
    return Object.fromEntries(names.map((name, at) => [name, values[at]]));
  };
  const button = (name: string | RegExp) => page.getByRole('button', { name });

  test('says that nothing is silenced, and leads there from anywhere', async () => {
    await open(ALERT);
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await page.waitForURL(`${dashboard.url}/silences`);
    await page.locator('.silences').waitFor();
    expect(await textOf(page.locator('.answer'))).toBe('Nothing is silenced now.');
    await page.getByRole('link', { name: 'Leeway' }).click();
    await page.getByRole('link', { name: 'Silences' }).click();
    await page.waitForURL(`${dashboard.url}/silences`);
  });

  test('an alert is silenced by a key, with what it would mute before one says so', async () => {
    await open(ALERT);
    await page.keyboard.press('s');
    const matchers = page.getByLabel('What, one matcher a line');
    expect(await matchers.inputValue()).toBe(
      [
        'model="flights-by-airport"',
        'monitor="Daily watch"',
        'metric="population_stability_index"',
        'column="distance"',
        'segment="origin=AOX"',
      ].join('\n'),
    );
    const preview = page.locator('.silence-preview [role=status]');
    await expect.poll(() => textOf(preview)).toMatch(/^It mutes 2 alerts now/);
    expect(await button('Silence').last().isDisabled()).toBe(true);
    await page.getByLabel('Why').fill('unit changed upstream, fix on its way');
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await facts())['Silenced'])
      .toMatch(/^until .*: unit changed upstream, fix on its way$/);
    expect((await facts())['State']).toBe('firing');
    await page.getByRole('link', { name: 'unit changed upstream' }).click();
    await page.waitForURL(/\/silences#sil_/);
    await expect.poll(() => textOf(page.locator('.answer'))).toBe('One silence is in force.');
  });

  test('is edited, and ended', async () => {
    await open('/silences');
    await button('Edit').first().click();
    await page.getByLabel('Why').fill('longer than thought');
    await page.getByLabel('For', { exact: true }).selectOption('1 week');
    await button('Save').click();
    await expect
      .poll(() => page.locator('.is-active strong').allInnerTexts())
      .toEqual(['longer than thought']);
    await button('End now').first().click();
    await expect.poll(() => page.locator('.is-active').count()).toBe(0);
    expect(await page.locator('.is-expired').count()).toBe(2);
  });

  test('that begins later lasts from then on', async () => {
    const startsAt = Date.now() + 7 * 86_400_000;
    const made = await dashboard.app.inject({
      method: 'POST',
      url: '/v1/silences',
      payload: {
        matchers: ['model=flights-by-airport'],
        startsAt,
        endsAt: startsAt + 3_600_000,
        comment: 'next week',
      },
    });
    const { silenceId } = made.json();
    await open('/silences');
    const pending = page.locator('.silence', { hasText: 'next week' }).first();
    await pending.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('For', { exact: true }).selectOption('1 day');
    await button('Save').click();
    await page.locator('.silence-form').waitFor({ state: 'detached' });
    // What was changed is another silence, so that the record keeps both.
    const { silences } = (await dashboard.app.inject('/v1/silences')).json();
    const changed = silences.find((one: { replaces: string }) => one.replaces === silenceId);
    expect(Date.parse(changed.startsAt)).toBe(startsAt);
    expect(Date.parse(changed.endsAt) - startsAt).toBe(86_400_000);
    await pending.getByRole('button', { name: 'End now' }).click();
    await expect.poll(() => pending.getByRole('button', { name: 'End now' }).count()).toBe(0);
  });

  test('says what is wrong with a matcher while it is written', async () => {
    await open('/silences');
    await page.keyboard.press('s');
    await page.getByLabel('What, one matcher a line').fill('owner=ann');
    const problem = page.locator('.silence-form .acknowledge-problem').first();
    await expect.poll(() => textOf(problem)).toMatch(/^There is no label owner; there are model/);
    await page.getByLabel('What, one matcher a line').fill('model=nobody');
    const preview = page.locator('.silence-preview [role=status]');
    await expect.poll(() => textOf(preview)).toMatch(/^It mutes no alert that is open/);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.silence-form').count()).toBe(0);
  });

  test('comes round as a maintenance window', async () => {
    await open('/silences');
    await button(/New silence/).click();
    await page.getByLabel('What, one matcher a line').fill('model=flights-by-airport');
    await page.getByLabel('Why').fill('weekly reload');
    await page.getByLabel('Again and again').check();
    await page.getByLabel('Begins, as five fields').fill('0 3 * * MON');
    await page.getByLabel('Stop repeating after').selectOption('1 year');
    await button('Silence').last().click();
    await page.locator('.silence', { hasText: 'weekly reload' }).waitFor();
    expect(await textOf(page.locator('.silence', { hasText: 'weekly reload' }))).toMatch(
      /Maintenance window: 3 h from “0 3 \* \* MON” UTC, until/,
    );
  });

  test('marks checks and models that are silenced, by shape and word', async () => {
    const draft = {
      matchers: ['model=flights-by-airport', 'column=distance', 'severity=warning'],
      endsAt: Date.now() + 3_600_000,
      comment: 'known since Monday',
    };
    const response = await fetch(`${dashboard.url}/v1/silences`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(draft),
    });
    expect(response.status).toBe(201);
    const { silenceId } = (await response.json()) as { silenceId: string };
    // As the server's own loop marks them.
    await dashboard.engines.postgres.query(
      `UPDATE alerts SET silenced_by = ARRAY[$1] WHERE state <> 'resolved' AND severity <> 'info'`,
      [silenceId],
    );
    page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
    await page.goto(dashboard.url);
    const mark = page.locator('.fleet .silenced-mark');
    await mark.waitFor();
    expect(await textOf(mark)).toMatch(/^\d+ alerts? silenced$/);
    expect(await mark.isVisible()).toBe(true);
    expect(await mark.locator('svg').count()).toBe(1);
    await page.goto(`${dashboard.url}/models/flights-by-airport/monitors`);
    const check = page.locator('.check-mute').first();
    await check.waitFor();
    expect(await textOf(check)).toBe('warning alerts: silenced');
    await check.click();
    await page.waitForURL(new RegExp(`/silences#${silenceId}$`));
  });

  test.each(['light', 'dark'] as const)('has enough contrast in %s', async (colorScheme) => {
    for (const path of [ALERT, '/silences']) {
      await open(path, { colorScheme });
      await page.keyboard.press('s');
      await page.locator('.silence-form').waitFor();
      const contrasts = await readContrasts(page);
      expect(contrasts.length).toBeGreaterThan(20);
      expect(contrasts.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
      if (path === ALERT) await page.context().close();
    }
  });

  test.each([320, 390, 768])('needs no sideways scrolling at %i pixels', async (width) => {
    for (const path of [ALERT, '/silences']) {
      await open(path, { viewport: { width, height: 800 } });
      await page.keyboard.press('s');
      await page.locator('.silence-preview, .silence-form').first().waitFor();
      await page.getByLabel('Again and again').check();
      expect(await sidewaysScroll(page)).toBe(0);
      if (path === ALERT) await page.context().close();
    }
  });
});
