import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { type Logger, pino } from 'pino';
import { createModelStore } from '../adapters/storage/postgres/model-store.ts';
import type { Model } from '../monitoring/model/model.ts';
import type { FeatureDraft, ModelDraft } from '../monitoring/model/model-store.ts';
import { createApp } from '../server/app.ts';
import { type OpenIngest, type OpenIngestDeps, openIngest } from '../server/ingest/open-ingest.ts';

export const testLogger: Logger = pino({ level: 'silent' });

export const testModel: ModelDraft = {
  name: 'fraud',
  timeZone: 'UTC',
  clock: 'wall',
  latenessMs: 0,
  cellMs: 3_600_000,
  outputs: [{ name: 'default', task: 'binary', classes: ['no', 'yes'], positiveClass: 'yes' }],
  segmentBy: [],
};

const feature = (name: string, kind: FeatureDraft['kind']): FeatureDraft => ({
  name,
  kind,
  range: null,
  importance: null,
  criticality: 'normal',
  identifier: false,
});

export const testFeatures: readonly FeatureDraft[] = [
  feature('amount', 'numeric'),
  feature('age', 'numeric'),
  feature('country', 'categorical'),
  feature('member', 'boolean'),
  feature('note', 'text'),
  feature('vector', 'embedding'),
];

export async function createTestModel(
  postgres: Pool,
  draft: Partial<ModelDraft> = {},
  features: readonly FeatureDraft[] = testFeatures,
): Promise<Model> {
  const store = createModelStore(postgres);
  const created = await store.create('default', { ...testModel, ...draft });
  if (created === 'name_taken') throw new Error('the name of the test model is taken');
  await store.registerFeatures(created.modelId, features, 0);
  const model = await store.get(created.modelId);
  if (model === null) throw new Error('the test model is gone');
  return model;
}

export interface IngestRig extends OpenIngest {
  readonly app: FastifyInstance;
  stop(): Promise<void>;
}

/** The whole way from a body to the store, on real engines, without a socket. */
export async function startIngestRig(
  engines: { postgres: Pool; clickhouse: ClickHouseClient },
  options: Partial<OpenIngestDeps> = {},
): Promise<IngestRig> {
  const open = await openIngest({
    ...engines,
    models: createModelStore(engines.postgres),
    logger: testLogger,
    now: Date.now,
    owner: randomUUID(),
    limits: { bodyBytes: 32 * 2 ** 20, inflatedBytes: 64 * 2 ** 20, backlogBytes: 2 ** 30 },
    ...options,
  });
  const app = await createApp({
    logger: testLogger,
    keys: { anyKeyExists: async () => false, find: async () => null, isOperator: () => false },
    isStopping: () => false,
    routes: open.routes,
    dashboardRoot: '/nowhere',
    version: '0.0.0',
    bodyLimitBytes: 32 * 2 ** 20,
  });
  await waitUntil(() => open.ingest.health.logOpen);
  return {
    ...open,
    app,
    async stop() {
      await app.close();
      await open.ingest.stop(0);
    },
  };
}

export async function waitUntil(
  holds: () => boolean | Promise<boolean>,
  withinMs = 20_000,
): Promise<void> {
  const endMs = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`it did not come to hold within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
