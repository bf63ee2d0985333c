import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../monitoring/model/model.ts';
import { freshClickHouse, freshPostgres } from '../../testing/engines.ts';
import { createTestModel, type IngestRig, startIngestRig } from '../../testing/ingest-rig.ts';

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
let rig: IngestRig;
let model: Model;

beforeAll(async () => {
  postgres = await freshPostgres({ migrated: true });
  clickhouse = await freshClickHouse({ migrated: true });
  model = await createTestModel(postgres.pool);
  rig = await startIngestRig({ postgres: postgres.pool, clickhouse: clickhouse.client });
});

afterAll(async () => {
  await rig?.stop();
  await clickhouse?.drop();
  await postgres?.drop();
});

async function send(kind: 'predictions' | 'labels', body: unknown, to = model.name) {
  const response = await rig.app.inject({
    method: 'POST',
    url: `/v1/models/${to}/${kind}`,
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify(body),
  });
  return { status: response.statusCode, body: response.json() };
}

async function account(query = '') {
  await rig.ingest.drained();
  const response = await rig.app.inject({ url: `/v1/models/${model.name}/accounting${query}` });
  return response.json();
}

const rows = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, i) => ({
    predictionId: `${prefix}-${i}`,
    time: Date.UTC(2024, 0, 1, i % 24),
    features: { amount: i, country: 'NL', extra: [1] },
    score: 0.5,
  }));

