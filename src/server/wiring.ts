import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { createBaselineRowStore } from '../adapters/storage/clickhouse/baseline-row-store.ts';
import { createMeasurementStore } from '../adapters/storage/clickhouse/measurements.ts';
import { createProfileStore } from '../adapters/storage/clickhouse/profile-store.ts';
import { createAlertStore } from '../adapters/storage/postgres/alert-store.ts';
import { createBaselineStore } from '../adapters/storage/postgres/baseline-store.ts';
import { createEvaluationStore } from '../adapters/storage/postgres/evaluation-store.ts';
import { createKeyStore } from '../adapters/storage/postgres/key-store.ts';
import { createModelStore } from '../adapters/storage/postgres/model-store.ts';
import { createMonitorStore } from '../adapters/storage/postgres/monitor-store.ts';
import { createProjectStore } from '../adapters/storage/postgres/project-store.ts';
import { createScheduleStore } from '../adapters/storage/postgres/schedule-store.ts';
import { createApp } from './app.ts';
import { openBackup } from './backup/open-backup.ts';
import { openBaselines } from './baseline/open-baselines.ts';
import { openChannels } from './channels/open-channels.ts';
import { checkClickHouse, checkIngestLog, checkPostgres, checkWriter } from './check-parts.ts';
import type { Config } from './config.ts';
import { dashboardRoutes } from './dashboard/dashboard-routes.ts';
import { startEngines } from './engines.ts';
import { alertRoutes } from './http/alerts.ts';
import { backtestRoutes } from './http/backtest.ts';
import { closeGracefully } from './http/close-gracefully.ts';
import { healthRoutes } from './http/health.ts';
import { createKeyDirectory, newOperatorSecret } from './http/key-directory.ts';
import { keyRoutes } from './http/keys.ts';
import { modelRoutes } from './http/models.ts';
import { monitorRoutes } from './http/monitors.ts';
import { recommendationRoutes } from './http/recommendation.ts';
import { openIngest } from './ingest/open-ingest.ts';
import { createEvaluationLoop } from './jobs/evaluation-loop.ts';
import { listeningUrl } from './listening-url.ts';
import { openQuiet } from './quiet/open-quiet.ts';
import { openReadApi } from './read-api/open-read-api.ts';
import { openRetention } from './retention/open-retention.ts';
import { openSetUp } from './set-up/open-set-up.ts';
import { removeServerState, writeServerState } from './state-file.ts';
import { createTeardown, type Teardown } from './teardown.ts';
import { readVersion } from './version.ts';
import { waitUntil } from './wait-until.ts';
import { createInstruments } from './watch/instruments.ts';
import { observeIngest } from './watch/observe-ingest.ts';
import { observeEvaluations, observeSchedule, observeSenders } from './watch/observe-work.ts';
import { openWatch } from './watch/open-watch.ts';

/** How long requests under way may take once the server stops. */
const STOP_GRACE_MS = 10_000;
const LOG_PATIENCE_MS = 10_000;

export interface RunningServer {
  /** For callers on this machine. */
  readonly url: string;
  /** Answers what it began, keeps what it promised, and leaves no process behind. */
  stop(): Promise<void>;
}

