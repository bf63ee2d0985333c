import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshClickHouse, freshPostgres } from '../../../testing/engines.ts';
import { insertStories, type ModelStory, storyModelId } from '../../../testing/model-story.ts';
import { createSelfWatchReadModel } from './self-watch-read-model.ts';

const HOUR_MS = 3_600_000;
const NOW_MS = Date.parse('2026-05-10T00:00Z');

const story = (name: string, change: Partial<ModelStory> = {}): ModelStory => ({
  name,
  windows: 5,
  endMs: NOW_MS,
  drift: () => 0.01,
  ...change,
});

describe('how the work of a project stands', () => {
  let postgres: Awaited<ReturnType<typeof freshPostgres>>;
  let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;

  beforeAll(async () => {
    postgres = await freshPostgres({ migrated: true });
    clickhouse = await freshClickHouse({ migrated: true });
    const stores = { pool: postgres.pool, client: clickhouse.client };
    await insertStories(stores, [
      story('calm'),
      story('drifting', { drift: (_, window) => (window === 4 ? 0.9 : 0.01) }),
      story('foreign'),
      story('replayed', { clock: 'replay' }),
    ]);

    await postgres.pool.query('UPDATE monitors SET next_window_end = $1', [
      new Date(NOW_MS + 24 * HOUR_MS),
    ]);
  });
  afterAll(() => Promise.all([postgres.drop(), clickhouse.drop()]));

  const work = () => createSelfWatchReadModel(postgres.pool).work('default', NOW_MS);
  const update = (name: string, table: string, change: string) =>
    postgres.pool.query(`UPDATE ${table} SET ${change} WHERE model_id = $1`, [
      storyModelId({ name }),
    ]);

  it('has nothing due where every window has run', async () => {
    expect(await work()).toMatchObject({ enabledMonitors: 4, disabledMonitors: 0, due: [] });
  });

  it('tells which monitor is due, for how long, and how its model fares', async () => {
    const end = new Date(NOW_MS - 2 * HOUR_MS).toISOString();
    await update('calm', 'monitors', `next_window_end = '${end}'`);
    await postgres.pool.query(`INSERT INTO model_schedule (model_id, failures) VALUES ($1, 3)`, [
      storyModelId({ name: 'calm' }),
    ]);
    const { due } = await work();
    expect(due).toMatchObject([
      {
        modelName: 'calm',
        monitorName: 'Daily watch',
        cadence: '1d',
        // Two hours, less the five minutes that rows may be late.
        overdueMs: 2 * HOUR_MS - 300_000,
        failures: 3,
        lastServedMs: null,
        leased: false,
      },
    ]);
  });

  it('counts a replay by its own clock, and what is switched off not at all', async () => {
    await update('calm', 'monitors', 'enabled = false');
    await update('replayed', 'monitors', `next_window_end = '2026-05-09T12:00Z'`);
    const { due, enabledMonitors, disabledMonitors } = await work();
    expect(due.map((one) => [one.modelName, one.overdueMs])).toEqual([['replayed', 12 * HOUR_MS]]);
    expect([enabledMonitors, disabledMonitors]).toEqual([3, 1]);
  });

  it('gives the worst verdict of the last evaluation of each monitor, by name', async () => {
    const readModel = createSelfWatchReadModel(postgres.pool);
    const statuses = await readModel.statuses('default', 2);
    expect(statuses.map((one) => [one.modelName, one.status])).toEqual([
      ['drifting', 2],
      ['foreign', 0],
    ]);
    expect(await readModel.statuses('another', 2)).toEqual([]);
    expect([...(await readModel.modelNames('default', 1)).values()]).toEqual(['calm']);
  });

  it('gives the last values of the most important columns of the first models', async () => {
    const latest = await createSelfWatchReadModel(postgres.pool).latestResults('default', {
      models: 2,
      perModel: 2,
      metrics: ['population_stability_index'],
    });
    // The monitor of the first model is switched off.
    const metric = 'population_stability_index';
    const monitorName = 'Daily watch';
    expect(latest).toMatchObject([
      { modelName: 'drifting', monitorName, metric, column: 'distance', value: 0.9 },
      { modelName: 'drifting', monitorName, metric, column: 'hour', value: 0.9 },
    ]);
  });

  it('counts messages that wait, and channels that took none of the last', async () => {
    const { pool } = postgres;
    await pool.query(`
      INSERT INTO channels (channel_id, project_id, name, kind, config, enabled) VALUES
        ('c1', 'default', 'fails', 'webhook', '{}', true),
        ('c2', 'default', 'recovered', 'webhook', '{}', true),
        ('c3', 'default', 'off', 'webhook', '{}', false)`);
    const message = (id: string, channel: string, state: string, hoursAgo: number, more: object) =>
      pool.query(
        `INSERT INTO notifications (notification_id, project_id, channel_id, dedup_key,
           idempotency_key, body, state, attempts, last_outcome, created_at, delivered_at)
         VALUES ($1, 'default', $2, $1, $1, '{}', $3, $4, $5, $6, $7)`,
        [
          id,
          channel,
          state,
          'attempts' in more ? more.attempts : 1,
          'outcome' in more ? more.outcome : null,
          new Date(NOW_MS - hoursAgo * HOUR_MS),
          state === 'delivered' ? new Date(NOW_MS - hoursAgo * HOUR_MS) : null,
        ],
      );
    await message('n1', 'c1', 'dead', 3, { outcome: 'status 410' });
    await message('n2', 'c1', 'pending', 2, { attempts: 4, outcome: 'status 500' });
    await message('n3', 'c2', 'dead', 3, { outcome: 'status 500' });
    await message('n4', 'c2', 'delivered', 1, { outcome: 'status 200' });
    await message('n5', 'c3', 'pending', 9, { attempts: 0 });
    const { outbox, failingChannels } = await work();
    expect(outbox).toEqual({ pending: 1, dead: 2, oldestCreatedMs: NOW_MS - 2 * HOUR_MS });
    expect(failingChannels).toEqual([
      {
        channelId: 'c1',
        name: 'fails',
        kind: 'webhook',
        pending: 1,
        dead: 1,
        lastOutcome: 'status 500',
      },
    ]);
  });
});
