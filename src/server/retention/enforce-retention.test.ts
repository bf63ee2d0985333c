import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { HOUR_MS } from '../../monitoring/model/model.ts';
import { freshClickHouse, freshPostgres } from '../../testing/engines.ts';
import { waitUntil } from '../../testing/ingest-rig.ts';
import { DAY_START, WHOLE } from '../../testing/profile-rig.ts';
import { createRetentionRig, DAY_MS } from '../../testing/retention-rig.ts';
import { storeLabels } from '../../testing/telemetry-rows.ts';
import { startWatchRig, type WatchRig } from '../../testing/watch-rig.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let watch: WatchRig;
let rig: ReturnType<typeof createRetentionRig>;
beforeAll(async () => {
  clickhouse = await freshClickHouse({ migrated: true });
  postgres = await freshPostgres({ migrated: true });
  const engines = { clickhouse: clickhouse.client, postgres: postgres.pool };
  watch = await startWatchRig(engines);
  rig = createRetentionRig(engines);
});
afterAll(async () => {
  await watch?.stop();
  await postgres?.drop();
  await clickhouse?.drop();
});

const NOW = Date.now();
const OLD = NOW - 100 * DAY_MS;
const YOUNG = NOW - 10 * DAY_MS;
const hour = (index: number) => DAY_START + index * HOUR_MS;
const window = (index: number) => ({ startMs: hour(index), endMs: hour(index + 1) });
const KEPT = { rows: 90 * DAY_MS };
const AGE = { beforeMs: NOW - KEPT.rows, ripeMs: NOW - KEPT.rows - DAY_MS };
const both = { rows: true, labels: true };
const newModel = (name: string) => watch.newModel({ name, clock: 'replay' });

test('rows go by their arrival, whole hours at a time, and what was counted of them stays', async () => {
  const model = await newModel('ages');
  const other = await newModel('other');
  await rig.arrive(model, 'a', hour(0), OLD);
  await rig.arrive(model, 'b', hour(1), OLD);
  await rig.arrive(model, 'b-late', hour(1), YOUNG, 1);
  await rig.arrive(model, 'c', hour(2), YOUNG);
  await rig.arrive(model, 'd', hour(3), OLD);
  await rig.arrive(model, 'e', hour(4), OLD);
  await rig.arrive(model, 'f', hour(6), OLD);
  await rig.arrive(other, 'a', hour(0), YOUNG);
  await storeLabels(clickhouse.client, model, [
    { id: 'a0', hourMs: hour(0), text: 'yes', sequence: 1, arrivedAtMs: OLD },
    { id: 'e0', hourMs: hour(4), text: 'yes', sequence: 2, arrivedAtMs: YOUNG },
    { id: 'x', hourMs: 0, text: 'yes', sequence: 3, arrivedAtMs: OLD },
    { id: 'y', hourMs: 0, text: 'yes', sequence: 4, arrivedAtMs: YOUNG },
  ]);
  await watch.profiles.countCells(model, null, [0, 1, 2, 3, 4, 6].map(hour), both);
  // Still to be counted again.
  await watch.schedule.markLabelsDirty(model.modelId, [hour(3)]);
  const before = await watch.profiles.readWindow(model, null, window(0), WHOLE);
  expect(before.rows).toBe(3);

  await rig.turn(KEPT, NOW);
  // First they are only forgotten: whoever counts them at this moment is left in peace.
  expect(await rig.hoursIn('predictions', model, hour(0))).toMatchObject({ 0: 3, 6: 3 });
  await rig.turn(KEPT, NOW + HOUR_MS);

  const left = { 1: 4, 2: 3, 3: 3, 4: 3 };
  expect(await rig.hoursIn('predictions', model, hour(0))).toEqual(left);
  expect(await rig.hoursIn('prediction_index', model, hour(0))).toEqual(left);
  expect(await rig.hoursIn('labels', model, hour(0))).toEqual({ 4: 1, unknown: 1 });
  expect(await rig.hoursIn('predictions', other, hour(0))).toEqual({ 0: 3 });
  expect(await watch.profiles.readWindow(model, null, window(0), WHOLE)).toEqual(before);

  const mutations = await rig.mutations();
  await rig.turns(KEPT, NOW + 2 * HOUR_MS);
  expect(await rig.hoursIn('predictions', model, hour(0))).toEqual(left);
  expect(await rig.mutations(), 'nothing is left to be done').toBe(mutations);
});

test('the disk is given back once a tenth of a table is gone', async () => {
  await rig.turn(KEPT, NOW + 4 * HOUR_MS);
  const stored = await rig.numberOf(`SELECT sum(rows) AS n FROM system.parts
    WHERE database = currentDatabase() AND table = 'predictions' AND active`);
  const alive = await rig.numberOf('SELECT count() AS n FROM predictions');
  expect(stored).toBe(alive);
});

