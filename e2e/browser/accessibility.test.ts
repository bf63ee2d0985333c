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

const SCREENS: readonly (readonly [name: string, path: string, ready: string, key?: string])[] = [
  ['fleet', '/', ANSWER],
  ['model', '/models/loans', '.strip-plot canvas'],
  ['model as tables', '/models/loans', '.strip-plot canvas', 't'],
  ['model that is not set up', '/models/forecast', ANSWER],
  ['feature of numbers', '/models/loans/features/amount', '.histogram'],
  ['feature of categories', '/models/loans/features/country', '.share-rows'],
  ['feature as tables', '/models/loans/features/amount', '.histogram', 't'],
  ['segments', '/models/loans/segments', '.segment-table'],
  [
    'two segments',
    '/models/loans/segments?feature=amount&a=country%3DFR&b=country%3DDE',
    '.histogram',
  ],
  ['segments of a model without', '/models/churn/segments', '.notice'],
  ['alerts', '/alerts', '.alert-row'],
  ['alerts that do not match', '/alerts?model=nobody', '.notice'],
  ['monitors', '/models/loans/monitors', '.checks'],
  ['help', '/', ANSWER, '?'],
  ['a model that is not there', '/models/nobody', '.notice'],
  ['a page that is not there', '/nowhere', '.notice'],
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
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const [size, viewport] of Object.entries(SIZES)) {
        const context = await browser.newContext({
          viewport,
          colorScheme,
          reducedMotion: 'reduce',
        });
        const page = await context.newPage();
        await page.goto(`${dashboard.url}${path}`);
        await page.locator(ready).first().waitFor();
        if (key !== undefined) await page.keyboard.press(key);
        const own = await findings(page);
        found.push(...own.map((one) => `${colorScheme} ${size} ${one}`));
        await context.close();
      }
    }
    return found;
  }

  test.each(SCREENS)(
    'axe finds nothing serious: %s',
    async (_, path, ready, key) => {
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
