import { afterAll, beforeAll, expect, test } from 'vitest';
import { mergeWindowProfiles } from '../../../metrics/merge-window-profiles.ts';
import type { WindowProfile } from '../../../metrics/profile.ts';
import { FIVE_MINUTES_MS, HOUR_MS } from '../../../monitoring/model/model.ts';
import { windowContaining } from '../../../monitoring/window/windows.ts';
import { createRandom } from '../../../stats/random.ts';
import { momentsOf, varianceOf } from '../../../stats/summary/moments.ts';
import { freshClickHouse } from '../../../testing/engines.ts';
import {
  baselineRow,
  DAY_START,
  profiledBaseline,
  profiledModel,
  testFeature,
  WHOLE,
} from '../../../testing/profile-rig.ts';
import { storeLabels, storePredictions } from '../../../testing/telemetry-rows.ts';
import { createProfileStore } from './profile-store.ts';

let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
beforeAll(async () => {
  clickhouse = await freshClickHouse({ migrated: true });
});
afterAll(() => clickhouse.drop());

const storeOf = () => createProfileStore(clickhouse.client);
const both = { rows: true, labels: true };
const NOON = DAY_START + 12 * HOUR_MS;
const hour = (index: number) => ({
  startMs: NOON + index * HOUR_MS,
  endMs: NOON + (index + 1) * HOUR_MS,
});
const numbers = [testFeature(1, 'n', 'numeric')];
const words = [testFeature(1, 'w', 'categorical')];
const binary = [
  { name: 'default', task: 'binary', classes: ['no', 'yes'], positiveClass: 'yes' },
] as const;
const yes = [{ name: 'default', score: 0.9, decision: 'yes' }];

test('counting again changes nothing', async () => {
  const model = profiledModel();
  const store = storeOf();
  await storePredictions(
    clickhouse.client,
    model,
    Array.from({ length: 50 }, (_, i) => ({
      id: `${i}`,
      timeMs: NOON + i,
      num: { 1: i / 3 },
      cat: { 2: `c${i % 3}` },
      weight: 1 + (i % 2),
      arrival: i,
    })),
  );
  await store.countCells(model, null, [NOON], both);
  const first = await store.readWindow(model, null, hour(0), WHOLE);
  await store.countCells(model, null, [NOON, NOON, NOON], both);
  await clickhouse.client.command({ query: 'OPTIMIZE TABLE profiles FINAL' });
  expect(await store.readWindow(model, null, hour(0), WHOLE)).toEqual(first);
  expect(first.rows).toBe(50);
});

test('a local day of 23 hours is the sum of its hours', async () => {
  const model = profiledModel({ timeZone: 'America/Chicago', features: numbers });
  const store = storeOf();
  const day = windowContaining(NOON, '1d', model.timeZone);
  expect(day.endMs - day.startMs).toBe(23 * HOUR_MS);
  const random = createRandom(5);
  await storePredictions(
    clickhouse.client,
    model,
    Array.from({ length: 600 }, (_, i) => ({
      id: `${i}`,
      timeMs: day.startMs - HOUR_MS + random.integer(25 * HOUR_MS),
      num: { 1: random.normal() },
      outputs: [{ name: 'default', score: random.uniform(), decision: 'yes' }],
      arrival: i,
    })),
  );
  const cells = Array.from({ length: 25 }, (_, i) => day.startMs + (i - 1) * HOUR_MS);
  await store.countCells(model, null, cells, both);
  const whole = await store.readWindow(model, null, day, WHOLE);
  let sum: WindowProfile | undefined;
  for (const startMs of cells.slice(1, 24)) {
    const one = { startMs, endMs: startMs + HOUR_MS };
    const part = await store.readWindow(model, null, one, WHOLE);
    sum = sum === undefined ? part : mergeWindowProfiles(sum, part);
  }
  expect(whole.rows).toBeGreaterThan(400);
  expect(whole.rows).toBeLessThan(600);
  expect(sum?.rows).toBe(whole.rows);
  expect(sum?.durationMs).toBe(whole.durationMs);
  expect(sum?.outcomes).toEqual(whole.outcomes);
  const [a, b] = [whole, sum].map((one) => one?.columns.get('feature:1')?.numeric);
  expect(a?.bins).toEqual(b?.bins);
  expect([a?.min, a?.max, a?.moments.n]).toEqual([b?.min, b?.max, b?.moments.n]);
  expect(a?.moments.m2).toBeCloseTo(b?.moments.m2 ?? 0, 9);
});