test('a row that comes late into an hour whose rows went is stored, and replaces no count', async () => {
  const model = await newModel('late');
  await rig.arrive(model, 'a', hour(0), OLD);
  await watch.profiles.countCells(model, null, [hour(0)], both);
  await rig.turns(KEPT, NOW);
  expect(await rig.hoursIn('predictions', model, hour(0))).toEqual({});

  const at = (index: number) => new Date(hour(index) + 1).toISOString();
  await watch.post(model, 'predictions', [
    { predictionId: 'late', time: at(0), features: {} },
    { predictionId: 'next', time: at(5), features: {} },
    { predictionId: 'last', time: at(30), features: {} },
  ]);
  await watch.post(model, 'labels', [
    { predictionId: 'late', label: 'yes', predictedAt: at(0) },
    { predictionId: 'a0', label: 'yes', predictedAt: at(0) },
  ]);
  await watch.drained();
  await watch.models.advanceWatermark(model.modelId, hour(10));
  const loop = watch.newLoop();
  loop.start();
  try {
    await waitUntil(async () => {
      const { rows } = await postgres.pool.query(
        'SELECT 1 FROM dirty_cells WHERE model_id = $1 AND cell_start <= $2',
        [model.modelId, new Date(hour(5))],
      );
      return rows.length === 0;
    }, 60_000);
  } finally {
    await loop.stop();
  }
  const rowsOf = async (index: number) =>
    (await watch.profiles.readWindow(model, null, window(index), WHOLE)).rows;
  expect(await rig.hoursIn('predictions', model, hour(0))).toMatchObject({ 0: 1, 5: 1 });
  expect([await rowsOf(0), await rowsOf(5)]).toEqual([3, 1]);
  // Young, it stays until its own time has come.
  await rig.turns(KEPT, NOW + DAY_MS);
  expect(await rig.hoursIn('predictions', model, hour(0))).toMatchObject({ 0: 1, 5: 1 });
  await postgres.pool.query('DELETE FROM dirty_cells WHERE model_id = $1', [model.modelId]);
  await rig.turns(KEPT, NOW + 92 * DAY_MS);
  expect(await rig.hoursIn('predictions', model, hour(0))).toEqual({});
});

test('what becomes old by the hour goes by the day', async () => {
  const model = await newModel('trickle');
  await rig.arrive(model, 'a', hour(0), OLD);
  await rig.turns(KEPT, NOW);
  const mutations = await rig.mutations();
  for (const index of [0, 1, 2]) {
    await rig.arrive(model, `late${index}-`, hour(0), AGE.beforeMs + index * HOUR_MS, 1);
  }
  for (const index of [2, 3, 4]) await rig.turn(KEPT, NOW + index * HOUR_MS);
  expect(await rig.hoursIn('predictions', model, hour(0))).toEqual({ 0: 3 });
  expect(await rig.mutations()).toBe(mutations);
  await rig.turn(KEPT, NOW + DAY_MS + HOUR_MS);
  expect(await rig.hoursIn('predictions', model, hour(0))).toEqual({});
});

test('labels of an hour without predictions go, and hours whose cells are due in the book stay', async () => {
  const model = await newModel('book');
  for (const index of [0, 1]) await rig.arrive(model, `h${index}-`, hour(index), OLD);
  await storeLabels(clickhouse.client, model, [
    { id: 'nobody', hourMs: hour(7), text: 'yes', sequence: 1, arrivedAtMs: OLD },
  ]);
  await watch.profiles.countCells(model, null, [hour(0), hour(1)], both);
  const mark = (family: string, revision: number) =>
    clickhouse.client.command({
      query: `INSERT INTO cell_revisions VALUES ('default', '${model.modelId}', 'live',
        ${hour(1) / 1_000}, '${family}', '', 0, ${revision})`,
    });
  await mark('due_labels', (NOW + DAY_MS) * 1_000);
  await rig.turns(KEPT, NOW);
  expect(await rig.hoursIn('predictions', model, hour(0))).toEqual({ 1: 3 });
  expect(await rig.hoursIn('labels', model, hour(0))).toEqual({});
});

test('a turn that is stopped leaves the rest to the next one', async () => {
  const model = await newModel('stopped');
  await rig.arrive(model, 'a', hour(0), OLD);
  const stopped = AbortSignal.abort();
  expect(await rig.turn(KEPT, NOW, stopped)).toBe(true);
  expect(await rig.telemetry.hoursWithRows(model, AGE)).toEqual([hour(0)]);
  await rig.turn(KEPT, NOW);
  const mutations = await rig.mutations();
  await rig.turn(KEPT, NOW + HOUR_MS, stopped);
  expect(await rig.mutations()).toBe(mutations);
  await rig.turn(KEPT, NOW + HOUR_MS);
  expect(await rig.hoursIn('predictions', model, hour(0))).toEqual({});
});

