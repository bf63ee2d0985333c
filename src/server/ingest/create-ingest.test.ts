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

async function account() {
  await rig.ingest.drained();
  const response = await rig.app.inject({ url: `/v1/models/${model.name}/accounting` });
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
});