test('scores of before only those that occur were kept are read like any other', async () => {
  const model = profiledModel({ outputs: binary });
  const store = storeOf();
  const ids = Array.from({ length: 40 }, (_, i) => `${i}`);
  await storePredictions(
    clickhouse.client,
    model,
    ids.map((id, i) => ({
      id,
      timeMs: NOON + i,
      outputs: [{ name: 'default', score: (i % 25) / 25, decision: 'yes' }],
      weight: 1 + (i % 2),
      arrival: i,
    })),
  );
  await storeLabels(
    clickhouse.client,
    model,
    ids.map((id, i) => ({ id, hourMs: NOON, text: i % 3 === 0 ? 'yes' : 'no', sequence: i })),
  );
  await store.countCells(model, null, [NOON], both);
  const now = await store.readWindow(model, null, hour(0), WHOLE);
  const scores = '`scores.bin`, `scores.positive`, `scores.negative`';
  const everyBin = (weights: string) =>
    `arrayMap(bin -> has(\`scores.bin\`, bin)
      ? \`${weights}\`[indexOf(\`scores.bin\`, bin)] : 0, range(1000))`;
  await clickhouse.client.command({
    query: `INSERT INTO outcome_profiles (* EXCEPT (${scores}))
      SELECT * EXCEPT (${scores}) REPLACE (${everyBin('scores.positive')} AS positives,
        ${everyBin('scores.negative')} AS negatives, revision + 1 AS revision)
      FROM outcome_profiles WHERE model_id = {model:String}`,
    query_params: { model: model.modelId },
  });
  const before = await store.readWindow(model, null, hour(0), WHOLE);
  expect(before.outcomes).toEqual(now.outcomes);
  expect(before.outcomes.get('default')).toMatchObject({ labelledRows: 40, weight: 60 });
});

test('a window without rows has a profile of nothing', async () => {
  const model = profiledModel();
  const store = storeOf();
  await store.countCells(model, null, [NOON], both);
  const empty = await store.readWindow(model, null, hour(0), WHOLE);
  expect(empty.rows).toBe(0);
  expect(empty.columns.get('feature:1')).toMatchObject({ rows: 0, numeric: { bins: [0] } });
  expect(empty.outcomes.get('default')).toMatchObject({ rows: 0, labelledRows: 0 });
  expect(await store.readWindow(model, null, hour(7), WHOLE)).toMatchObject({ rows: 0 });
});

test('a late label changes the outcome and no column', async () => {
  const model = profiledModel({ outputs: binary, features: numbers });
  const store = storeOf();
  const row = { id: 'a', timeMs: NOON, num: { 1: 5 }, outputs: yes, arrival: 1 };
  await storePredictions(clickhouse.client, model, [row]);
  await store.reconcile(model);
  await store.countCells(model, null, [NOON], both);
  const before = await store.readWindow(model, null, hour(0), WHOLE);
  await storeLabels(clickhouse.client, model, [
    { id: 'a', hourMs: NOON, text: 'yes', sequence: 1 },
  ]);
  await store.countCells(model, null, [NOON], { rows: false, labels: true });
  const after = await store.readWindow(model, null, hour(0), WHOLE);
  expect(before.outcomes.get('default')).toMatchObject({ rows: 1, labelledRows: 0 });
  expect(after.outcomes.get('default')).toMatchObject({
    labelledRows: 1,
    outcome: { truePositives: 1 },
  });
  expect(after.columns).toEqual(before.columns);

  await storeLabels(clickhouse.client, model, [{ id: 'a', hourMs: NOON, text: 'no', sequence: 2 }]);
  await store.countCells(model, null, [NOON], { rows: false, labels: true });
  const corrected = await store.readWindow(model, null, hour(0), WHOLE);
  expect(corrected.outcomes.get('default')?.outcome).toMatchObject({
    truePositives: 0,
    falsePositives: 1,
  });
});

test('a label that came before its prediction is found, and its cell is due until it is counted', async () => {
  const model = profiledModel({ outputs: binary, features: numbers });
  const store = storeOf();
  await storeLabels(clickhouse.client, model, [{ id: 'a', hourMs: 0, text: 'yes', sequence: 1 }]);
  expect(await store.reconcile(model)).toEqual([]);
  const row = { id: 'a', timeMs: NOON + 1, outputs: yes, arrival: 1 };
  await storePredictions(clickhouse.client, model, [row]);
  expect(await store.reconcile(model)).toEqual([NOON]);
  // Another server, or this one after a crash, is told as well.
  expect(await storeOf().reconcile(model)).toEqual([NOON]);
  await store.countCells(model, null, [NOON], { rows: false, labels: true });
  expect(await store.reconcile(model)).toEqual([]);
  expect(await storeOf().reconcile(model)).toEqual([]);
  const profile = await store.readWindow(model, null, hour(0), WHOLE);
  expect(profile.outcomes.get('default')).toMatchObject({ labelledRows: 1 });
});