test('windows that are still to be evaluated keep their rows, and so do open alerts', async () => {
  const model = await newModel('waiting');
  for (const index of [0, 100, 200]) await rig.arrive(model, `h${index}-`, hour(index), OLD);
  const monitor = await watch.newMonitor(model, { name: 'm' });
  const setNext = (at: number | null) =>
    postgres.pool.query('UPDATE monitors SET next_window_end = $2 WHERE monitor_id = $1', [
      monitor.monitorId,
      at === null ? null : new Date(at),
    ]);
  const hours = () => rig.hoursIn('predictions', model, hour(0));

  await setNext(null);
  await rig.turns(KEPT, NOW);
  expect(await hours()).toEqual({ 0: 3, 100: 3, 200: 3 });

  await setNext(hour(120));
  await rig.turns(KEPT, NOW + 2 * HOUR_MS);
  expect(await hours()).toEqual({ 100: 3, 200: 3 });

  await setNext(hour(1_000));
  await postgres.pool.query(
    `INSERT INTO alerts (alert_id, project_id, model_id, monitor_id, check_id, segment, state,
       severity, historical, opened_window, last_window, metric)
     VALUES ('open', 'default', $1, $2, 'c', '', 'firing', 'critical', false, $3, $3, 'psi')`,
    [model.modelId, monitor.monitorId, new Date(hour(200))],
  );
  await rig.turns(KEPT, NOW + 4 * HOUR_MS);
  expect(await hours()).toEqual({ 200: 3 });
  await postgres.pool.query(`UPDATE alerts SET state = 'resolved' WHERE alert_id = 'open'`);
  await rig.turns(KEPT, NOW + 6 * HOUR_MS);
  expect(await hours()).toEqual({});
});

test('a model that is being worked on is left for the next turn', async () => {
  const model = await newModel('busy');
  await rig.arrive(model, 'a', hour(0), OLD);
  await rig.control.holding(model.modelId, async () => {
    await rig.turn(KEPT, NOW);
    expect(await rig.telemetry.hoursWithRows(model, AGE)).toEqual([hour(0)]);
  });
  await rig.turn(KEPT, NOW);
  expect(await rig.telemetry.hoursWithRows(model, AGE)).toEqual([]);
});

test('one server at a time', async () => {
  let inner: boolean | undefined;
  await rig.control.alone(async () => {
    inner = await rig.turn(KEPT, NOW);
  });
  expect(inner).toBe(false);
  expect(await rig.turn({}, NOW)).toBe(true);
});

test('for ever is for ever', async () => {
  const model = await newModel('eternal');
  await rig.arrive(model, 'a', hour(0), 0);
  await watch.profiles.countCells(model, null, [hour(0)], both);
  const mutations = await rig.mutations();
  await rig.turns({}, NOW + 10_000 * DAY_MS);
  expect(await rig.hoursIn('predictions', model, hour(0))).toEqual({ 0: 3 });
  expect(await rig.mutations()).toBe(mutations);
});

test('results go by when they were counted, and a baseline’s stay', async () => {
  const model = await newModel('results');
  await rig.arrive(model, 'a', hour(0), OLD);
  await watch.profiles.countCells(model, null, [hour(0)], both);
  await clickhouse.client.command({
    query: `INSERT INTO cell_counts (project_id, model_id, source, cell_start, rows, revision)
      VALUES ('default', '${model.modelId}', 'bsl_1', 0, 7, 1)`,
  });
  const counts = (source: string) =>
    rig.numberOf(`SELECT sum(rows) AS n FROM cell_counts
      WHERE model_id = '${model.modelId}' AND source = '${source}'`);
  const kept = { results: 1_095 * DAY_MS };
  await rig.turn(kept, NOW + 1_000 * DAY_MS);
  expect([await counts('live'), await counts('bsl_1')]).toEqual([3, 7]);
  await rig.turn(kept, NOW + 1_100 * DAY_MS);
  expect([await counts('live'), await counts('bsl_1')]).toEqual([0, 7]);
  expect((await watch.profiles.readWindow(model, null, window(0), WHOLE)).rows).toBe(0);
});

test('what there is of each class is told', async () => {
  const { rows, results } = await rig.telemetry.holdings();
  expect(rows.oldestMs).toBe(0);
  expect(rows.bytes).toBeGreaterThan(0);
  expect(results).toEqual({ bytes: expect.any(Number), oldestMs: null });
});
