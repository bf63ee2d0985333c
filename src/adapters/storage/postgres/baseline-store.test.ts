import { afterAll, beforeAll } from 'vitest';
import { baselineStoreSuite } from '../../../testing/baseline-store-suite.ts';
import { freshPostgres } from '../../../testing/engines.ts';
import { createBaselineStore } from './baseline-store.ts';
import { createModelStore } from './model-store.ts';

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
beforeAll(async () => {
  postgres = await freshPostgres({ migrated: true });
});
afterAll(() => postgres.drop());

baselineStoreSuite('baselines in PostgreSQL', async () => ({
  store: createBaselineStore(postgres.pool),
  models: createModelStore(postgres.pool),
  projectId: 'default',
}));
