import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult, Evaluation } from '../../../monitoring/alert/alert.ts';
import { freshClickHouse } from '../../../testing/engines.ts';
import { createMeasurementStore } from './measurements.ts';

const HOUR_MS = 3_600_000;
const T0 = Date.UTC(2024, 2, 10);
const SUBJECT = { projectId: 'default', modelId: 'mdl_1' };

let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
beforeAll(async () => {
  clickhouse = await freshClickHouse({ migrated: true });
});
afterAll(() => clickhouse.drop());

const resultOf = (checkId: string, value: number | null): CheckResult => ({
  checkId,
  metric: 'accuracy',
  metricVersion: 1,
  column: 'default',
  segment: checkId.includes('@') ? checkId.slice(checkId.indexOf('@') + 1) : '',
  verdict: value === null ? 'no_data' : 'ok',
  value,
  warning: null,
  critical: 0.5,
  n: 100,
  m: 1_000,
  reason: null,
});

const evaluationOf = (
  monitorId: string,
  hour: number,
  results: CheckResult[],
  change: Partial<Evaluation> = {},
): Evaluation => ({
  monitorId,
  monitorVersion: 1,
  baselineId: 'bsl_1',
  windowStartMs: T0 + hour * HOUR_MS,
  windowEndMs: T0 + (hour + 1) * HOUR_MS,
  revision: 1,
  cause: 'scheduled',
  historical: false,
  evaluatedAtMs: T0 + (hour + 1) * HOUR_MS,
  results,
  labelCoverage: 0.5,
  ...change,
});

describe('earlier measurements', () => {
  const question = (monitorId: string) => ({
    ...SUBJECT,
    monitorId,
    baselineId: 'bsl_1',
    beforeMs: T0 + 4 * HOUR_MS,
    from: 'first' as 'first' | 'latest',
    windows: 10,
  });

  it('are the last revision of each window, of checks and of checks in segments, oldest first', async () => {
    const store = createMeasurementStore(clickhouse.client);
    const hours = [0, 1, 2, 3, 4, 5].map((hour) =>
      evaluationOf('mon_1', hour, [resultOf('a', hour / 10), resultOf('a@x=1', hour)]),
    );
    await store.write(hours, SUBJECT);
    await store.write(
      [evaluationOf('mon_1', 1, [resultOf('a', 0.9)], { revision: 2, labelCoverage: 1 })],
      SUBJECT,
    );
    const valuesOf = async (change: Partial<ReturnType<typeof question>>) => {
      const found = await store.earlier({ ...question('mon_1'), ...change });
      return Object.fromEntries([...found].map(([id, own]) => [id, own.map((one) => one.value)]));
    };
    expect(await valuesOf({})).toEqual({ a: [0, 0.9, 0.2, 0.3], 'a@x=1': [0, 1, 2, 3] });
    expect(await valuesOf({ windows: 2 })).toEqual({ a: [0, 0.9], 'a@x=1': [0, 1] });
    const latest = { from: 'latest', windows: 2 } as const;
    expect(await valuesOf(latest)).toEqual({ a: [0.2, 0.3], 'a@x=1': [2, 3] });
    expect(await valuesOf({ baselineId: 'bsl_2' })).toEqual({});
    const [, second] = (await store.earlier(question('mon_1'))).get('a') ?? [];
    expect(second).toEqual({
      windowStartMs: T0 + HOUR_MS,
      windowEndMs: T0 + 2 * HOUR_MS,
      metric: 'accuracy',
      column: 'default',
      value: 0.9,
      n: 100,
      m: 1_000,
      verdict: 'ok',
      labelCoverage: 1,
    });
  });

  it('have no place for windows without a number, which use none up', async () => {
    const store = createMeasurementStore(clickhouse.client);
    await store.write(
      [0, 1, 2].map((hour) => evaluationOf('mon_2', hour, [resultOf('a', hour < 2 ? null : 0.7)])),
      SUBJECT,
    );
    const found = await store.earlier({ ...question('mon_2'), windows: 1 });
    expect(found.get('a')?.map((one) => one.value)).toEqual([0.7]);
  });
});

describe('calm measurements', () => {
  it('are the latest of each check that were no alarm, on whatever baseline', async () => {
    const store = createMeasurementStore(clickhouse.client);
    const judged = (hour: number, verdict: 'ok' | 'critical', baselineId = 'bsl_1', revision = 1) =>
      evaluationOf('mon_4', hour, [{ ...resultOf('a', hour), verdict }, resultOf('b', hour)], {
        baselineId,
        revision,
        evaluatedAtMs: T0 + (hour + revision) * HOUR_MS,
      });
    await store.write(
      [
        judged(0, 'ok'),
        judged(1, 'ok'),
        judged(2, 'ok', 'bsl_2'),
        judged(3, 'ok'),
        judged(4, 'critical'),
        judged(5, 'critical', 'bsl_2'),
        evaluationOf('mon_4', 6, [resultOf('a', null)]),
      ],
      SUBJECT,
    );
    // What was called well at first, and is not.
    await store.write([judged(3, 'critical', 'bsl_1', 2)], SUBJECT);
    const hoursOf = async (checkIds: readonly string[], windows: number, beforeHour = 8) => {
      const { monitorId, ...subject } = { ...SUBJECT, monitorId: 'mon_4' };
      const beforeMs = T0 + beforeHour * HOUR_MS;
      const found = await store.calm({ ...subject, monitorId, checkIds, beforeMs, windows });
      return Object.fromEntries([...found].map(([id, own]) => [id, own.map((one) => one.value)]));
    };
    expect(await hoursOf(['a'], 9)).toEqual({ a: [0, 1, 2] });
    expect(await hoursOf(['a', 'b'], 2)).toEqual({ a: [1, 2], b: [4, 5] });
    expect(await hoursOf(['a'], 9, 2)).toEqual({ a: [0, 1] });
    expect(await hoursOf(['c'], 9)).toEqual({});
  });
});

describe('the state of labels', () => {
  it('is that of the last revision, for the youngest windows of each age', async () => {
    const store = createMeasurementStore(clickhouse.client);
    const hours = Array.from({ length: 100 }, (_, hour) =>
      evaluationOf('mon_3', hour, [resultOf('a', 1)], { labelCoverage: hour < 50 ? 0.8 : 0.3 }),
    );
    await store.write(hours, SUBJECT);
    const late = { revision: 2, labelCoverage: 0.6 };
    await store.write([evaluationOf('mon_3', 98, [resultOf('a', 1)], late)], SUBJECT);
    const states = await store.labelStates({
      ...SUBJECT,
      monitorId: 'mon_3',
      clockMs: T0 + 100 * HOUR_MS,
      agesMs: [HOUR_MS, 10 * HOUR_MS],
    });
    const hoursOf = (from: number, to: number) =>
      states.filter(({ ageMs }) => ageMs >= from * HOUR_MS && ageMs < to * HOUR_MS);
    expect(hoursOf(1, 10)).toHaveLength(9);
    expect(hoursOf(1, 10)[0]).toEqual({ ageMs: HOUR_MS, coverage: 0.6 });
    expect(hoursOf(10, 100)).toHaveLength(30);
    expect(hoursOf(0, 1)).toEqual([]);
  });
});
