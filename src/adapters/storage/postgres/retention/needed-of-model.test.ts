import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshPostgres } from '../../../../testing/engines.ts';
import { createTestModel } from '../../../../testing/ingest-rig.ts';
import { readNeeded } from './needed-of-model.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const T0 = Date.UTC(2024, 2, 10);
const hour = (index: number) => T0 + index * HOUR_MS;

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let model: string;
let models = 0;
beforeAll(async () => {
  postgres = await freshPostgres({ migrated: true });
});
beforeEach(async () => {
  models += 1;
  ({ modelId: model } = await createTestModel(postgres.pool, { name: `m${models}` }));
});
afterAll(() => postgres?.drop());

const run = (text: string, ...values: unknown[]) => postgres.pool.query(text, values);
const needed = () => readNeeded(postgres.pool, model);

describe('hours that are not settled', () => {
  it('are those of cells that are to be counted', async () => {
    const cell = new Date(hour(5) + 300_000);
    await run('INSERT INTO dirty_cells (model_id, cell_start) VALUES ($1, $2)', model, cell);
    expect((await needed()).unsettledHoursMs).toEqual(new Set([hour(5)]));
  });

  it('and of rows and labels of the log that no block has stored', async () => {
    const append = async (kind: string, at: number) => {
      const { rows } = await run(
        `INSERT INTO ingest_log_1 (lane, project_id, model_id, kind, schema_version, layout, rows,
           cells, payload, frames)
         VALUES (1, 'default', $1, $2, 1, 1, 1, ARRAY[$3::bigint], '', '') RETURNING entry_id`,
        ...[model, kind, at],
      );
      return rows[0].entry_id as string;
    };
    const block = (entry: string, stored: string) =>
      run(
        `INSERT INTO ingest_blocks (token, lane, kind, entry_ids, stored_at)
         VALUES ($1::bigint::text, 1, 'predictions', ARRAY[$1::bigint], ${stored})`,
        entry,
      );
    await append('predictions', hour(1));
    await append('labels', hour(2) + 60_000);
    await block(await append('predictions', hour(3)), 'NULL');
    await block(await append('predictions', hour(4)), 'now()');
    expect((await needed()).unsettledHoursMs).toEqual(new Set([hour(1), hour(2), hour(3)]));
  });
});

describe('what is needed', () => {
  const beginBaseline = (state: string, age: string) =>
    run(
      `INSERT INTO baselines (baseline_id, project_id, model_id, name, state, period_start, created_at)
       VALUES ($1 || $2 || $3, 'default', $1, 'b', $2, $4, now() - $3::interval)`,
      ...[model, state, age, new Date(T0)],
    );

  it('is nothing of a model that nobody watches', async () => {
    expect((await needed()).fromMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('is the period that a baseline is being made of', async () => {
    await beginBaseline('building', '1 minute');
    expect((await needed()).fromMs).toBe(T0 - 2 * DAY_MS);
  });

  it('and not one that was made, or that a killed server left half made', async () => {
    await beginBaseline('ready', '1 minute');
    await beginBaseline('building', '2 days');
    expect((await needed()).fromMs).toBe(Number.POSITIVE_INFINITY);
  });
});