/** Builds the whole server, top to bottom, and starts it. */
export async function startServer(config: Config, logger: Logger): Promise<RunningServer> {
  const teardown = createTeardown(logger);
  try {
    return await wire(config, logger, teardown);
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function wire(config: Config, logger: Logger, teardown: Teardown): Promise<RunningServer> {
  const now = Date.now;
  const { publicUrl } = config;
  let stopping = false;
  const isStopping = () => stopping;

  const engines = await startEngines(config, logger, teardown);
  const { clickhouse, postgres, embedded } = engines;

  // Whatever a server that was killed had received in part.
  const uploads = join(config.dataDir, 'uploads');
  await rm(uploads, { recursive: true, force: true });

  const keys = createKeyStore(postgres);
  const projects = createProjectStore(postgres);
  const operatorSecret = newOperatorSecret();
  const directory = createKeyDirectory({ store: keys, operatorSecret, now });

  const models = createModelStore(postgres);
  const baselines = createBaselineStore(postgres);
  const monitors = createMonitorStore(postgres);
  const profiles = createProfileStore(clickhouse);
  const alerts = createAlertStore(postgres);
  const instruments = createInstruments(readVersion());
  const channels = openChannels({
    postgres,
    alerts,
    keys,
    observe: (senders) => observeSenders(senders, instruments),
    publicUrl,
    logger,
    now,
  });
  const subjects = { models, monitors, baselines };
  const quiet = openQuiet({ postgres, subjects, keys, publicUrl, logger, now });

  const {
    ingest,
    modelCache,
    routes: ingestRoutes,
  } = await openIngest({
    clickhouse,
    postgres,
    models,
    logger,
    now,
    observe: observeIngest(instruments),
    owner: `${hostname()}:${process.pid}`,
    limits: {
      bodyBytes: config.bodyLimitBytes,
      inflatedBytes: config.inflatedLimitBytes,
      backlogBytes: config.backlogLimitBytes,
    },
  });
  teardown.add('ingest', () => ingest.stop());
  // A server that says it is ready should take rows; one whose log stays shut says so itself.
  await waitUntil(() => ingest.health.logOpen, LOG_PATIENCE_MS);

  const rows = createBaselineRowStore(clickhouse);
  const baselineDeps = { models, baselines, rows, profiles, now, logger };
  const files = { directory: uploads, limitBytes: config.baselineLimitBytes };
  const setUp = openSetUp({
    baseline: baselineDeps,
    watch: { models, baselines, profiles, monitors, alerts, isStopping },
    send: { ingest, now, isStopping },
    files,
    now,
    onModelChange: modelCache.forget,
  });
  teardown.add('imports', () => setUp.stop());

  const measured = createMeasurementStore(clickhouse);

  const parts = [
    checkPostgres(postgres),
    checkClickHouse(clickhouse),
    checkIngestLog(ingest),
    checkWriter(ingest),
  ];

  const watch = openWatch({
    postgres,
    clickhouse,
    ingest,
    embedded,
    parts,
    instruments,
    now,
    dataDir: config.dataDir,
    facts: { version: readVersion(), backlogLimitBytes: config.backlogLimitBytes },
  });
  teardown.add('watch', () => watch.stop());

  const retention = openRetention({ postgres, clickhouse, config, logger, now });

  const app = await createApp({
    logger,
    keys: directory,
    isStopping,
    dashboardRoot: fileURLToPath(new URL('../web', import.meta.url)),
    version: readVersion(),
    bodyLimitBytes: config.bodyLimitBytes,
    routes: [
      ...watch.routes,
      retention.routes,
      openBackup({ stores: engines, version: readVersion(), now }),
      healthRoutes({ parts, isStopping }),
      keyRoutes({ keys, projects, onChange: directory.forget }),
      modelRoutes({ models, baselines, profiles, now, onChange: modelCache.forget }),
      ...openBaselines({
        ...baselineDeps,
        clickhouse,
        postgres,
        files,
        keys,
        onChange: modelCache.forget,
      }),
      ...setUp.routes,
      monitorRoutes({ models, baselines, monitors, mutesNow: quiet.mutesNow, now, publicUrl }),
      recommendationRoutes({ models, baselines, profiles, monitors, now }),
      backtestRoutes({ models, baselines, profiles, monitors, measurements: measured, now }),
      alertRoutes({ alerts, models, keys, mutes: quiet.mutes }),
      quiet.routes,
      ...channels.routes,
      ...ingestRoutes,
      ...openReadApi({ clickhouse, postgres, models, baselines }),
      ...dashboardRoutes({ clickhouse, postgres, models, baselines, logger, now }),
    ],
  });
  await app.listen({ host: config.host, port: config.port });
  const url = listeningUrl(app.server.address());

  const evaluation = createEvaluationLoop({
    models,
    baselines,
    profiles,
    monitors,
    evaluations: observeEvaluations(createEvaluationStore(postgres), instruments),
    measurements: measured,
    schedule: observeSchedule(createScheduleStore(postgres), instruments),
    logger,
    now,
    publicUrl,
  });
  const loops = [evaluation, ...channels.loops, quiet.loop, retention.loop];
  for (const loop of loops) loop.start();
  teardown.add('loops', () => Promise.all(loops.map((loop) => loop.stop())));
  // Stopped first: what comes in from now on could not be finished.
  teardown.add('http', () => closeGracefully(app, STOP_GRACE_MS));
  writeServerState(config.dataDir, { url, pid: process.pid, operatorSecret });
  teardown.add('state file', () => removeServerState(config.dataDir));

  return {
    url,
    stop() {
      stopping = true;
      return teardown.run();
    },
  };
}
