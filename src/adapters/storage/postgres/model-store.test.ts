import { afterAll, beforeAll } from 'vitest';
import { freshPostgres } from '../../../testing/engines.ts';
import { modelStoreSuite } from '../../../testing/model-store-suite.ts';
import { createModelStore } from './model-store.ts';

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
beforeAll(async () => {
  postgres = await freshPostgres({ migrated: true });
  await postgres.pool.query(`INSERT INTO projects (project_id, name) VALUES ('other', 'other')`);
});
afterAll(() => postgres.drop());

modelStoreSuite('models in PostgreSQL', async () => ({
  store: createModelStore(postgres.pool),
  projects: ['default', 'other'],
  events: async (modelId) =>
    (
      await postgres.pool.query(
        'SELECT kind, detail FROM model_events WHERE model_id = $1 ORDER BY occurred_at, event_id',
        [modelId],
      )
    ).rows,
}));
