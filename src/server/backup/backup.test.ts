import { createWriteStream } from 'node:fs';
import { copyFile, open, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkBackup } from '../../adapters/storage/backup/check-backup.ts';
import { packBackup } from '../../adapters/storage/backup/pack-backup.ts';
import { beginBackup } from '../../adapters/storage/backup/take-backup.ts';
import { migrate } from '../../adapters/storage/migration/migrate.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { ScheduledMonitor } from '../../monitoring/schedule/schedule.ts';
import { HOUR_MS } from '../../testing/control-plane.ts';
import { freshClickHouse, freshPostgres, testDirectory } from '../../testing/engines.ts';
import { testLogger, waitUntil } from '../../testing/ingest-rig.ts';
import { PATIENCE_MS, startWatchRig, type WatchRig } from '../../testing/watch-rig.ts';
import { readConfig } from '../config.ts';
import { restore } from './restore.ts';

const T0 = Date.parse('2024-03-10T00:00Z');
const BATCHES = 6;
const ROWS = 50;
const HOURS_AT_BACKUP = 4;
const HOURS = 8;

/** Every third hour is shifted beyond doubt. */
const isShifted = (hour: number) => hour % 3 === 2;
const spread = (row: number) => (row * 0.618033988749895) % 1;

const rowsOf = (hour: number, batch: number) =>
  Array.from({ length: ROWS }, (_, index) => {
    const row = batch * ROWS + index;
    return {
      predictionId: `h${hour}-${row}`,
      time: T0 + hour * HOUR_MS + row * 1_000,
      features: { amount: spread(row) + (isShifted(hour) ? 9 : 0) },
      score: 0.5,
      decision: 'no',
    };
  });

interface Stores {
  readonly postgres: Awaited<ReturnType<typeof freshPostgres>>;
  readonly clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
}
const openStores = async (): Promise<Stores> => {
  const [postgres, clickhouse] = await Promise.all([freshPostgres(), freshClickHouse()]);
  return { postgres, clickhouse };
};
const urlsOf = ({ postgres, clickhouse }: Stores) => ({
  postgresUrl: postgres.url,
  clickhouseUrl: clickhouse.url,
});
const startRig = ({ postgres, clickhouse }: Stores) =>
  startWatchRig({ postgres: postgres.pool, clickhouse: clickhouse.client });

const storedIds = async ({ clickhouse }: Stores) => {
  const found = await clickhouse.client.query({
    query: 'SELECT prediction_id AS id FROM predictions FINAL',
    format: 'JSONEachRow',
  });
  return (await found.json<{ id: string }>()).map(({ id }) => id).sort();
};
const read = async (pool: Pool, sql: string) => (await pool.query(sql)).rows;
const alertsIn = (pool: Pool) =>
  read(
    pool,
    `SELECT check_id, state, opened_window, last_window, resolved_window FROM alerts
     ORDER BY opened_window`,
  );
const evaluationsIn = (pool: Pool) =>
  read(
    pool,
    `SELECT window_start, revision, results FROM evaluations ORDER BY window_start, revision`,
  );