test('a label serves all variants of its prediction, over the turn of an hour too', async () => {
  const model = profiledModel({ outputs: binary, features: numbers });
  const store = storeOf();
  await storePredictions(clickhouse.client, model, [
    { id: 'a', timeMs: NOON + HOUR_MS - 1, outputs: yes, arrival: 1 },
  ]);
  await storeLabels(clickhouse.client, model, [
    { id: 'a', hourMs: NOON, text: 'yes', sequence: 1 },
  ]);
  await store.reconcile(model);
  await storePredictions(clickhouse.client, model, [
    { id: 'a', timeMs: NOON + HOUR_MS + 1, variant: 'shadow', outputs: yes, arrival: 2 },
  ]);
  expect(await store.reconcile(model)).toEqual([NOON + HOUR_MS]);
  await store.countCells(model, null, [NOON, NOON + HOUR_MS], both);
  const champion = await store.readWindow(model, null, hour(0), WHOLE);
  const shadow = await store.readWindow(model, null, hour(1), { ...WHOLE, variant: 'shadow' });
  expect(champion.outcomes.get('default')?.labelledRows).toBe(1);
  expect(shadow.outcomes.get('default')?.labelledRows).toBe(1);
});

test('an identity that comes again under another hour counts once', async () => {
  const model = profiledModel({ features: numbers });
  const store = storeOf();
  await storePredictions(clickhouse.client, model, [{ id: 'a', timeMs: NOON, arrival: 5 }]);
  await store.reconcile(model);
  await store.countCells(model, null, [NOON], both);
  await storePredictions(clickhouse.client, model, [
    { id: 'a', timeMs: NOON + HOUR_MS, arrival: 6 },
  ]);
  await store.reconcile(model);
  await store.countCells(model, null, [NOON + HOUR_MS], both);
  expect((await store.readWindow(model, null, hour(0), WHOLE)).rows).toBe(1);
  expect((await store.readWindow(model, null, hour(1), WHOLE)).rows).toBe(0);
});

test('an earlier arrival that is stored later takes the place of the counted one', async () => {
  const model = profiledModel({ features: numbers });
  const store = storeOf();
  await storePredictions(clickhouse.client, model, [
    { id: 'a', timeMs: NOON + HOUR_MS, version: 'v2', num: { 1: 3 }, arrival: 9 },
  ]);
  await store.reconcile(model);
  await store.countCells(model, null, [NOON + HOUR_MS], both);
  expect((await store.readWindow(model, null, hour(1), WHOLE)).rows).toBe(1);
  await storePredictions(clickhouse.client, model, [{ id: 'a', timeMs: NOON, arrival: 2 }]);
  expect(await store.reconcile(model)).toEqual([NOON + HOUR_MS]);
  // Asked for labels alone, it still counts the rows that are due.
  await store.countCells(model, null, [NOON + HOUR_MS], { rows: false, labels: true });
  const later = await store.readWindow(model, null, hour(1), WHOLE);
  expect(later.rows).toBe(0);
  expect(later.columns.get('feature:1')?.rows).toBe(0);
  expect(await store.reconcile(model)).toEqual([]);
});

test('another baseline recounts what was counted before, without being asked', async () => {
  const model = profiledModel({ features: numbers });
  const store = storeOf();
  await storePredictions(
    clickhouse.client,
    model,
    Array.from({ length: 20 }, (_, i) => ({
      id: `${i}`,
      timeMs: NOON + i,
      num: { 1: i },
      arrival: i,
    })),
  );
  await store.countCells(model, null, [NOON], both);
  const plain = await store.readWindow(model, null, hour(0), WHOLE);
  expect(plain.columns.get('feature:1')?.numeric?.bins).toEqual([20]);
  for (const scale of [1, 2]) {
    const rows = Array.from({ length: 100 }, (_, i) => baselineRow({ n: i * scale }));
    const baseline = await profiledBaseline(clickhouse.client, model, rows);
    const profile = await store.readWindow(model, baseline, hour(0), WHOLE);
    const column = profile.columns.get('feature:1');
    expect(column?.grid).toEqual(baseline.grids.get('feature:1'));
    expect(column?.numeric?.bins.reduce((sum, bin) => sum + bin, 0)).toBe(20);
    expect(profile.rows).toBe(20);
  }
  // Rows that come later are counted for one baseline; the other follows when it is asked.
  const baseline = await profiledBaseline(clickhouse.client, model, [baselineRow({ n: 1 })]);
  await storePredictions(clickhouse.client, model, [
    { id: 'late', timeMs: NOON + 99, num: { 1: 7 }, arrival: 99 },
  ]);
  await store.countCells(model, null, [NOON], both);
  const followed = await store.readWindow(model, baseline, hour(0), WHOLE);
  expect(followed.columns.get('feature:1')?.rows).toBe(21);
});

