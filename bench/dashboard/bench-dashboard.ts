import { startBrowser } from '../../src/testing/start-browser.ts';
import { startBenchServer } from '../bench-server.ts';
import { fillOnce } from './fill-once.ts';
import { type FirstLoad, measureFirstLoad } from './measure-first-load.ts';
import { measurePages, type PageTimes, type Visit } from './measure-pages.ts';
import { openBenchData } from './open-data.ts';

export interface DashboardBenchOptions {
  readonly models: number;
  readonly visits: number;
  /** Kept, and not filled again by the next run. */
  readonly data: string | undefined;
  readonly say: (line: string) => void;
}

export interface DashboardBenchResult {
  readonly models: number;
  readonly measurements: number;
  readonly evaluations: number;
  readonly fleet: PageTimes;
  /** Until the last of the models is in the list, far below what a screen shows. */
  readonly wholeFleet: PageTimes;
  readonly model: PageTimes;
  /** Until the heat map is there too, which lies below the charts and is asked for after them. */
  readonly wholeModel: PageTimes;
  readonly feature: PageTimes;
  readonly alerts: PageTimes;
  readonly firstLoad: FirstLoad;
}

const ANSWER = '.answer:not(:has(.skeleton))';
const EMPTY_PLOT = '.strip-plot:not(:has(.plot-value))';

/** How long pages take in a real browser over a fleet of a thousand models, ninety days of daily and
 *  thirty of hourly windows. */
export async function benchDashboard(
  options: DashboardBenchOptions,
): Promise<DashboardBenchResult> {
  const { say, models, visits } = options;
  const found = await startBrowser();
  if ('reason' in found) throw new Error(`There is no browser to measure in: ${found.reason}`);
  try {
    const data = await openBenchData(options.data);
    try {
      const scale = await fillOnce(data, models, say);
      const server = await startBenchServer({
        LEEWAY_CLICKHOUSE_URL: data.clickhouse.url,
        LEEWAY_POSTGRES_URL: data.postgres.url,
      });
      try {
        const measure = (name: string, visitOf: (index: number) => Visit) => {
          say(`opening ${name}`);
          const each = Array.from({ length: visits }, (_, index) => visitOf(index));
          return measurePages(found.browser, server.url, each);
        };
        // Twenty models, of which every tenth drifts.
        const nameOf = (index: number) =>
          `model-${String((index * 7) % scale.profiled).padStart(4, '0')}`;
        const windows = scale.dailyWindows + scale.hourlyWindows;
        return {
          models,
          measurements: models * scale.features * windows,
          evaluations: models * windows,
          fleet: await measure('fleet', () => ({
            path: '/',
            content: [ANSWER, '.fleet tbody .model-link'],
            unfinished: [],
          })),
          wholeFleet: await measure('the whole fleet', () => ({
            path: '/',
            content: [ANSWER, `.fleet tbody tr:nth-child(${models}) .model-link`],
            unfinished: [],
          })),
          model: await measure('models', (index) => ({
            path: `/models/${nameOf(index)}`,
            content: [ANSWER, '.strip-plot > svg'],
            unfinished: [EMPTY_PLOT],
          })),
          wholeModel: await measure('whole models', (index) => ({
            path: `/models/${nameOf(index)}`,
            content: [ANSWER, '.strip-plot > svg', '.heat tbody tr'],
            unfinished: [EMPTY_PLOT],
          })),
          feature: await measure('features', (index) => ({
            path: `/models/${nameOf(index)}/features/feature_${(index % scale.features) + 1}`,
            content: [ANSWER, '.histogram', '.strip-plot > svg'],
            unfinished: [EMPTY_PLOT],
          })),
          alerts: await measure('alerts', () => ({
            path: '/alerts',
            content: [ANSWER, '.alert-row'],
            unfinished: [],
          })),
          firstLoad: await measureFirstLoad(server.url),
        };
      } finally {
        await server.stop();
      }
    } finally {
      await data.stop();
    }
  } finally {
    await found.close();
  }
}
