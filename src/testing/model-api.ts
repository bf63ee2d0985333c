import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import pino from 'pino';
import { createBaselineRowStore } from '../adapters/storage/clickhouse/baseline-row-store.ts';
import { createProfileStore } from '../adapters/storage/clickhouse/profile-store.ts';
import { createBaselineStore } from '../adapters/storage/postgres/baseline-store.ts';
import { createKeyStore } from '../adapters/storage/postgres/key-store.ts';
import { createModelStore } from '../adapters/storage/postgres/model-store.ts';
import { openBaselines } from '../server/baseline/open-baselines.ts';
import { controlAccess } from '../server/http/access.ts';
import { answerErrors } from '../server/http/error-handler.ts';
import { modelRoutes } from '../server/http/models.ts';
import { refuseUnstorableText } from '../server/http/refuse-unstorable-text.ts';
import { checkSchemas } from '../server/http/schema-check.ts';
import { freshClickHouse, freshPostgres } from './engines.ts';

/** The routes of models and baselines on engines of their own. */
export async function startModelApi(options: { fileLimitBytes?: number } = {}) {
  const postgres = await freshPostgres({ migrated: true });
  const clickhouse = await freshClickHouse({ migrated: true });
  const directory = await mkdtemp(join(tmpdir(), 'leeway-model-api-'));
  const app: FastifyInstance = Fastify();
  const deps = {
    models: createModelStore(postgres.pool),
    baselines: createBaselineStore(postgres.pool),
    rows: createBaselineRowStore(clickhouse.client),
    profiles: createProfileStore(clickhouse.client),
    now: Date.now,
    logger: pino({ level: 'silent' }),
    files: {
      directory: join(directory, 'uploads'),
      limitBytes: options.fileLimitBytes ?? 100_000_000,
    },
    keys: createKeyStore(postgres.pool),
    onChange: () => undefined,
  };
  answerErrors(app);
  checkSchemas(app);
  refuseUnstorableText(app);
  controlAccess(app, {
    anyKeyExists: async () => false,
    find: async () => null,
    isOperator: () => false,
  });
  await app.register(modelRoutes(deps));
  const stores = { clickhouse: clickhouse.client, postgres: postgres.pool };
  for (const routes of openBaselines({ ...deps, ...stores })) await app.register(routes);
  return {
    ...deps,
    app,
    client: clickhouse.client,
    pool: postgres.pool,
    async stop() {
      await app.close();
      await rm(directory, { recursive: true });
      await postgres.drop();
      await clickhouse.drop();
    },
  };
}
