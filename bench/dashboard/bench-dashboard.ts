import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { openStage } from '../../e2e/screenshots/open-stage.ts';
import { startBrowser } from '../../src/testing/start-browser.ts';
import { fillControlPlane } from './fill-control-plane.ts';
import { fillTelemetry, type Scale } from './fill-telemetry.ts';
import { measurePages, type PageTimes, type Visit } from './measure-pages.ts';

export interface DashboardBenchOptions {
  readonly models: number;
  readonly visits: number;
  readonly say: (line: string) => void;
}

export interface DashboardBenchResult {
  readonly models: number;
  readonly measurements: number;
  readonly fleet: PageTimes;
  readonly model: PageTimes;
  readonly feature: PageTimes;
  readonly alerts: PageTimes;
  /** Compressed script of the first load. */
  readonly firstLoadKilobytes: number;
}

const HOUR = 3_600;
const PROFILED = 20;
const ANSWER = '.answer:not(:has(.skeleton))';

/** How long pages take in a real browser over a fleet of a thousand models, ninety days of daily and
 *  thirty of hourly windows. */
export async function benchDashboard(
  options: DashboardBenchOptions,
): Promise<DashboardBenchResult> {
  const { say } = options;
  const found = await startBrowser();
  if ('reason' in found) throw new Error(`There is no browser to measure in: ${found.reason}`);
  const stage = await openStage();
  try {
    const scale: Scale = {
      models: options.models,
      features: 50,
      dailyWindows: 90,
      hourlyWindows: 720,
      profiled: Math.min(PROFILED, options.models),
      end: Math.floor(Date.now() / 1000 / HOUR) * HOUR,
    };
    await fillControlPlane(stage.pool, scale);
    await fillTelemetry(stage.client, scale, say);
    const measure = (name: string, visitOf: (index: number) => Visit) => {
      say(`opening ${name}`);
      const visits = Array.from({ length: options.visits }, (_, index) => visitOf(index));
      return measurePages(found.browser, stage.url, visits);
    };
    const nameOf = (index: number) =>
      `model-${String((index * 7) % scale.profiled).padStart(4, '0')}`;
    return {
      models: scale.models,
      measurements: scale.models * scale.features * (scale.dailyWindows + scale.hourlyWindows),
      fleet: await measure('fleet', () => ({ path: '/', content: [ANSWER, '.model-link'] })),
      model: await measure('models', (index) => ({
        path: `/models/${nameOf(index)}`,
        content: [ANSWER, '.strip-plot canvas', '.heat tbody tr'],
      })),
      feature: await measure('features', (index) => ({
        path: `/models/${nameOf(index)}/features/feature_${(index % 50) + 1}`,
        content: [ANSWER, '.histogram', '.strip-plot canvas'],
      })),
      alerts: await measure('alerts', () => ({ path: '/alerts', content: [ANSWER, '.alert-row'] })),
      firstLoadKilobytes: firstLoadKilobytes(),
    };
  } finally {
    await stage.stop();
    await found.close();
  }
}

function firstLoadKilobytes(): number {
  const built = fileURLToPath(new URL('../../dist/web/', import.meta.url));
  const html = readFileSync(`${built}index.html`, 'utf8');
  const scripts = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => path ?? '');
  const bytes = scripts.reduce(
    (sum, path) => sum + gzipSync(readFileSync(`${built}${path}`)).length,
    0,
  );
  return Math.round(bytes / 1024);
}
