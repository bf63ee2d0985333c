import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openClickHouse } from '../../adapters/storage/clickhouse/open-clickhouse.ts';
import { migrateClickHouse, migratePostgres } from '../../adapters/storage/migration/migrate.ts';
import { openPostgres } from '../../adapters/storage/postgres/open-postgres.ts';
import type { Model } from '../../monitoring/model/model.ts';
import { startTestEngines, type TestEngines, testTimes } from '../../testing/engines.ts';
import {
  createTestModel,
  type IngestRig,
  startIngestRig,
  waitUntil,
} from '../../testing/ingest-rig.ts';

let engines: TestEngines;
let clickhouse: ClickHouseClient;
let postgres: Pool;
let model: Model;
/** Ids that were acknowledged, ever. */
const acknowledged = new Set<string>();

beforeAll(async () => {
  // A frozen engine stays frozen until the test wakes it.
  engines = await startTestEngines({ ...testTimes, probeTimeoutMs: 60_000 });
  clickhouse = openClickHouse(engines.clickhouse.url);
  postgres = openPostgres(engines.postgres.url);
  await migratePostgres(postgres);
  await migrateClickHouse(clickhouse);
  model = await createTestModel(postgres);
});

afterAll(async () => {
  await clickhouse?.close();
  await postgres?.end();
  await engines?.stop();
});

const startRig = (options: Parameters<typeof startIngestRig>[1] = {}) =>
  startIngestRig({ postgres, clickhouse }, options);

async function send(rig: IngestRig, count = 50): Promise<number> {
  const batch = Array.from({ length: count }, () => ({
    predictionId: randomUUID(),
    time: Date.UTC(2024, 0, 1),
    features: { amount: 1 },
  }));
  const response = await rig.app.inject({
    method: 'POST',
    url: `/v1/models/${model.name}/predictions`,
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify(batch),
  });
  if (response.statusCode === 202)
    for (const { predictionId } of batch) acknowledged.add(predictionId);
  return response.statusCode;
}

async function storedIds(): Promise<readonly string[]> {
  const result = await clickhouse.query({
    query: 'SELECT prediction_id AS id FROM predictions FINAL',
    format: 'JSONEachRow',
  });
  return (await result.json<{ id: string }>()).map(({ id }) => id);
}

async function expectAllStored(): Promise<void> {
  const ids = await storedIds();
  expect(new Set(ids).size).toBe(ids.length);
  expect([...acknowledged].filter((id) => !new Set(ids).has(id))).toEqual([]);
}

const signal = (pid: number | undefined, name: NodeJS.Signals) => {
  if (pid === undefined) throw new Error('the engine does not run');
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in the meantime.
  }
};