describe('from a body to the store', () => {
  it('stores what it acknowledged, once, however often it is sent', async () => {
    const batch = rows(500, 'often');
    const first = await send('predictions', batch);
    expect(first).toEqual({
      status: 202,
      body: { accepted: 500, refusedCount: 0, refused: [], repeated: 0, early: 0 },
    });
    const again = await send('predictions', batch);
    expect(again.body.repeated).toBe(500);
    const { predictions } = await account();
    expect(predictions).toMatchObject({
      received: 1000,
      accepted: 1000,
      refused: 0,
      repeated: 500,
      stored: 1000,
      distinct: 500,
      conflicts: 0,
    });
  });

  it('counts an identity with two contents as a conflict and keeps the first', async () => {
    const before = (await account()).predictions;
    await send('predictions', { predictionId: 'conflict', time: 0, features: { amount: 1 } });
    await send('predictions', { predictionId: 'conflict', time: 0, features: { amount: 2 } });
    const { predictions } = await account();
    expect(predictions.distinct - before.distinct).toBe(1);
    expect(predictions.conflicts - before.conflicts).toBe(1);
  });

  it('takes a shadow’s answer to the same request for another identity', async () => {
    const before = (await account()).predictions;
    const row = { predictionId: 'both', time: 0 };
    await send('predictions', [row, { ...row, variant: 'shadow' }]);
    const { predictions } = await account();
    expect(predictions.distinct - before.distinct).toBe(2);
    expect(predictions.conflicts).toBe(before.conflicts);
  });

  it('finds the hour of a label’s prediction, whatever its id looks like', async () => {
    const ids = ["it's", 'back\\slash', '{x:String}', '<b>', 'ü🙂', "'; DROP TABLE labels; --"];
    const time = Date.UTC(2024, 0, 2, 3, 30);
    await send(
      'predictions',
      ids.map((predictionId) => ({ predictionId, time })),
    );
    await rig.ingest.drained();
    const labels = ids.map((predictionId) => ({ predictionId, label: 'yes' }));
    await send('labels', [...labels, { predictionId: 'too early', label: 'no' }]);
    await send('labels', { predictionId: 'told', label: 'no', predictedAt: time });
    await rig.ingest.drained();
    const result = await clickhouse.client.query({
      query: 'SELECT prediction_id AS id, toUnixTimestamp(hour) AS hour, text FROM labels FINAL',
      format: 'JSONEachRow',
    });
    const hour = Date.UTC(2024, 0, 2, 3) / 1_000;
    expect(
      (await result.json<{ id: string }>()).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    ).toEqual(
      [
        ...ids.map((id) => ({ id, hour, text: 'yes' })),
        { id: 'too early', hour: 0, text: 'no' },
        { id: 'told', hour, text: 'no' },
      ].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    );
    const dirty = await postgres.pool.query(
      `SELECT labels_generation::integer AS labels FROM dirty_cells
       WHERE model_id = $1 AND cell_start = to_timestamp($2)`,
      [model.modelId, hour],
    );
    expect(dirty.rows[0].labels).toBeGreaterThanOrEqual(1);
  });

  it('makes the cells of new rows dirty', async () => {
    const time = Date.UTC(2023, 5, 1, 12, 34);
    await send('predictions', { predictionId: 'dirty', time });
    await rig.ingest.drained();
    const dirty = await postgres.pool.query(
      `SELECT rows_generation::integer AS rows FROM dirty_cells
       WHERE model_id = $1 AND cell_start = '2023-06-01T12:00:00Z'`,
      [model.modelId],
    );
    expect(dirty.rows).toEqual([{ rows: 1 }]);
  });

  it('stores a row of every year since 1970 in one batch', async () => {
    const years = Array.from({ length: 55 }, (_, i) => 1970 + i);
    const batch = years.map((year) => ({ predictionId: `y${year}`, time: Date.UTC(year, 0) }));
    const before = (await account()).predictions;
    expect((await send('predictions', batch)).body.accepted).toBe(55);
    const { predictions } = await account();
    expect(predictions.distinct - before.distinct).toBe(55);
  });

  it('sets aside the rows that the store refuses for good, and stores the others', async () => {
    await clickhouse.client.command({
      query: "ALTER TABLE predictions ADD CONSTRAINT poison CHECK prediction_id NOT LIKE 'poison%'",
    });
    const before = (await account()).predictions;
    const batch = [
      ...rows(700, 'good a'),
      { predictionId: 'poison 1', time: 0 },
      ...rows(700, 'good b'),
      { predictionId: 'poison 2', time: 0 },
    ];
    expect((await send('predictions', batch)).body.accepted).toBe(1402);
    const { predictions } = await account();
    expect(predictions.stored - before.stored).toBe(1400);
    expect(predictions.quarantined - before.quarantined).toBe(2);
    expect(predictions.distinct - before.distinct).toBe(1400);
    const listed = await rig.app.inject({ url: `/v1/models/${model.name}/quarantine` });
    const kept: { predictionId: string; reason: string }[] = listed.json().rows;
    expect(kept.map(({ predictionId }) => predictionId).toSorted()).toEqual([
      'poison 1',
      'poison 2',
    ]);
    expect(kept[0]?.reason).toContain('poison');
    await clickhouse.client.command({ query: 'ALTER TABLE predictions DROP CONSTRAINT poison' });
  });

  it('stores what memory had no room for, from the log', async () => {
    const limits = {
      bodyBytes: 2 ** 20,
      inflatedBytes: 2 ** 20,
      backlogBytes: 2 ** 30,
      memoryBytes: 0,
    };
    const engines = { postgres: postgres.pool, clickhouse: clickhouse.client };
    const forgetful = await startIngestRig(engines, { limits });
    const before = (await account()).predictions;
    await forgetful.app.inject({
      method: 'POST',
      url: `/v1/models/${model.name}/predictions`,
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(rows(300, 'forgotten')),
    });
    await forgetful.ingest.drained();
    await forgetful.stop();
    const { predictions } = await account();
    expect(predictions.distinct - before.distinct).toBe(300);
  });

  it('accounts for rows without reading identities where nobody asks for those', async () => {
    await send('predictions', rows(20, 'asked-often'));
    const { distinct, conflicts, ...written } = (await account()).predictions;
    expect(distinct).toBeGreaterThanOrEqual(20);
    expect(conflicts).toBeGreaterThanOrEqual(0);
    expect((await account('?identities=false')).predictions).toEqual(written);
  });
});
