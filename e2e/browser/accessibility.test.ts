import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../src/testing/browser.ts';
import { type DashboardApp, startDashboard } from '../../src/testing/dashboard-app.ts';
import { WATCHED_SCREENS } from './accessible-screens.ts';
import { FLEET, NOW_MS } from './fleet-stories.ts';
import { LIVE_MS, liveThrough } from './live-story.ts';
import { readFindings } from './read-findings.ts';

await describeInBrowser('accessibility', (browser) => {
  let dashboard: DashboardApp;
  let alertId: string;

  beforeAll(async () => {
    dashboard = await startDashboard({ now: () => NOW_MS });
    await dashboard.tell(FLEET);
    await liveThrough(dashboard);
    expect(LIVE_MS).toBeLessThan(NOW_MS);
    const { rows } = await dashboard.engines.postgres.query<{ alert_id: string }>(
      `SELECT alert_id FROM alerts WHERE state <> 'resolved' ORDER BY detail = '{}' LIMIT 1`,
    );
    alertId = rows[0]?.alert_id ?? '';
  }, 180_000);
  afterAll(() => dashboard.stop());

  test.each(WATCHED_SCREENS)(
    'axe finds nothing serious: $name',
    async (screen) => {
      const path = screen.path.replace('{alert}', alertId);
      expect(await readFindings(browser, dashboard.url, { ...screen, path })).toEqual([]);
    },
    120_000,
  );
});
