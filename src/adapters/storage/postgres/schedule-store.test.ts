import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { plantModel } from '../../../testing/control-plane.ts';
import { freshPostgres } from '../../../testing/engines.ts';
import { scheduleStoreSuite } from '../../../testing/schedule-store-suite.ts';
import { createModelStore } from './model-store.ts';
import { createMonitorStore } from './monitor-store.ts';
import { createScheduleStore } from './schedule-store.ts';

describe('the schedule in Postgres', () => {
  let postgres: Awaited<ReturnType<typeof freshPostgres>>;
  beforeAll(async () => {
    postgres = await freshPostgres({ migrated: true });
  });
  afterAll(() => postgres.drop());

  const run = (sql: string, values: unknown[] = []) => postgres.pool.query(sql, values);

  scheduleStoreSuite(() => ({
    schedule: createScheduleStore(postgres.pool),
    monitors: createMonitorStore(postgres.pool),
    newModel: (change) => plantModel(postgres.pool, change),
    async removeModels() {
      await run('TRUNCATE models, dirty_cells CASCADE');
    },
    async touch(modelId, cellMs, what) {
      const generation = `${what}_generation`;
      await run(
        `INSERT INTO dirty_cells AS cell (model_id, cell_start, ${generation}) VALUES ($1, $2, 1)
         ON CONFLICT (model_id, cell_start) DO UPDATE SET ${generation} = cell.${generation} + 1`,
        [modelId, new Date(cellMs)],
      );
    },
    async setNextWindow(monitorId, endMs) {
      await run('UPDATE monitors SET next_window_end = $2 WHERE monitor_id = $1', [
        monitorId,
        new Date(endMs),
      ]);
    },
    async plantEvaluation(monitorId, windowStartMs) {
      await run(
        `INSERT INTO evaluations (monitor_id, window_start, window_end, revision, monitor_version,
           cause, results, evaluated_at) VALUES ($1, $2, $2, 1, 1, 'scheduled', '[]', now())`,
        [monitorId, new Date(windowStartMs)],
      );
    },
    async advanceWatermark(modelId, watermarkMs) {
      await createModelStore(postgres.pool).advanceWatermark(modelId, watermarkMs);
    },
    async logPredictions(modelId, cellMs) {
      const { rows } = await postgres.pool.query<{ entry_id: string }>(
        `INSERT INTO ingest_log_2 (lane, project_id, model_id, kind, schema_version, layout, rows,
           cells, payload, frames)
         VALUES (1, 'default', $1, 'predictions', 1, 1, 1, $2, '', '') RETURNING entry_id`,
        [modelId, [cellMs]],
      );
      return async () => {
        await run(
          `INSERT INTO ingest_blocks (token, lane, kind, entry_ids, stored_at)
           VALUES ($1, 1, 'predictions', $2, now())`,
          [randomUUID(), rows.map((row) => row.entry_id)],
        );
      };
    },
    async expireLeases() {
      await run(`UPDATE model_schedule SET leased_until = now() - interval '1 s'`);
    },
  }));
});