describe('a backup of stores that are in use', { timeout: 4 * PATIENCE_MS }, () => {
  let directory: string;
  let source: Stores;
  let rig: WatchRig;
  let model: Model;
  let monitor: ScheduledMonitor;
  let file: string;
  /** Acknowledged before the backup began. */
  let before: ReadonlySet<string>;
  const stores: Stores[] = [];
  const acknowledged = new Set<string>();

  const fresh = async () => {
    const opened = await openStores();
    stores.push(opened);
    return opened;
  };

  async function sendBatch(to: WatchRig, hour: number, batch: number) {
    const rows = rowsOf(hour, batch);
    await to.post(model, 'predictions', rows);
    return rows.map((row) => row.predictionId);
  }

  async function sendHour(to: WatchRig, hour: number) {
    for (let batch = 0; batch < BATCHES; batch += 1) {
      for (const id of await sendBatch(to, hour, batch)) acknowledged.add(id);
    }
    await to.models.advanceWatermark(model.modelId, T0 + (hour + 1) * HOUR_MS);
  }

  const into = (target: Stores, dataDir: string) =>
    readConfig(
      {
        LEEWAY_DATA_DIR: join(directory, dataDir),
        LEEWAY_POSTGRES_URL: target.postgres.url,
        LEEWAY_CLICKHOUSE_URL: target.clickhouse.url,
      },
      {},
    );
  const restoreInto = (target: Stores, path = file, options = {}) =>
    restore(into(target, 'restored'), testLogger, {
      path,
      force: false,
      mute: false,
      onProgress() {},
      ...options,
    });

  beforeAll(async () => {
    directory = await testDirectory();
    source = await fresh();
    await migrate({ postgres: source.postgres.pool, clickhouse: source.clickhouse.client });
    rig = await startRig(source);
    model = await rig.newModel({ clock: 'replay' });
    await rig.newBaseline(
      model,
      Array.from({ length: 2_000 }, (_, row) => ({
        eventTimeMs: T0 - HOUR_MS * 100 + row,
        version: '',
        features: { amount: spread(row) },
        outputs: [{ name: 'default', score: 0.5, decision: 'no', value: null }],
        labels: [],
        latencyMs: null,
        weight: 1,
      })),
    );
    await rig.models.advanceWatermark(model.modelId, T0);
    monitor = await rig.newMonitor(model, {}, T0);
    const loop = rig.newLoop();
    loop.start();
    for (let hour = 0; hour < HOURS_AT_BACKUP; hour += 1) await sendHour(rig, hour);

    // Senders that never pause while the backup is taken.
    let isOver = false;
    const busy = (async () => {
      let hour = HOURS_AT_BACKUP;
      for (; !isOver || hour < HOURS_AT_BACKUP + 1; hour += 1) {
        // A replay that outruns the evaluation by hundreds of windows shows nothing more.
        await Promise.all([sendHour(rig, hour), sleep(1_000)]);
      }
      return hour;
    })();
    await waitUntil(() => acknowledged.size > HOURS_AT_BACKUP * BATCHES * ROWS, PATIENCE_MS);
    before = new Set(acknowledged);
    const backup = await beginBackup(urlsOf(source), '9.9.9');
    file = join(directory, 'backup.tar');
    await pipeline(packBackup(backup.entries(), Date.now), createWriteStream(file));
    isOver = true;
    for (let hour = await busy; hour < HOURS; hour += 1) await sendHour(rig, hour);
    const lastHour = acknowledged.size / (BATCHES * ROWS);
    await rig.evaluated(monitor, T0 + lastHour * HOUR_MS);
    await loop.stop();
  }, 4 * PATIENCE_MS);

  afterAll(async () => {
    await rig?.stop();
    for (const one of stores) await Promise.all([one.postgres.drop(), one.clickhouse.drop()]);
    await rm(directory, { recursive: true, force: true });
  });

  it('leaves nothing of itself in the stores', async () => {
    const found = await source.clickhouse.client.query({
      query: `SELECT name FROM system.tables
        WHERE database = currentDatabase() AND name LIKE 'leeway_backup%'`,
      format: 'JSONEachRow',
    });
    expect(await found.json()).toEqual([]);
  });

  it('has every row that was acknowledged before it once, and goes on without a gap', async () => {
    const target = await fresh();
    expect((await restoreInto(target)).migrated).toEqual([]);
    const restored = await startRig(target);
    try {
      await restored.drained();
      const ids = await storedIds(target);
      expect(new Set(ids).size).toBe(ids.length);
      expect([...before].filter((id) => !ids.includes(id))).toEqual([]);
      // Of one moment: what the log counted as accepted is what is stored, and no row more.
      const [counted] = await read(
        target.postgres.pool,
        `SELECT coalesce(sum(rows) FILTER (WHERE outcome = 'accepted'), 0)::int AS accepted,
           coalesce(sum(rows) FILTER (WHERE outcome = 'stored'), 0)::int AS stored
         FROM ingest_counters WHERE kind = 'predictions'`,
      );
      expect(counted).toEqual({ accepted: ids.length, stored: ids.length });

      // The senders go on where the backup left off.
      const loop = restored.newLoop();
      loop.start();
      const hours = acknowledged.size / (BATCHES * ROWS);
      for (let hour = HOURS_AT_BACKUP; hour < hours; hour += 1) await sendHour(restored, hour);
      await restored.evaluated(monitor, T0 + hours * HOUR_MS);
      await loop.stop();
      const alerts = await alertsIn(source.postgres.pool);
      expect(alerts.length).toBeGreaterThan(1);
      expect(await alertsIn(target.postgres.pool)).toEqual(alerts);
      const first = (rows: Record<string, unknown>[]) =>
        rows.filter((row) => row['revision'] === 0);
      expect(first(await evaluationsIn(target.postgres.pool))).toEqual(
        first(await evaluationsIn(source.postgres.pool)),
      );
      expect(await storedIds(target)).toEqual([...acknowledged].sort());
    } finally {
      await restored.stop();
    }
  });

  it('is not put over what is there, unless that is asked for', async () => {
    const target = await fresh();
    await restoreInto(target);
    await expect(restoreInto(target)).rejects.toMatchObject({ code: 'target_not_empty' });
    await restoreInto(target, file, { force: true, mute: true });
    expect(await read(target.postgres.pool, 'SELECT name FROM models')).toEqual([
      { name: model.name },
    ]);
    expect(await read(target.postgres.pool, 'SELECT count(*)::int AS n FROM store_epochs')).toEqual(
      [{ n: 2 }],
    );
  });

  it('of a state that this release does not know is refused', async () => {
    const { pool } = source.postgres;
    await pool.query(
      "INSERT INTO schema_migrations VALUES ('postgres', '', '9999_do_more', 'x', now())",
    );
    const newer = join(directory, 'newer.tar');
    const backup = await beginBackup(urlsOf(source), '9.9.9');
    await pipeline(packBackup(backup.entries(), Date.now), createWriteStream(newer));
    await pool.query("DELETE FROM schema_migrations WHERE name = '9999_do_more'");
    await expect(restoreInto(await fresh(), newer)).rejects.toMatchObject({
      code: 'backup_newer',
      message: expect.stringContaining('9999_do_more'),
    });
  });

  it('runs alone, and lets go when its reader leaves', async () => {
    const first = await beginBackup(urlsOf(source), '9.9.9');
    await expect(beginBackup(urlsOf(source), '9.9.9')).rejects.toMatchObject({
      code: 'backup_busy',
    });
    const reader = packBackup(first.entries(), Date.now);
    for await (const _ of reader) break;
    await waitUntil(async () => {
      try {
        const again = await beginBackup(urlsOf(source), '9.9.9');
        for await (const _ of again.entries());
        return true;
      } catch {
        return false;
      }
    }, PATIENCE_MS);
  });

  it('says that it waited for a lock in vain, and lets go', async () => {
    const holder = await source.postgres.pool.connect();
    await holder.query('BEGIN; LOCK TABLE ingest_blocks IN ACCESS EXCLUSIVE MODE');
    await expect(beginBackup(urlsOf(source), '9.9.9')).rejects.toMatchObject({
      code: 'tables_locked',
      message: expect.stringContaining('pg_stat_activity'),
    });
    await holder.query('ROLLBACK');
    holder.release();
    for await (const _ of (await beginBackup(urlsOf(source), '9.9.9')).entries());
  });

  it.each([
    ['at its beginning', 0.02],
    ['in the middle', 0.5],
    ['in the manifest', 0.95],
  ])('with one other byte %s is refused', async (_where, share) => {
    const path = join(directory, 'flipped.tar');
    await copyFile(file, path);
    const handle = await open(path, 'r+');
    const { size } = await stat(path);
    // Between two entries there are zeros that mean nothing.
    let at = Math.floor(size * share);
    const byte = Buffer.alloc(1);
    for (; byte[0] === 0; at += 1) await handle.read(byte, 0, 1, at);
    byte[0] = (byte[0] ?? 0) ^ 1;
    await handle.write(byte, 0, 1, at - 1);
    await handle.close();
    await expect(checkBackup(path)).rejects.toMatchObject({
      code: 'backup_damaged',
      message: expect.stringMatching(/The backup is damaged: .+ Nothing was changed/),
    });
  });

  it('that was broken off is known to be incomplete', async () => {
    const path = join(directory, 'cut.tar');
    await copyFile(file, path);
    const { size } = await stat(path);
    for (const share of [0.9, 0.5, 0.1]) {
      await truncate(path, Math.floor(size * share));
      await expect(checkBackup(path)).rejects.toMatchObject({ code: 'backup_incomplete' });
    }
    await writeFile(path, 'no tar at all');
    await expect(checkBackup(path)).rejects.toMatchObject({
      code: expect.stringMatching(/backup_(damaged|incomplete)/),
    });
  });
});
