import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mergeWindowProfiles } from '../../../metrics/merge-window-profiles.ts';
import type { Grid } from '../../../metrics/profile.ts';
import type { BaselineRow } from '../../../monitoring/baseline/baseline-row-store.ts';
import { windowContaining } from '../../../monitoring/window/windows.ts';
import { createRandom } from '../../../stats/random.ts';
import { freshClickHouse } from '../../../testing/engines.ts';
import { naiveColumn } from '../../../testing/naive-profile.ts';
import {
  DAY_START,
  profiledBaseline,
  profiledModel,
  randomBaselineRow,
} from '../../../testing/profile-rig.ts';
import type { TestPrediction } from '../../../testing/telemetry-rows.ts';
import { createBaselineRowStore } from './baseline-row-store.ts';
import { createProfileStore } from './profile-store.ts';

const DAY_MS = 86_400_000;
const ZONE = 'America/New_York';

let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
beforeAll(async () => {
  clickhouse = await freshClickHouse({ migrated: true });
});
afterAll(() => clickhouse.drop());

/** Rows of some days, in no order. */
function rowsOver(days: number, count: number, seed = 5): BaselineRow[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => ({
    ...randomBaselineRow(random),
    eventTimeMs: DAY_START - 2 * DAY_MS + Math.floor(random.uniform() * days * DAY_MS),
    weight: 0.5 + random.integer(3),
  }));
}

const asPrediction = (row: BaselineRow, index: number): TestPrediction => ({
  id: String(index),
  timeMs: row.eventTimeMs,
  arrival: index,
  weight: row.weight,
  num: { 1: Number(row.features['amount']) },
  cat: { 2: String(row.features['city']) },
});