test('10,000 categories and a flood of unseen ones', { timeout: 120_000 }, async () => {
  const model = profiledModel({ features: words });
  const store = storeOf();
  const rows = Array.from({ length: 12_000 }, (_, i) => baselineRow({ w: `known-${i % 11_000}` }));
  const baseline = await profiledBaseline(clickhouse.client, model, rows);
  const grid = baseline.grids.get('feature:1');
  expect(grid?.kind === 'categorical' && grid.categories.length).toBe(10_000);
  const predictions = Array.from({ length: 3_000 }, (_, i) => ({
    id: `${i}`,
    timeMs: NOON + i,
    cat: { 1: i < 1_000 ? 'known-7' : i < 1_200 ? 'new' : `${'x'.repeat(300)}${i}` },
    arrival: i,
  }));
  await storePredictions(clickhouse.client, model, predictions);
  await store.countCells(model, baseline, [NOON], both);
  const profile = await store.readWindow(model, baseline, hour(0), WHOLE);
  const counts = profile.columns.get('feature:1')?.categorical;
  const index = grid?.kind === 'categorical' ? grid.categories.indexOf('known-7') : -1;
  expect(counts?.counts[index]).toBe(1_000);
  expect(counts?.unseen[0]).toEqual(['new', 200]);
  expect(counts?.unseen.length).toBeLessThanOrEqual(50);
  const listed = counts?.unseen.reduce((sum, [, weight]) => sum + weight, 0) ?? 0;
  expect(listed + (counts?.unseenRest ?? 0)).toBe(2_000);
  const whole = await store.readBaseline(model, baseline, '');
  const known = whole.columns.get('feature:1')?.categorical;
  expect(
    (known?.counts.reduce((sum, count) => sum + count, 0) ?? 0) + (known?.unseenRest ?? 0),
  ).toBe(12_000);
});

test.each([
  ['a constant', (_: number) => 42],
  ['zero', (_: number) => 0],
  ['a large mean with a small spread', (i: number) => 1e9 + (i % 7) / 8],
  ['the largest doubles', (i: number) => (i % 2 === 0 ? 1.7e308 : -1.7e308)],
  ['one sign of the largest doubles', (i: number) => 1.7e308 - (i % 5) * 1e304],
  ['the smallest doubles', (i: number) => (i % 9) * 5e-324],
])('moments of %s, weighted or not', async (_, numberAt) => {
  for (const weightOf of [() => 1, (i: number) => 0.5 + (i % 3)]) {
    const model = profiledModel({ features: numbers });
    const store = storeOf();
    const values = Array.from({ length: 200 }, (_value, i) => numberAt(i));
    const baseline = await profiledBaseline(
      clickhouse.client,
      model,
      values.map((n) => baselineRow({ n })),
    );
    await storePredictions(
      clickhouse.client,
      model,
      values.map((n, i) => ({
        id: `${i}`,
        timeMs: NOON + i,
        num: { 1: n },
        weight: weightOf(i),
        arrival: i,
      })),
    );
    await store.countCells(model, baseline, [NOON], both);
    const profile = await store.readWindow(model, baseline, hour(0), WHOLE);
    const summary = profile.columns.get('feature:1')?.numeric;
    const weights = values.map((_value, i) => weightOf(i));
    const expected = momentsOf(values, weights);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    expect(summary?.moments.n).toBeCloseTo(total, 9);
    expect([summary?.min, summary?.max]).toEqual([Math.min(...values), Math.max(...values)]);
    expect(Number.isFinite(summary?.moments.mean)).toBe(true);
    const size = Math.max(...values.map(Math.abs));
    expect(Math.abs((summary?.moments.mean ?? 0) - expected.mean)).toBeLessThanOrEqual(
      1e-12 * size + 1e-300,
    );
    if (Number.isFinite(expected.m2)) {
      const spread = varianceOf(summary?.moments ?? expected);
      expect(Math.abs(spread - varianceOf(expected))).toBeLessThanOrEqual(
        1e-6 * varianceOf(expected) + 1e-300,
      );
    }
    const inBins = summary?.bins.reduce((sum, bin) => sum + bin, 0) ?? 0;
    expect(inBins).toBeCloseTo(total, 9);
  }
});

