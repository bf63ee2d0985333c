import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { type DashboardApp, startDashboard } from '../../src/testing/dashboard-app.ts';
import { FLEET, NOW_MS } from './fleet-stories.ts';

await describeInBrowser('what a page is about', (browser) => {
  let dashboard: DashboardApp;

  beforeAll(async () => {
    dashboard = await startDashboard({ now: () => NOW_MS });
    await dashboard.tell(FLEET);
  });
  afterAll(() => dashboard.stop());

  async function open(path: string) {
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      if (/^\/v1\/(?!events)/.test(pathname)) asked.push(pathname + search);
    });
    await page.goto(`${dashboard.url}${path}`);
    await page.locator('.answer:not(:has(.skeleton))').first().waitFor();
    await page.close();
    return asked;
  }
  test.each([
    ['/', '/v1/fleet?limit=50'],
    ['/models/flight-delay', '/v1/models/flight-delay/overview'],
    ['/models/flight-delay?range=7d', '/v1/models/flight-delay/overview?range=7d'],
    [
      '/models/flight-delay?from=2026-06-01T00:00:00.000Z&to=2026-06-08T00:00:00.000Z',
      '/v1/models/flight-delay/overview?from=2026-06-01T00%3A00%3A00.000Z&to=2026-06-08T00%3A00%3A00.000Z',
    ],
    [
      '/models/flight-delay/features/distance?segment=origin%3DORD',
      '/v1/models/flight-delay/features/distance/overview?segment=origin%3DORD',
    ],
  ])('%s is asked for first, and once', async (path, question) => {
    const asked = await open(path);
    expect(asked.filter((one) => one === question)).toHaveLength(1);
    expect(asked.find((one) => one.startsWith('/v1/'))).toBe(question);
  });

  test('so is an alert', async () => {
    const listed = await dashboard.app.inject('/v1/alerts?state=firing');
    const [alert] = listed.json().alerts;
    const asked = await open(`/alerts/${alert.alertId}`);
    expect(asked[0]).toBe(`/v1/alerts/${alert.alertId}`);
    expect(asked.filter((one) => one === asked[0])).toHaveLength(1);
  });
});
