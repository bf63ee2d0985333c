import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import type { FastifyPluginAsync } from 'fastify';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { createIdentityCounter } from '../../adapters/storage/clickhouse/identity-counter.ts';
import { createTelemetrySink } from '../../adapters/storage/clickhouse/telemetry-sink.ts';
import { createIngestLog } from '../../adapters/storage/postgres/ingest-log.ts';
import { createIngestRecords } from '../../adapters/storage/postgres/ingest-records.ts';
import { createRefusedRowStore } from '../../adapters/storage/postgres/refused-row-store.ts';
import { currentStoreEpoch } from '../../adapters/storage/postgres/store-epoch.ts';
import type { IngestLog, ModelStore, TelemetrySink } from '../../monitoring/ports.ts';
import { accountingRoutes } from '../http/accounting.ts';
import { labelRoutes } from '../http/labels.ts';
import { predictionRoutes } from '../http/predictions.ts';
import { quarantineRoutes } from '../http/quarantine.ts';
import { refusalRoutes } from '../http/refusals.ts';
import type { Ingest } from './create-ingest.ts';
import { createIngest } from './create-ingest.ts';
import type { ModelCache } from './model-cache.ts';
import { createModelCache } from './model-cache.ts';
import { createRefusedRowKeeper } from './refused-row-keeper.ts';
import { createRowEncoders } from './row-encoder.ts';
import { createBodyBudget } from './with-body.ts';

export interface IngestObserver {
  log(log: IngestLog): IngestLog;
  sink(sink: TelemetrySink): TelemetrySink;
}

export interface OpenIngestDeps {
  readonly clickhouse: ClickHouseClient;
  readonly postgres: Pool;
  readonly models: Pick<ModelStore, 'find'>;
  readonly logger: Logger;
  readonly now: () => number;
  /** Sees what passes; changes nothing. */
  readonly observe?: IngestObserver;
  /** Names this server among those that share the log. */
  readonly owner: string;
  readonly limits: {
    readonly bodyBytes: number;
    readonly inflatedBytes: number;
    readonly backlogBytes: number;
    /** Of the backlog, how much is kept in memory; the rest is read from the log again. */
    readonly memoryBytes?: number;
  };
}

export interface OpenIngest {
  readonly ingest: Ingest;
  readonly modelCache: ModelCache;
  readonly routes: readonly FastifyPluginAsync[];
}

/** Bodies that are read or encoded at the same time, all together. */
const BODIES_BYTES = 256 * 1_048_576;

/** Builds the whole way from a body to the store, and starts it. */
export async function openIngest(deps: OpenIngestDeps): Promise<OpenIngest> {
  const { clickhouse, postgres, logger, now, limits } = deps;
  const storeEpoch = await currentStoreEpoch(postgres);
  const log = createIngestLog({ pool: postgres, owner: deps.owner, now });
  const sink = createTelemetrySink(clickhouse);
  const refused = createRefusedRowStore(postgres);
  const keeper = createRefusedRowKeeper({ store: refused, logger, now });
  const ingest = createIngest({
    onRefused: keeper.offer,
    log: deps.observe?.log(log) ?? log,
    sink: deps.observe?.sink(sink) ?? sink,
    encoders: createRowEncoders(now, storeEpoch),
    // Random, so that a database restored from a backup cannot issue one again; a repeated
    // token would make the store swallow rows.
    newToken: () => `${storeEpoch}:${randomUUID()}`,
    now,
    logger,
    backlogLimitBytes: limits.backlogBytes,
    ...(limits.memoryBytes === undefined ? {} : { memoryBytes: limits.memoryBytes }),
  });
  const modelCache = createModelCache({ models: deps.models, now });
  const records = createIngestRecords(postgres);
  const identities = createIdentityCounter(clickhouse);
  const budget = createBodyBudget(Math.max(BODIES_BYTES, 2 * limits.inflatedBytes));
  const intake = { ingest, models: modelCache, limits, budget };
  ingest.start();
  return {
    ingest,
    modelCache,
    routes: [
      predictionRoutes(intake),
      labelRoutes(intake),
      quarantineRoutes({ models: modelCache, records }),
      refusalRoutes({ models: modelCache, refused }),
      accountingRoutes({ models: modelCache, records, identities, ingest }),
    ],
  };
}