test('more than fifty values of a dimension share its rest', async () => {
  const model = profiledModel({ features: words, segmentBy: ['w'] });
  const store = storeOf();
  const rows = Array.from({ length: 60 }, (_, i) =>
    Array.from({ length: 100 - i }, () => baselineRow({ w: `v${i}` })),
  ).flat();
  const baseline = await profiledBaseline(clickhouse.client, model, rows);
  await storePredictions(
    clickhouse.client,
    model,
    ['v0', 'v49', 'v50', 'v59', 'new'].map((w, i) => ({
      id: w,
      timeMs: NOON,
      cat: { 1: w },
      arrival: i,
    })),
  );
  await store.countCells(model, baseline, [NOON], both);
  const rowsOf = async (segment: string) =>
    (await store.readWindow(model, baseline, hour(0), { ...WHOLE, segment })).rows;
  expect(await rowsOf('w=v0')).toBe(1);
  expect(await rowsOf('w=v49')).toBe(1);
  expect(await rowsOf('w=v50')).toBe(0);
  expect(await rowsOf('w=*rest*')).toBe(3);
  expect((await store.readBaseline(model, baseline, 'w=v49')).rows).toBe(51);
  expect((await store.readBaseline(model, baseline, 'w=*rest*')).rows).toBe(455);
  expect((await store.readBaseline(model, baseline, 'w=unheard-of')).rows).toBe(0);
});

test('cells of five minutes are counted one by one', async () => {
  const model = profiledModel({ features: numbers, cellMs: FIVE_MINUTES_MS });
  const store = storeOf();
  await storePredictions(
    clickhouse.client,
    model,
    [0, FIVE_MINUTES_MS - 1, FIVE_MINUTES_MS].map((offset, i) => ({
      id: `${i}`,
      timeMs: NOON + offset,
      arrival: i,
    })),
  );
  await store.countCells(model, null, [NOON], both);
  const read = async (from: number, to: number) =>
    (await store.readWindow(model, null, { startMs: NOON + from, endMs: NOON + to }, WHOLE)).rows;
  expect(await read(0, FIVE_MINUTES_MS)).toBe(2);
  // The next cell was not counted yet, so it is not in the sum.
  expect(await read(0, HOUR_MS)).toBe(2);
  await store.countCells(model, null, [NOON + FIVE_MINUTES_MS], both);
  expect(await read(0, HOUR_MS)).toBe(3);
});

test('events of 1970 count, and those of the future wait until they are past', async () => {
  const model = profiledModel({ features: numbers });
  const store = storeOf();
  await storePredictions(clickhouse.client, model, [
    { id: 'old', timeMs: 1_000, arrival: 1 },
    { id: 'ahead', timeMs: NOON + 360_000, arrivedAtMs: NOON, arrival: 2 },
    { id: 'hardly', timeMs: NOON + 300_000, arrivedAtMs: NOON, arrival: 3 },
  ]);
  await store.reconcile(model);
  await store.countCells(model, null, [0, NOON], both);
  const first = { startMs: 0, endMs: HOUR_MS };
  expect((await store.readWindow(model, null, first, WHOLE)).rows).toBe(1);
  expect((await store.readWindow(model, null, hour(0), WHOLE)).rows).toBe(1);
});

test('more cells than one pass takes are all counted', async () => {
  const model = profiledModel({ features: numbers, cellMs: FIVE_MINUTES_MS });
  const store = storeOf();
  const cells = Array.from({ length: 450 }, (_, i) => DAY_START + i * FIVE_MINUTES_MS);
  await storePredictions(
    clickhouse.client,
    model,
    cells.map((timeMs, i) => ({ id: `${i}`, timeMs, num: { 1: i }, arrival: i })),
  );
  await store.countCells(model, null, cells, both);
  const window = { startMs: DAY_START, endMs: DAY_START + 450 * FIVE_MINUTES_MS };
  const profile = await store.readWindow(model, null, window, WHOLE);
  expect(profile.rows).toBe(450);
  expect(profile.columns.get('feature:1')?.numeric).toMatchObject({
    min: 0,
    max: 449,
    bins: [450],
  });
});
