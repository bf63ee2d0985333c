import { fileURLToPath } from 'node:url';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Logger } from 'pino';
import { createMeasurementReadModel } from '../adapters/storage/clickhouse/measurement-read-model.ts';
import { createVolumeReadModel } from '../adapters/storage/clickhouse/volume-read-model.ts';
import { createFleetReadModel } from '../adapters/storage/postgres/fleet-read-model.ts';
import { createKeyStore } from '../adapters/storage/postgres/key-store.ts';
import { createOverviewReadModel } from '../adapters/storage/postgres/overview-read-model.ts';
import { createProjectStore } from '../adapters/storage/postgres/project-store.ts';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { startEngines } from './engines.ts';
import { closeGracefully } from './http/close-gracefully.ts';
import { fleetRoutes } from './http/fleet.ts';
import { healthRoutes, PartError } from './http/health.ts';
import { createKeyDirectory, newOperatorSecret } from './http/key-directory.ts';
import { keyRoutes } from './http/keys.ts';
import { modelOverviewRoutes } from './http/model-overview.ts';
import { listeningUrl } from './listening-url.ts';
import { removeServerState, writeServerState } from './state-file.ts';
import { createTeardown, type Teardown } from './teardown.ts';
import { readVersion } from './version.ts';

/** How long requests under way may take once the server stops. */
const STOP_GRACE_MS = 10_000;

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
  let stopping = false;
  const isStopping = () => stopping;

  const { clickhouse, postgres } = await startEngines(config, logger, teardown);

  const keys = createKeyStore(postgres);
  const projects = createProjectStore(postgres);
  const operatorSecret = newOperatorSecret();
  const directory = createKeyDirectory({ store: keys, operatorSecret, now });

  const volume = createVolumeReadModel(clickhouse);
  const fleet = createFleetReadModel(postgres);
  const measurements = createMeasurementReadModel(clickhouse);
  const overview = createOverviewReadModel(postgres);

  const parts = [
    { name: 'postgres', check: async () => void (await postgres.query('SELECT 1')) },
    { name: 'clickhouse', check: () => checkClickHouse(clickhouse) },
  ];

  const app = await createApp({
    logger,
    keys: directory,
    isStopping,
    dashboardRoot: fileURLToPath(new URL('../web', import.meta.url)),
    version: readVersion(),
    bodyLimitBytes: config.bodyLimitBytes,
    routes: [
      healthRoutes({ parts, isStopping }),
      keyRoutes({ keys, projects, onChange: directory.forget }),
      fleetRoutes({ fleet, volume, now }),
      modelOverviewRoutes({ fleet, volume, measurements, overview, now }),
    ],
  });
  teardown.add('http', () => closeGracefully(app, STOP_GRACE_MS));
  await app.listen({ host: config.host, port: config.port });

  const url = listeningUrl(app.server.address());
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

async function checkClickHouse(clickhouse: ClickHouseClient): Promise<undefined> {
  const { success } = await clickhouse.ping();
  if (!success) throw new PartError('does not answer');
}
