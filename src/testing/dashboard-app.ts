import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { createBaselineRowStore } from '../adapters/storage/clickhouse/baseline-row-store.ts';
import { createMeasurementStore } from '../adapters/storage/clickhouse/measurements.ts';
import { createProfileStore } from '../adapters/storage/clickhouse/profile-store.ts';
import { createAlertStore } from '../adapters/storage/postgres/alert-store.ts';
import { createBaselineStore } from '../adapters/storage/postgres/baseline-store.ts';
import { createKeyStore } from '../adapters/storage/postgres/key-store.ts';
import { createModelStore } from '../adapters/storage/postgres/model-store.ts';
import { createMonitorStore } from '../adapters/storage/postgres/monitor-store.ts';
import { createSelfWatchReadModel } from '../adapters/storage/postgres/self-watch-read-model.ts';
import { createApp } from '../server/app.ts';
import { openBaselines } from '../server/baseline/open-baselines.ts';
import { openChannels } from '../server/channels/open-channels.ts';
import { checkPostgres, checkWriter } from '../server/check-parts.ts';
import { dashboardRoutes } from '../server/dashboard/dashboard-routes.ts';
import type { KeyDirectory } from '../server/http/access.ts';
import { alertRoutes } from '../server/http/alerts.ts';
import { backtestRoutes } from '../server/http/backtest.ts';
import { monitorRoutes } from '../server/http/monitors.ts';
import { recommendationRoutes } from '../server/http/recommendation.ts';
import { selfWatchRoutes } from '../server/http/self-watch.ts';
import { openQuiet } from '../server/quiet/open-quiet.ts';
import { createDiskWatch } from '../server/watch/disk-watch.ts';
import { readWatchState, type WatchStateDeps } from '../server/watch/watch-state.ts';
import { toWatchWire } from '../server/watch/watch-wire.ts';
import { freshClickHouse, freshPostgres } from './engines.ts';
import { insertStories, type ModelStory } from './model-story.ts';

const DASHBOARD = fileURLToPath(new URL('../../dist/web/', import.meta.url));

export interface DashboardApp {
  readonly url: string;
  readonly app: Awaited<ReturnType<typeof createApp>>;
  /** What it reads from: to live a story instead of telling it. */
  readonly engines: { readonly postgres: Pool; readonly clickhouse: ClickHouseClient };
  tell(stories: readonly ModelStory[]): Promise<void>;
  stop(): Promise<void>;
}

export interface DashboardOptions {
  readonly now: () => number;
  /** Of the ingest, the disk and the engines: what a test cannot bring about itself. */
  readonly watch?: Partial<WatchStateDeps>;
  /** Secrets that may read; none leaves the server open to this machine. */
  readonly keys?: readonly string[];
}

/** The real server face with the built dashboard, over engines that hold told stories. */
export async function startDashboard(options: DashboardOptions): Promise<DashboardApp> {
  if (!existsSync(`${DASHBOARD}index.html`)) {
    throw new Error('the dashboard is not built: run `npm run build` first');
  }
  const postgres = await freshPostgres({ migrated: true });
  const clickhouse = await freshClickHouse({ migrated: true });
  const models = createModelStore(postgres.pool);
  const watching = {
    models,
    baselines: createBaselineStore(postgres.pool),
    monitors: createMonitorStore(postgres.pool),
    profiles: createProfileStore(clickhouse.client),
    measurements: createMeasurementStore(clickhouse.client),
    now: options.now,
  };
  const keys = createKeyStore(postgres.pool);
  const logger = pino({ level: 'silent' });
  const quiet = openQuiet({
    postgres: postgres.pool,
    subjects: watching,
    keys,
    publicUrl: null,
    logger,
    now: options.now,
  });
  const app = await createApp({
    logger,
    keys: directoryOf(options.keys ?? []),
    isStopping: () => false,
    routes: [
      selfWatchRoutes(watchOf(postgres.pool, options)),
      ...dashboardRoutes({
        clickhouse: clickhouse.client,
        postgres: postgres.pool,
        models,
        baselines: watching.baselines,
        logger,
        now: options.now,
      }),
      monitorRoutes({ ...watching, mutesNow: quiet.mutesNow, publicUrl: null }),
      recommendationRoutes(watching),
      backtestRoutes(watching),
      alertRoutes({
        alerts: createAlertStore(postgres.pool),
        models,
        keys,
        mutes: quiet.mutes,
      }),
      quiet.routes,
      ...openChannels({
        postgres: postgres.pool,
        alerts: createAlertStore(postgres.pool),
        keys,
        logger,
        now: options.now,
      }).routes,
      ...openBaselines({
        ...watching,
        clickhouse: clickhouse.client,
        postgres: postgres.pool,
        rows: createBaselineRowStore(clickhouse.client),
        keys,
        logger,
        files: { directory: join(tmpdir(), 'leeway-dashboard-app'), limitBytes: 1_000_000 },
        onChange: () => undefined,
      }),
    ],
    dashboardRoot: DASHBOARD,
    version: '0.0.0',
    bodyLimitBytes: 1_000_000,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    app,
    engines: { postgres: postgres.pool, clickhouse: clickhouse.client },
    tell: (stories) => insertStories({ pool: postgres.pool, client: clickhouse.client }, stories),
    async stop() {
      await app.close();
      await Promise.all([postgres.drop(), clickhouse.drop()]);
    },
  };
}

/** The page about the server itself, over the real read model of these stores. */
function watchOf(pool: Pool, options: DashboardOptions) {
  const well = { logOpen: true, trouble: null, backlogBytes: 0, backlogRows: 0, lagSeconds: 0 };
  const deps: WatchStateDeps = {
    readModel: createSelfWatchReadModel(pool),
    parts: [checkPostgres(pool), checkWriter({ health: well })],
    ingest: { health: well },
    embedded: [['postgres', { pid: 1, restarts: 0 }]],
    disk: createDiskWatch({ path: DASHBOARD, now: options.now }),
    clocks: async () => [],
    now: options.now,
    ...options.watch,
  };
  const facts = { version: '0.0.0', startedAtMs: options.now(), backlogLimitBytes: 2 ** 30 };
  return {
    health: async (projectId: string) => toWatchWire(await readWatchState(deps, projectId), facts),
    metrics: async () => ({ type: 'text/plain', text: '' }),
  };
}

function directoryOf(secrets: readonly string[]): KeyDirectory {
  return {
    anyKeyExists: async () => secrets.length > 0,
    find: async (secret) =>
      secrets.includes(secret)
        ? {
            keyId: 'key_1',
            projectId: 'default',
            name: 'reader',
            scope: 'read',
            createdAtMs: 0,
            revokedAtMs: null,
          }
        : null,
    isOperator: () => false,
  };
}
