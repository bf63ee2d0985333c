import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { PartError } from '../../src/server/http/health.ts';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { type DashboardApp, startDashboard } from '../../src/testing/dashboard-app.ts';
import { storyModelId } from '../../src/testing/model-story.ts';
import { FLEET, NOW_MS } from './fleet-stories.ts';
import { readContrasts, sidewaysScroll } from './read-contrasts.ts';
import { textOf } from './read-text.ts';

const GIB = 2 ** 30;
const HOUR_MS = 3_600_000;

await describeInBrowser('the health of the server', (browser) => {
  let well: DashboardApp;
  let ill: DashboardApp;
  let page: Page;

  beforeAll(async () => {
    [well, ill] = await Promise.all([
      startDashboard({ now: () => NOW_MS }),
      startDashboard({
        now: () => NOW_MS,
        watch: {
          parts: [
            {
              name: 'writer',
              check: () => Promise.reject(new PartError('the store takes no rows; 95 s behind')),
            },
            { name: 'postgres', check: async () => undefined },
          ],
          ingest: {
            health: {
              logOpen: true,
              trouble: 'code 243',
              backlogBytes: 3 * 2 ** 20,
              backlogRows: 12_345,
              lagSeconds: 95,
            },
          },
          embedded: [['postgres', { pid: 7, restarts: 2 }]],
          clocks: async () => [{ name: 'postgres', skewSeconds: 3 }],
          disk: {
            read: async () => ({
              freeBytes: 20 * GIB,
              totalBytes: 100 * GIB,
              left: { kind: 'estimate', days: 9.4, watchedHours: 30 },
            }),
          },
        },
      }),
    ]);
    await ill.tell(FLEET);
    await fallBehind(ill);
  }, 120_000);
  afterAll(() => Promise.all([well.stop(), ill.stop()]));
  afterEach(() => page.context().close());

  /** One monitor has not run for five hours, and a channel takes nothing. */
  async function fallBehind({ engines }: DashboardApp): Promise<void> {
    const [story] = FLEET;
    if (story === undefined) throw new Error('there is no story');
    await engines.postgres.query('UPDATE monitors SET enabled = model_id = $1', [
      storyModelId(story),
    ]);
    await engines.postgres.query(
      `UPDATE models SET clock = 'wall', lateness_ms = 0 WHERE model_id = $1`,
      [storyModelId(story)],
    );
    await engines.postgres.query('UPDATE monitors SET next_window_end = $1', [
      new Date(NOW_MS - 5 * HOUR_MS),
    ]);
    await engines.postgres.query(
      `INSERT INTO channels (channel_id, project_id, name, kind, config)
       VALUES ('chn_1', 'default', 'on call', 'webhook', '{}')`,
    );
    await engines.postgres.query(
      `INSERT INTO notifications (notification_id, project_id, channel_id, dedup_key,
         idempotency_key, body, attempts, last_outcome, created_at)
       VALUES ('ntf_1', 'default', 'chn_1', 'd', 'i', '{}', 3, 'status 500', $1)`,
      [new Date(NOW_MS - HOUR_MS)],
    );
  }

  async function open(
    dashboard: DashboardApp,
    options: Parameters<typeof browser.newContext>[0] = {},
  ): Promise<void> {
    page = await (
      await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
    ).newPage();
    await page.goto(`${dashboard.url}/health`);
    await page.locator('.answer:not(:has(.skeleton)), .notice').first().waitFor();
  }

  test('is said in one sentence where all is well, with what is left', async () => {
    await open(well);
    expect(await page.title()).toBe('Health · Leeway');
    expect(await textOf(page.locator('.answer'))).toBe(
      'Everything works, and every monitor has run.',
    );
    expect(await textOf(page.locator('.health'))).toContain('No monitor is switched on.');
    const facts = await textOf(page.locator('.health-facts'));
    expect(facts).toMatch(/Disk left[\d.]+ [GTM]iB of/);
    expect(facts).toContain('an estimate takes 6 h');
  });

  test('names what is wrong: parts, monitors with the reason, channels, the disk', async () => {
    await open(ill);
    expect(await textOf(page.locator('.answer'))).toBe(
      'Not ready: writer; one monitor did not run; one channel does not take messages; the disk is nearly full.',
    );
    expect(await textOf(page.locator('.health-list li').first())).toContain(
      'the store takes no rows; 95 s behind',
    );
    const row = await textOf(page.locator('.overdue tbody tr'));
    expect(row).toContain('5 h');
    expect(row).toContain('Rows wait 95 s to be stored');
    expect(await textOf(page.locator('.health'))).toContain('on call (webhook): 1 waiting');
    const facts = await textOf(page.locator('.health-facts'));
    expect(facts).toContain('12,345 rows');
    expect(facts).toContain('Full in 9 d, if it goes on');
    expect(facts).toContain('3 s ahead');
  });

  test('is one click and two keys away, and leads to the monitor', async () => {
    await open(ill);
    await page.getByRole('link', { name: 'Leeway', exact: true }).click();
    await page.getByRole('link', { name: 'Health' }).click();
    await page.locator('.health').waitFor();
    await page.getByRole('link', { name: 'Leeway', exact: true }).click();
    await page.waitForURL(`${ill.url}/`);
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await page.waitForURL(`${ill.url}/health`);
    await page.locator('.overdue tbody a').click();
    await page.waitForURL(/\/models\/[^/]+\/monitors/);
  });

  test.each(['light', 'dark'] as const)('has enough contrast in %s', async (colorScheme) => {
    await open(ill, { colorScheme });
    expect((await readContrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });

  test.each([320, 390, 768])('needs no sideways scrolling at %i pixels', async (width) => {
    await open(ill, { viewport: { width, height: 800 } });
    expect(await sidewaysScroll(page)).toBe(0);
  });
});
