import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  ColumnProfile,
  Grid,
  OutcomeProfile,
  WindowProfile,
} from '../../../metrics/profile.ts';
import type { Baseline } from '../../../monitoring/baseline/baseline.ts';
import { type CellMs, HOUR_MS, type Model } from '../../../monitoring/model/model.ts';
import { createRandom, type Random } from '../../../stats/random.ts';
import { freshClickHouse } from '../../../testing/engines.ts';
import {
  countedRows,
  naiveColumn,
  naiveDuplicates,
  naiveOutcome,
} from '../../../testing/naive-profile.ts';
import {
  CITIES,
  DAY_START,
  profiledBaseline,
  profiledModel,
  randomBaselineRow,
  WHOLE,
} from '../../../testing/profile-rig.ts';
import {
  storeLabels,
  storePredictions,
  type TestLabel,
  type TestPrediction,
} from '../../../testing/telemetry-rows.ts';
import { createProfileStore } from './profile-store.ts';

const HOUR = HOUR_MS;

let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
beforeAll(async () => {
  clickhouse = await freshClickHouse({ migrated: true });
});
afterAll(() => clickhouse.drop());

const rowsOf = (seed: number, count: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => randomBaselineRow(random));
};

function randomPrediction(random: Random, arrival: number, weighted: boolean): TestPrediction {
  const pick = <T>(...items: T[]): T => items[random.integer(items.length)] as T;
  const some = <T>(share: number, value: T): T | undefined =>
    random.uniform() < share ? value : undefined;
  const num: Record<number, number> = {};
  const cat: Record<number, string> = {};
  const txt: Record<number, string> = {};
  const flaws: Record<number, number> = {};
  for (const id of [1, 7]) {
    const value = some(0.8, pick(Math.round(random.normal() * 60), random.normal() * 1e3, 0, -0));
    if (value !== undefined) num[id] = value;
    else if (random.uniform() < 0.7) flaws[id] = 1 + random.integer(4);
  }
  for (const id of [2, 3, 6]) {
    const value = pick(...CITIES, 'new', `x${random.integer(80)}`);
    if (random.uniform() < 0.85) cat[id] = id === 3 ? pick('true', 'false') : value;
    else if (random.uniform() < 0.7) flaws[id] = pick(1, 4);
  }
  if (random.uniform() < 0.5) txt[4] = `t${random.integer(9)}`;
  const emb: Record<number, number[]> = {};
  if (random.uniform() < 0.5) emb[5] = [1, 2];
  return {
    id: `id-${random.integer(400)}`,
    timeMs: DAY_START + random.integer(4 * HOUR),
    variant: pick('champion', 'champion', 'shadow'),
    version: pick('v1', 'v2'),
    environment: pick('production', 'production', 'staging'),
    num,
    cat,
    txt,
    emb,
    flaws,
    outputs: [
      {
        name: 'default',
        score: pick(random.uniform(), 0, 1, null, 1.5),
        decision: pick('yes', 'no', ''),
      },
      ...(random.uniform() < 0.7 ? [{ name: `it's "x"`, decision: pick('a', 'b', 'c', '') }] : []),
      ...(random.uniform() < 0.7 ? [{ name: 'price', value: pick(random.normal(), null) }] : []),
    ],
    status: pick('ok', 'ok', 'error'),
    latencyMs: pick(null, 12.5, random.integer(500)),
    weight: weighted ? 0.5 + random.uniform() : 2,
    arrival,
    ...(random.uniform() < 0.02 ? { arrivedAtMs: DAY_START } : {}),
  };
}

const flawOf = (id: number) => (row: TestPrediction) => row.flaws?.[id] ?? 0;
const NO_NUMBERS: Grid = { kind: 'numeric', id: 'none', edges: [] };

/** Some rows ask what another one of the same moment and population asked, or nothing at all. */
function repeatFeatures(rows: TestPrediction[], random: Random): void {
  for (let index = 1; index < rows.length; index += 6) {
    const [row, other] = [rows[index], rows[random.integer(index)]];
    if (row === undefined || other === undefined) continue;
    const nothing = { num: {}, cat: {}, txt: {}, emb: {}, flaws: {} };
    const { outputs, status, weight } = row;
    rows[index] = {
      ...other,
      ...(random.uniform() < 0.2 ? nothing : {}),
      id: row.id,
      arrival: row.arrival,
      ...(outputs === undefined ? {} : { outputs }),
      ...(status === undefined ? {} : { status }),
      ...(weight === undefined ? {} : { weight }),
    };
  }
}

