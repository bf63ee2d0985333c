import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { type DashboardApp, startDashboard } from '../../src/testing/dashboard-app.ts';
import { FLEET, NOW_MS } from './fleet-stories.ts';
import { LIVE_MS, liveThrough } from './live-story.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ANSWER = '.answer:not(:has(.skeleton))';
const SIZES = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

interface Screen {
  readonly name: string;
  readonly path: string;
  readonly ready: string;
  readonly key?: string;
}

const SCREENS: readonly Screen[] = [
  { name: 'fleet', path: '/', ready: ANSWER },
  { name: 'model', path: '/models/loans', ready: '.strip-plot canvas' },
  { name: 'model as tables', path: '/models/loans', ready: '.strip-plot canvas', key: 't' },
  { name: 'model that is not set up', path: '/models/forecast', ready: ANSWER },
  { name: 'feature of numbers', path: '/models/loans/features/amount', ready: '.histogram' },
  { name: 'feature of categories', path: '/models/loans/features/country', ready: '.share-rows' },
  {
    name: 'feature as tables',
    path: '/models/loans/features/amount',
    ready: '.histogram',
    key: 't',
  },
  { name: 'segments', path: '/models/loans/segments', ready: '.segment-table' },
  {
    name: 'two segments',
    path: '/models/loans/segments?feature=amount&a=country%3DFR&b=country%3DDE',
    ready: '.histogram',
  },
  { name: 'segments of a model without', path: '/models/churn/segments', ready: '.notice' },
  { name: 'alerts', path: '/alerts', ready: '.alert-row' },
  { name: 'alerts that do not match', path: '/alerts?model=nobody', ready: '.notice' },
  { name: 'monitors', path: '/models/loans/monitors', ready: '.checks' },
  { name: 'baselines', path: '/models/loans/baselines', ready: '.comparison-answer' },
  { name: 'baselines of a model without', path: '/models/forecast/baselines', ready: ANSWER },
  { name: 'help', path: '/', ready: ANSWER, key: '?' },
  { name: 'a model that is not there', path: '/models/nobody', ready: '.notice' },
  { name: 'a page that is not there', path: '/nowhere', ready: '.notice' },
];

await describeInBrowser('accessibility', (browser) => {
  let dashboard: DashboardApp;

  beforeAll(async () => {
    dashboard = await startDashboard({ now: () => NOW_MS });
    await dashboard.tell(FLEET);
    await liveThrough(dashboard);
    expect(LIVE_MS).toBeLessThan(NOW_MS);
  }, 180_000);
  afterAll(() => dashboard.stop());

  async function findings(page: Page): Promise<string[]> {
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  }

  async function check(path: string, ready: string, key: string | undefined): Promise<string[]> {
    const found: string[] = [];
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(`${dashboard.url}${path}`);
    await page.locator(ready).first().waitFor();
    if (key !== undefined) await page.keyboard.press(key);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const [size, viewport] of Object.entries(SIZES)) {
        await page.setViewportSize(viewport);
        const own = await findings(page);
        found.push(...own.map((one) => `${colorScheme} ${size} ${one}`));
      }
    }
    await context.close();
    return found;
  }

  test.each(SCREENS)(
    'axe finds nothing serious: $name',
    async ({ path, ready, key }) => {
      expect(await check(path, ready, key)).toEqual([]);
    },
    120_000,
  );

  test('axe finds nothing serious: alert', async () => {
    const { rows } = await dashboard.engines.postgres.query<{ alert_id: string }>(
      `SELECT alert_id FROM alerts WHERE state <> 'resolved' ORDER BY detail = '{}' LIMIT 1`,
    );
    expect(await check(`/alerts/${rows[0]?.alert_id}`, ANSWER, undefined)).toEqual([]);
  }, 120_000);
});