// Engines that come back take as long as the machine lets them.
describe('ingest while something is down', { timeout: 180_000 }, () => {
  it('goes on while ClickHouse is frozen, up to the bound, and catches up', async () => {
    const limits = { bodyBytes: 2 ** 20, inflatedBytes: 2 ** 20, backlogBytes: 100_000 };
    const rig = await startRig({ limits });
    signal(engines.clickhouse.pid, 'SIGSTOP');
    let status = 202;
    for (let i = 0; i < 100 && status === 202; i += 1) status = await send(rig);
    expect(status).toBe(429);
    expect(acknowledged.size).toBeGreaterThanOrEqual(300);
    signal(engines.clickhouse.pid, 'SIGCONT');
    await rig.ingest.drained();
    expect(await send(rig)).toBe(202);
    await rig.ingest.drained();
    await rig.stop();
    await expectAllStored();
  });

  it('stores after a restart what it had only acknowledged before', async () => {
    const before = await startRig();
    signal(engines.clickhouse.pid, 'SIGSTOP');
    expect([await send(before), await send(before, 5)]).toEqual([202, 202]);
    // Long enough for a block to be planned and sent.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await send(before)).toBe(202);
    const stopping = before.stop();
    signal(engines.clickhouse.pid, 'SIGCONT');
    await stopping;
    const after = await startRig();
    await after.ingest.drained();
    await after.stop();
    await expectAllStored();
  });

  it('empties the lane of a server that stopped while another one runs', async () => {
    const [gone, left] = [await startRig(), await startRig()];
    signal(engines.clickhouse.pid, 'SIGSTOP');
    expect(await send(gone)).toBe(202);
    const stopping = gone.stop();
    signal(engines.clickhouse.pid, 'SIGCONT');
    await stopping;
    await waitUntil(async () => {
      const ids = new Set(await storedIds());
      return [...acknowledged].every((id) => ids.has(id));
    });
    await left.stop();
    await expectAllStored();
  });

  it('loses nothing when ClickHouse is killed in the middle', async () => {
    const rig = await startRig();
    for (let round = 0; round < 2; round += 1) {
      expect(await send(rig, 2_000)).toBe(202);
      signal(engines.clickhouse.pid, 'SIGKILL');
      expect(await send(rig, 2_000)).toBe(202);
      await rig.ingest.drained();
    }
    await rig.stop();
    await expectAllStored();
  });

  it('refuses within seconds while PostgreSQL is frozen, and acknowledges nothing', async () => {
    const rig = await startRig();
    await rig.ingest.drained();
    // Of all its processes: the postmaster alone would leave the connections working.
    const pids = await postgres.query<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'",
    );
    const all = [engines.postgres.pid, ...pids.rows.map(({ pid }) => pid)];
    for (const pid of all) signal(pid, 'SIGSTOP');
    const thaw = () => {
      for (const pid of all) signal(pid, 'SIGCONT');
    };
    onTestFinished(thaw);
    try {
      // The bound is loose: what counts is that nobody waits for a database that is away.
      const beforeMs = Date.now();
      expect(await send(rig)).toBe(503);
      expect(Date.now() - beforeMs).toBeLessThan(15_000);
    } finally {
      thaw();
    }
    await waitUntil(() => rig.ingest.health.logOpen);
    expect(await send(rig)).toBe(202);
    await rig.ingest.drained();
    await rig.stop();
    await expectAllStored();
  });

  it('loses nothing when PostgreSQL is killed in the middle', async () => {
    const rig = await startRig();
    for (let round = 0; round < 2; round += 1) {
      const sending = Array.from({ length: 5 }, () => send(rig, 500));
      signal(engines.postgres.pid, 'SIGKILL');
      expect((await Promise.all(sending)).every((status) => status === 202 || status === 503)).toBe(
        true,
      );
      await waitUntil(async () => (await send(rig, 10)) === 202);
    }
    await rig.ingest.drained();
    await rig.stop();
    await expectAllStored();
  });

  it('stores all of what comes after PostgreSQL was restored from a backup', async () => {
    const first = await startRig();
    expect(await send(first)).toBe(202);
    await first.ingest.drained();
    await first.stop();
    const backup = openPostgres(engines.postgres.url, { database: 'template1', maxConnections: 1 });
    const source = new URL(engines.postgres.url).pathname.slice(1);
    await postgres.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
    );
    await postgres.end();
    await backup.query(`CREATE DATABASE restored TEMPLATE ${source}`);
    await backup.end();

    postgres = openPostgres(engines.postgres.url);
    const second = await startRig();
    for (let i = 0; i < 5; i += 1) {
      expect(await send(second)).toBe(202);
      await second.ingest.drained();
    }
    await second.stop();
    const used = await tokensOf(postgres);
    await postgres.end();

    postgres = openPostgres(engines.postgres.url, { database: 'restored' });
    const third = await startRig();
    for (let i = 0; i < 5; i += 1) {
      expect(await send(third)).toBe(202);
      await third.ingest.drained();
    }
    await third.stop();
    const reissued = (await tokensOf(postgres)).filter((token) => used.includes(token));
    // The block of before the backup is in both.
    expect(reissued).toHaveLength(used.length - 5);
    await expectAllStored();
  });
});

async function tokensOf(pool: Pool): Promise<readonly string[]> {
  const read = await pool.query<{ token: string }>('SELECT token FROM ingest_blocks');
  return read.rows.map(({ token }) => token);
}