function expectWindow(
  profile: WindowProfile,
  model: Model,
  baseline: Baseline | null,
  rows: readonly TestPrediction[],
  labels: readonly TestLabel[],
  endMs: number,
): void {
  expect(profile.rows).toBe(rows.length);
  expect(profile.erroneousRows).toBe(rows.filter((row) => row.status === 'error').length);
  expect(profile.duplicateRows).toBe(naiveDuplicates(rows, model.cellMs));
  const last = Math.max(...rows.map((row) => row.timeMs));
  expect(profile.silenceMs).toBe(rows.length === 0 ? undefined : endMs - last);
  const gridOf = (key: string, none: Grid): Grid => baseline?.grids.get(key) ?? none;
  const answer = (row: TestPrediction, name: string) =>
    row.outputs?.find((one) => one.name === name);
  const NO_CATEGORIES: Grid = { kind: 'categorical', id: 'none', categories: [] };
  const numeric = (key: string, read: (row: TestPrediction) => number | undefined, id = 0) =>
    naiveColumn(key, gridOf(key, NO_NUMBERS), rows, read, flawOf(id));
  const category = (key: string, read: (row: TestPrediction) => string | undefined, id = 0) =>
    naiveColumn(key, gridOf(key, NO_CATEGORIES), rows, read, flawOf(id));
  const expected = [
    numeric('feature:1', (row) => row.num?.[1], 1),
    numeric('feature:7', (row) => row.num?.[7], 7),
    category('feature:2', (row) => row.cat?.[2], 2),
    category('feature:3', (row) => row.cat?.[3], 3),
    numeric('latency', (row) => row.latencyMs ?? undefined),
    numeric('score:default', (row) => answer(row, 'default')?.score ?? undefined),
    category('decision:default', (row) => answer(row, 'default')?.decision || undefined),
    category(`decision:it's "x"`, (row) => answer(row, `it's "x"`)?.decision || undefined),
    numeric('value:price', (row) => answer(row, 'price')?.value ?? undefined),
  ];
  for (const column of expected) expectColumn(profile.columns.get(column.column), column);
  for (const [id, read] of [
    [4, (row: TestPrediction) => row.txt?.[4]],
    [5, (row: TestPrediction) => (row.emb?.[5] === undefined ? undefined : 1)],
    [6, (row: TestPrediction) => row.cat?.[6]],
  ] as const) {
    const { categorical: _, ...head } = naiveColumn(
      `feature:${id}`,
      NO_CATEGORIES,
      rows,
      read,
      flawOf(id),
    );
    expectColumn(profile.columns.get(head.column), head);
  }
  for (const output of model.outputs) {
    expectOutcome(profile.outcomes.get(output.name), naiveOutcome(output, rows, labels));
  }
}

/** Equal, but for the last digits of sums that were added in another order. */
function expectColumn(actual: ColumnProfile | undefined, expected: ColumnProfile): void {
  expect(like(expected, actual)).toEqual(expected);
}

function expectOutcome(actual: OutcomeProfile | undefined, expected: OutcomeProfile): void {
  expect(like(expected, actual)).toEqual(expected);
}

/** The actual value, with every number that is near enough to the expected one replaced by it. */
function like(expected: unknown, actual: unknown): unknown {
  if (typeof actual === 'number' && typeof expected === 'number') {
    return Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected))
      ? expected
      : actual;
  }
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return actual.map((item, index) => like(expected[index], item));
  }
  if (typeof actual !== 'object' || actual === null) return actual;
  if (typeof expected !== 'object' || expected === null) return actual;
  const wanted = new Map(Object.entries(expected));
  return Object.fromEntries(
    Object.entries(actual).map(([key, value]) => [key, like(wanted.get(key), value)]),
  );
}

