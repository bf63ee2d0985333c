import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IngestLane } from '../../../monitoring/ingest/ingest-log.ts';
import { freshPostgres } from '../../../testing/engines.ts';
import { entryDraft, ingestLogSuite } from '../../../testing/ingest-log-suite.ts';
import { createTestModel } from '../../../testing/ingest-rig.ts';
import { createIngestLog } from './ingest-log.ts';

/** Every entry fills its table, so that the ring turns with each. */
const openLog = (pool: Pool, tableBytes = 1) =>
  createIngestLog({ pool, owner: randomUUID(), now: Date.now, tableBytes });

async function kill(pool: Pool, lane: IngestLane): Promise<void> {
  // Until its process has ended: its client hears of it before its locks are given back.
  await pool.query(
    `SELECT pg_terminate_backend(pid, 10000) FROM pg_locks
     WHERE locktype = 'advisory' AND classid = 7911 AND objid = $1
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [lane.lane],
  );
  await lane.lost;
}

ingestLogSuite(async () => {
  const postgres = await freshPostgres({ migrated: true });
  const { modelId } = await createTestModel(postgres.pool);
  return {
    modelId,
    open: () => openLog(postgres.pool),
    kill: (lane) => kill(postgres.pool, lane),
    dispose: () => postgres.drop(),
  };
});

describe('the ingest log in PostgreSQL', () => {
  let postgres: Awaited<ReturnType<typeof freshPostgres>>;
  let modelId: string;
  beforeEach(async () => {
    postgres = await freshPostgres({ migrated: true });
    modelId = (await createTestModel(postgres.pool)).modelId;
  });
  afterEach(() => postgres.drop());

  const tables = async () => {
    const read = await postgres.pool.query<{ rows: string }>(
      [0, 1, 2, 3]
        .map((table) => `SELECT count(*) AS rows FROM ingest_log_${table}`)
        .join(' UNION ALL '),
    );
    return read.rows.map(({ rows }) => Number(rows));
  };

  it('loses nothing of two writers whose ids are committed out of order', async () => {
    const log = openLog(postgres.pool);
    const [early, late] = [await log.openLane(), await log.openLane()];
    // Both fetch their ids, then the one with the higher ids commits first.
    await early.append([entryDraft(modelId, 'early 1')], []);
    await late.append([entryDraft(modelId, 'late 1')], []);
    const [lateId] = await late.append([entryDraft(modelId, 'late 2')], []);
    await late.plan({ token: 't', kind: 'predictions', entryIds: [lateId ?? 0] });
    await log.markStored({
      token: 't',
      lane: late.lane,
      kind: 'predictions',
      storedRows: new Map(),
      quarantined: [],
      touchedMs: new Map(),
    });
    const [earlyId] = await early.append([entryDraft(modelId, 'early 2')], []);
    expect(earlyId).toBeLessThan(lateId ?? 0);
    expect((await early.backlog()).entries).toHaveLength(2);
    expect((await late.backlog()).entries).toHaveLength(1);
    await early.close();
    await late.close();
  });

  it('empties stored tables with TRUNCATE and forgets their blocks', async () => {
    const log = openLog(postgres.pool);
    const lane = await log.openLane();
    for (let round = 0; round < 9; round += 1) {
      const entryIds = await lane.append([entryDraft(modelId, `${round}`)], []);
      await lane.plan({ token: `t${round}`, kind: 'predictions', entryIds });
      await log.markStored({
        token: `t${round}`,
        lane: lane.lane,
        kind: 'predictions',
        storedRows: new Map(),
        quarantined: [],
        touchedMs: new Map(),
      });
      await log.turnRing();
      expect((await tables()).reduce((sum, rows) => sum + rows, 0)).toBeLessThanOrEqual(1);
    }
    const blocks = await postgres.pool.query('SELECT FROM ingest_blocks');
    expect(blocks.rowCount).toBeLessThanOrEqual(1);
    await lane.close();
  });

  it('waits with a table that an append is still filling', async () => {
    const log = openLog(postgres.pool);
    await log.turnRing();
    const client = await postgres.pool.connect();
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO ingest_log_0 (lane, project_id, model_id, kind, schema_version, layout, rows,
         cells, payload, frames)
       VALUES (99, 'default', $1, 'predictions', 1, 1, 1, '{}', 'x', 'x')`,
      [modelId],
    );
    await postgres.pool.query('UPDATE ingest_ring SET current = 1');
    await log.turnRing();
    await client.query('COMMIT');
    client.release();
    await log.turnRing();
    expect(await tables()).toEqual([1, 0, 0, 0]);
  });

  it('counts in the same commit, per hour and outcome', async () => {
    const log = openLog(postgres.pool);
    const lane = await log.openLane();
    const count = (outcome: string, rows: number) => ({
      modelId,
      kind: 'predictions' as const,
      outcome,
      rows,
    });
    await lane.append([entryDraft(modelId, 'a')], [count('accepted', 1), count('accepted', 2)]);
    await lane.append([], [count('missing_field', 4)]);
    await expect(
      lane.append(
        [{ ...entryDraft(modelId, 'b'), kind: 'nothing' as 'labels' }],
        [count('accepted', 9)],
      ),
    ).rejects.toThrow();
    const read = await postgres.pool.query(
      'SELECT outcome, rows::integer FROM ingest_counters ORDER BY outcome',
    );
    expect(read.rows).toEqual([
      { outcome: 'accepted', rows: 3 },
      { outcome: 'missing_field', rows: 4 },
    ]);
  });

  it('marks cells dirty by the length of the model’s cells, once a block', async () => {
    const log = openLog(postgres.pool);
    const lane = await log.openLane();
    const fine = await createTestModel(postgres.pool, { name: 'fine', cellMs: 300_000 });
    const touchedMs = new Map([
      [modelId, [3_600_000, 3_900_000]],
      [fine.modelId, [3_600_000, 3_900_000]],
      ['mdl_gone', [0]],
    ]);
    const mark = (token: string, kind: 'predictions' | 'labels') =>
      log.markStored({
        token,
        lane: lane.lane,
        kind,
        storedRows: new Map(),
        quarantined: [],
        touchedMs,
      });
    const [entryId] = await lane.append([entryDraft(modelId, 'a')], []);
    await lane.plan({ token: 'p', kind: 'predictions', entryIds: [entryId ?? 0] });
    await lane.plan({ token: 'l', kind: 'labels', entryIds: [] });
    await mark('p', 'predictions');
    await mark('p', 'predictions');
    await mark('l', 'labels');
    const read = await postgres.pool.query(
      `SELECT model_id, extract(epoch FROM cell_start)::integer AS start,
         rows_generation::integer AS rows, labels_generation::integer AS labels
       FROM dirty_cells ORDER BY model_id, cell_start`,
    );
    expect(read.rows).toEqual([
      { model_id: modelId, start: 3600, rows: 1, labels: 1 },
      { model_id: fine.modelId, start: 3600, rows: 1, labels: 1 },
      { model_id: fine.modelId, start: 3900, rows: 1, labels: 1 },
    ]);
    await lane.close();
  });
});