describe('windows of a baseline', () => {
  test('hold the rows of their local days, whole and by segment, and add up to the baseline', async () => {
    const model = profiledModel({ timeZone: ZONE, segmentBy: ['city'] });
    const rows = rowsOver(40, 4_000);
    const baseline = await profiledBaseline(clickhouse.client, model, rows);
    const store = createProfileStore(clickhouse.client);
    const { windows, remainder } = await store.readBaselineWindows(model, baseline, '1d', '');
    expect(remainder).toBeNull();
    // One of them has 23 hours.
    expect(new Set(windows.map(({ window }) => window.endMs - window.startMs))).toEqual(
      new Set([DAY_MS, DAY_MS - 3_600_000]),
    );
    const gridOf = (key: string): Grid =>
      baseline.grids.get(key) ?? { kind: 'numeric', id: 'none', edges: [] };
    for (const { window, profile } of windows) {
      const own = rows.filter(
        (row) => windowContaining(row.eventTimeMs, '1d', ZONE).startMs === window.startMs,
      );
      const told = own.map(asPrediction);
      expect(profile.rows).toBe(own.length);
      expect(profile.durationMs).toBe(window.endMs - window.startMs);
      const amount = naiveColumn('feature:1', gridOf('feature:1'), told, (row) => row.num?.[1]);
      const city = naiveColumn('feature:2', gridOf('feature:2'), told, (row) => row.cat?.[2]);
      expect(profile.columns.get('feature:1')?.numeric?.bins).toEqual(amount.numeric?.bins);
      expect(profile.columns.get('feature:1')?.numeric?.moments.mean).toBeCloseTo(
        amount.numeric?.moments.mean ?? 0,
        9,
      );
      expect(profile.columns.get('feature:2')?.categorical).toEqual(city.categorical);
      expect(profile.outcomes.get('default')?.labelledRows).toBe(own.length);
    }
    const whole = await store.readBaseline(model, baseline, '');
    const sum = windows.map((one) => one.profile).reduce(mergeWindowProfiles);
    expect(sum.rows).toBe(whole.rows);
    expect(sum.columns.get('score:default')?.numeric?.bins).toEqual(
      whole.columns.get('score:default')?.numeric?.bins,
    );
    expect(sum.outcomes.get('default')?.weight).toBe(whole.outcomes.get('default')?.weight);

    const parts = { columns: ['feature:1'], outcomes: false };
    const berlin = await store.readBaselineWindows(model, baseline, '1d', 'city=Berlin', parts);
    for (const { window, profile } of berlin.windows) {
      const own = rows.filter(
        (row) =>
          row.features['city'] === 'Berlin' &&
          windowContaining(row.eventTimeMs, '1d', ZONE).startMs === window.startMs,
      );
      expect(profile.rows).toBe(own.length);
      expect([...profile.columns.keys()]).toEqual(['feature:1']);
    }
    expect(berlin.windows.length).toBeGreaterThan(35);

    const segments = ['', 'city=Berlin', "city=O'Hare", 'city=*rest*', 'city=Nowhere'];
    const together = store.readBaselineWindowsOf(model, baseline, '1d', segments);
    const order: string[] = [];
    for await (const { segment, ...found } of together) {
      order.push(segment);
      expect(found).toEqual(await store.readBaselineWindows(model, baseline, '1d', segment));
    }
    expect(order).toEqual(segments);
  });

  test('find equal rows within an hour, as the hours of live days do', async () => {
    const model = profiledModel();
    const rows = rowsOver(30, 600);
    const repeated = rows.slice(0, 200).map((row, index) => ({
      ...row,
      // Even ones come again within their hour, odd ones an hour later.
      eventTimeMs: row.eventTimeMs + (index % 2) * 3_600_000,
    }));
    const baseline = await profiledBaseline(clickhouse.client, model, [...rows, ...repeated]);
    const store = createProfileStore(clickhouse.client);
    const { windows } = await store.readBaselineWindows(model, baseline, '1d', '', { columns: [] });
    expect(windows.reduce((sum, { profile }) => sum + (profile.duplicateRows ?? 0), 0)).toBe(100);
    const whole = await store.readBaseline(model, baseline, '');
    expect(whole.duplicateRows).toBe(100);
    expect(whole.silenceMs).toBeUndefined();
    for (const { window, profile } of windows) {
      const own = [...rows, ...repeated]
        .map((row) => row.eventTimeMs)
        .filter((at) => at >= window.startMs && at < window.endMs);
      expect(profile.silenceMs).toBe(window.endMs - Math.max(...own));
    }
  });

  test('leave out score grids, and nothing else, where nobody asks for them', async () => {
    const model = profiledModel();
    const baseline = await profiledBaseline(clickhouse.client, model, rowsOver(30, 500));
    const store = createProfileStore(clickhouse.client);
    const read = async (scores: boolean) => {
      const found = await store.readBaselineWindows(model, baseline, '1d', '', { scores });
      return found.windows.map((one) => one.profile.outcomes.get('default'));
    };
    const [full, without] = [await read(true), await read(false)];
    expect(without).toEqual(
      full.map((one) => ({ ...one, outcome: { ...one?.outcome, positives: [], negatives: [] } })),
    );
    expect(without.length).toBeGreaterThan(20);
  });

  test.each([
    ['rows without times', rowsOver(40, 300).map((row) => ({ ...row, eventTimeMs: 0 })), '1d'],
    [
      'rows of one moment',
      rowsOver(40, 300).map((row) => ({ ...row, eventTimeMs: DAY_START })),
      '1h',
    ],
    ['too few days', rowsOver(18, 300), '1d'],
  ] as const)('are none for %s', async (_, rows, cadence) => {
    const model = profiledModel();
    const baseline = await profiledBaseline(clickhouse.client, model, rows);
    const store = createProfileStore(clickhouse.client);
    const found = await store.readBaselineWindows(model, baseline, cadence, '');
    expect(found).toEqual({ windows: [], remainder: null });
  });

  test('are the latest where there are very many; what lies before is the remainder', async () => {
    const model = profiledModel();
    const rows = rowsOver(60, 3_000);
    const baseline = await profiledBaseline(clickhouse.client, model, rows);
    const store = createProfileStore(clickhouse.client);
    const { windows, remainder } = await store.readBaselineWindows(model, baseline, '1h', '', {
      columns: ['feature:1'],
    });
    const last = Math.max(...rows.map((row) => row.eventTimeMs));
    expect(windows.at(-1)?.window).toEqual(windowContaining(last, '1h', 'UTC'));
    expect(windows[0]?.window.startMs).toBeGreaterThanOrEqual(last - 1_008 * 3_600_000);
    const inWindows = windows.reduce((sum, { profile }) => sum + profile.rows, 0);
    expect((remainder?.rows ?? 0) + inWindows).toBe(rows.length);
    expect(remainder?.rows).toBeGreaterThan(500);
  });

  test('are counted anew after the baseline was, and go with it', async () => {
    const plain = profiledModel();
    const rows = rowsOver(30, 1_000);
    const baseline = await profiledBaseline(clickhouse.client, plain, rows);
    const store = createProfileStore(clickhouse.client);
    const read = (segment: string, model = plain) =>
      store.readBaselineWindows(model, baseline, '1d', segment);
    expect((await read('city=Berlin')).windows).toEqual([]);
    const model = { ...plain, segmentBy: ['city'] };
    await store.countBaseline(model, baseline);
    const before = (await read('city=Berlin', model)).windows.length;
    expect(before).toBeGreaterThan(20);
    await createBaselineRowStore(clickhouse.client).remove(baseline);
    for (const table of ['profiles', 'cell_counts', 'outcome_profiles', 'cell_revisions']) {
      const left = await clickhouse.client.query({
        query: `SELECT count() AS rows FROM ${table} WHERE model_id = {model:String}`,
        query_params: { model: model.modelId },
        format: 'JSONEachRow',
      });
      expect(await left.json()).toEqual([{ rows: '0' }]);
    }
  });
});