const inCell = (start: number, end: number) => (row: TestPrediction) =>
  row.timeMs >= start && row.timeMs < end;
const ofPopulation = (population: typeof WHOLE) => (row: TestPrediction) =>
  (row.variant ?? 'champion') === population.variant &&
  (row.environment ?? 'production') === population.environment;

describe('profiles in ClickHouse', () => {
  const both = { rows: true, labels: true };

  test.each([
    [1, HOUR, true, false],
    [2, HOUR, true, true],
    [3, 300_000, true, true],
    [4, HOUR, false, true],
    [5, 300_000, false, false],
  ])(
    'random rows are counted as the plainest code counts them (seed %i, cells of %i ms, baseline %s, weights %s)',
    { timeout: 120_000 },
    async (seed, cellMs, withBaseline, weighted) => {
      const random = createRandom(seed);
      const model = profiledModel({
        cellMs: cellMs as CellMs,
        segmentBy: withBaseline ? ['city', 'member', 'nobody'] : [],
      });
      const baseline = withBaseline
        ? await profiledBaseline(clickhouse.client, model, rowsOf(seed, 2_000))
        : null;
      const store = createProfileStore(clickhouse.client);
      const rows = Array.from({ length: 900 }, (_, i) => randomPrediction(random, i, weighted));
      repeatFeatures(rows, random);
      // Labels: some before their prediction, some under its hour, some twice, some of nobody.
      const labels: TestLabel[] = Array.from({ length: 600 }, (_, index) => {
        const sequence = index + 1;
        const row = rows[random.integer(rows.length)];
        const id = random.uniform() < 0.05 ? `nobody${sequence}` : (row?.id ?? '');
        const early = random.uniform() < 0.4 ? 0 : (row?.timeMs ?? 0);
        const output = random.integer(3);
        return output === 0
          ? { id, hourMs: early, sequence, text: ['yes', 'no', 'odd'][random.integer(3)] ?? null }
          : output === 1
            ? {
                id,
                hourMs: early,
                sequence,
                output: `it's "x"`,
                text: 'abd'[random.integer(3)] ?? '',
              }
            : { id, hourMs: early, sequence, output: 'price', number: random.normal() };
      });
      await storeLabels(clickhouse.client, model, labels.slice(0, 200));
      for (let from = 0; from < rows.length; from += 300) {
        await storePredictions(clickhouse.client, model, rows.slice(from, from + 300));
        await store.reconcile(model);
      }
      await storeLabels(clickhouse.client, model, labels.slice(200));
      await store.reconcile(model);

      const cells = Array.from({ length: (4 * HOUR) / cellMs }, (_, i) => DAY_START + i * cellMs);
      await store.countCells(model, baseline, cells, both);
      const counted = countedRows(rows);
      expect(naiveDuplicates(counted.filter(ofPopulation(WHOLE)), cellMs)).toBeGreaterThan(3);
      for (const population of [
        WHOLE,
        { ...WHOLE, variant: 'shadow' },
        { ...WHOLE, environment: 'staging' },
      ]) {
        for (const [start, end] of [
          [DAY_START, DAY_START + HOUR],
          [DAY_START + HOUR, DAY_START + 4 * HOUR],
          [DAY_START, DAY_START + 4 * HOUR],
        ] as const) {
          const window = { startMs: start, endMs: end };
          const profile = await store.readWindow(model, baseline, window, population);
          const expected = counted.filter(inCell(start, end)).filter(ofPopulation(population));
          expectWindow(profile, model, baseline, expected, labels, end);
          if (baseline === null || end - start > HOUR) continue;
          const known = (value = '') => value !== '' && CITIES.slice(0, 4).includes(value);
          for (const [segment, belongs] of [
            ["city=O'Hare", (row: TestPrediction) => row.cat?.[2] === "O'Hare"],
            ['city=*rest*', (row: TestPrediction) => !known(row.cat?.[2])],
            ['member=true', (row: TestPrediction) => row.cat?.[3] === 'true'],
          ] as const) {
            const part = { ...population, segment };
            const counts = await store.readWindow(model, baseline, window, part);
            expectWindow(counts, model, baseline, expected.filter(belongs), labels, end);
          }
        }
      }
    },
  );
});
