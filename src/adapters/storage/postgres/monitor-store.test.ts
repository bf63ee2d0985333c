import { afterAll, beforeAll, describe } from 'vitest';
import { plantModel } from '../../../testing/control-plane.ts';
import { freshPostgres } from '../../../testing/engines.ts';
import { monitorStoreSuite } from '../../../testing/monitor-store-suite.ts';
import { createMonitorStore } from './monitor-store.ts';

describe('monitors in Postgres', () => {
  let postgres: Awaited<ReturnType<typeof freshPostgres>>;
  beforeAll(async () => {
    postgres = await freshPostgres({ migrated: true });
  });
  afterAll(() => postgres.drop());

  monitorStoreSuite(
    () => createMonitorStore(postgres.pool),
    () => plantModel(postgres.pool),
  );
});
