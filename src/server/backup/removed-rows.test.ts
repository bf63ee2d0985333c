import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { packBackup } from '../../adapters/storage/backup/pack-backup.ts';
import { beginBackup } from '../../adapters/storage/backup/take-backup.ts';
import { migrate } from '../../adapters/storage/migration/migrate.ts';
import { freshClickHouse, freshPostgres, testDirectory } from '../../testing/engines.ts';
import { createTestModel, testLogger } from '../../testing/ingest-rig.ts';
import { storePredictions } from '../../testing/telemetry-rows.ts';
import { readConfig } from '../config.ts';
import { restore } from './restore.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const ROWS = 1_000;
const REMOVED = 30;

type Engine = { readonly url: string; drop(): Promise<void> };
const opened: Engine[] = [];
const kept = <E extends Engine>(engine: E): E => {
  opened.push(engine);
  return engine;
};
let directory: string;
beforeAll(async () => {
  directory = await testDirectory();
});
afterAll(async () => {
  for (const engine of opened) await engine.drop();
  await rm(directory, { recursive: true, force: true });
});

test('rows that were removed, but not yet from the disk, are not in a backup', async () => {
  const postgres = kept(await freshPostgres());
  const clickhouse = kept(await freshClickHouse());
  await migrate({ postgres: postgres.pool, clickhouse: clickhouse.client });
  const model = await createTestModel(postgres.pool);
  const rows = Array.from({ length: ROWS }, (_, index) => ({
    id: `${index}`.padStart(4, '0'),
    timeMs: index,
    arrival: index,
  }));
  await storePredictions(clickhouse.client, model, rows);
  await clickhouse.client.command({
    query: `DELETE FROM predictions WHERE toUInt32(prediction_id) < ${REMOVED}`,
    clickhouse_settings: { lightweight_deletes_sync: '2' },
  });
  const parts = await clickhouse.client.query({
    query: `SELECT sum(rows) AS rows FROM system.parts
      WHERE database = currentDatabase() AND table = 'predictions' AND active`,
    format: 'JSONEachRow',
  });
  expect(await parts.json()).toEqual([{ rows: `${ROWS}` }]);

  const path = join(directory, 'backup.tar');
  const stores = { postgresUrl: postgres.url, clickhouseUrl: clickhouse.url };
  const backup = await beginBackup(stores, '9.9.9');
  await pipeline(packBackup(backup.entries(), Date.now), createWriteStream(path));

  const target = {
    postgres: kept(await freshPostgres()),
    clickhouse: kept(await freshClickHouse()),
  };
  const config = readConfig(
    {
      LEEWAY_DATA_DIR: join(directory, 'restored'),
      LEEWAY_POSTGRES_URL: target.postgres.url,
      LEEWAY_CLICKHOUSE_URL: target.clickhouse.url,
    },
    {},
  );
  await restore(config, testLogger, { path, force: false, mute: false, onProgress() {} });

  const restored = await target.clickhouse.client.query({
    query: 'SELECT count() AS rows, min(prediction_id) AS first FROM predictions',
    format: 'JSONEachRow',
  });
  const first = `${REMOVED}`.padStart(4, '0');
  expect(await restored.json()).toEqual([{ rows: `${ROWS - REMOVED}`, first }]);
});
