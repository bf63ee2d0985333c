import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  BaselineComparisonBody,
  BaselineProposalBody,
  HistoryBaselineAnswer,
} from '../../contract/baseline-history.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { Check } from '../../monitoring/monitor/monitor.ts';
import { createRandom } from '../../stats/random.ts';
import { startModelApi } from '../../testing/model-api.ts';
import { insertStories } from '../../testing/model-story.ts';
import {
  storeLabels,
  storePredictions,
  type TestPrediction,
} from '../../testing/telemetry-rows.ts';
import { createBaselineHistories } from '../jobs/evaluation/baseline-histories.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const T0 = Date.UTC(2024, 2, 1);
const DAYS = 40;
const ROWS_A_DAY = 60;
/** A holiday of two days and an incident of three hours. */
const HOLIDAY = { from: T0 + 10 * DAY_MS, to: T0 + 12 * DAY_MS, reason: 'holiday' };
const INCIDENT = { from: T0 + 20 * DAY_MS + 6 * HOUR_MS, to: T0 + 20 * DAY_MS + 9 * HOUR_MS };
const PERIOD = { from: T0 + 2 * DAY_MS + 12 * HOUR_MS, to: T0 + 38 * DAY_MS };

let api: Awaited<ReturnType<typeof startModelApi>>;
let model: Model;
let rows: TestPrediction[];

async function call<Body>(method: 'GET' | 'POST', path: string, payload?: object) {
  const url = `/v1/models/loans/baselines${path}`;
  const answer = await api.app.inject({
    method,
    url,
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: answer.statusCode, body: answer.json() as Body & { error?: { code: string } } };
}

const iso = (ms: number) => new Date(ms).toISOString();

beforeAll(async () => {
  api = await startModelApi();
  await api.app.inject({
    method: 'PUT',
    url: '/v1/models/loans',
    payload: { outputs: [{ task: 'binary', classes: ['0', '1'] }], cell: '1h' },
  });
  const random = createRandom(3);
  const lines = Array.from(
    { length: 600 },
    () => `${(random.normal() * 10).toFixed(2)},${['Bern', 'Oslo'][random.integer(2)]},0.5`,
  );
  await api.app.inject({
    method: 'POST',
    url: '/v1/models/loans/baselines?name=training&score=p',
    headers: { 'content-type': 'text/csv' },
    payload: `amount,city,p\n${lines.join('\n')}\n`,
  });
  const found = await api.models.find('default', 'loans');
  if (found === null) throw new Error('no model');
  model = found;
  const [amount, city] = model.features.map((one) => one.featureId);
  rows = Array.from({ length: DAYS * ROWS_A_DAY }, (_, index) => {
    const day = Math.floor(index / ROWS_A_DAY);
    const timeMs = T0 + day * DAY_MS + Math.floor(random.uniform() * DAY_MS);
    const isHoliday = timeMs >= HOLIDAY.from && timeMs < HOLIDAY.to;
    return {
      id: `p${index}`,
      timeMs,
      arrival: index,
      // One in ten is of a shadow model, one in ten of a test environment.
      ...(index % 10 === 3 ? { variant: 'shadow' } : {}),
      ...(index % 10 === 7 ? { environment: 'staging' } : {}),
      version: day < 30 ? 'v1' : 'v2',
      num: { [amount ?? 0]: random.normal() * 10 + (isHoliday ? 500 : 0) },
      cat: { [city ?? 0]: isHoliday ? 'Rome' : 'Bern' },
      outputs: [{ name: 'default', score: random.uniform(), decision: '1' }],
      latencyMs: 5,
      ...(index % 50 === 0 ? { status: 'error' as const } : {}),
    };
  });
  // The same identity again, under another hour: it counts nowhere.
  const again = rows.slice(2_000, 2_010).map((row, index) => {
    return { ...row, timeMs: row.timeMs - 3 * HOUR_MS, arrival: 10_000 + index };
  });
  await storePredictions(api.client, model, [...rows, ...again]);
  await storeLabels(
    api.client,
    model,
    rows
      .filter((_, index) => index % 2 === 0)
      .map(({ id, timeMs }, sequence) => ({ id, hourMs: timeMs, text: '1', sequence })),
  );
  const cells = Array.from({ length: DAYS * 24 }, (_, index) => T0 + index * HOUR_MS);
  await api.profiles.reconcile(model);
  const active = await api.baselines.activeFor(model.modelId, null);
  await api.profiles.countCells(model, active, cells, { rows: true, labels: true });
});
afterAll(() => api.stop());

const isIn = ({ timeMs }: TestPrediction, { from, to }: { from: number; to: number }) =>
  timeMs >= from && timeMs < to;
const inService = (row: TestPrediction) =>
  row.variant === undefined && row.environment === undefined;

describe('a baseline from history', () => {
  let made: HistoryBaselineAnswer['baseline'];
  const expected = () =>
    rows.filter(
      (row) => inService(row) && isIn(row, PERIOD) && !isIn(row, HOLIDAY) && !isIn(row, INCIDENT),
    );

  beforeAll(async () => {
    const { status, body } = await call<HistoryBaselineAnswer>('POST', '/from-history', {
      name: 'spring',
      from: iso(PERIOD.from),
      to: PERIOD.to,
      exclude: [INCIDENT, HOLIDAY],
    });
    expect([status, body.error]).toEqual([201, undefined]);
    made = body.baseline;
  });

  test('holds the rows of the period that were not left out, and says of what it is made', () => {
    expect(made).toMatchObject({
      name: 'spring',
      origin: 'history',
      from: iso(PERIOD.from),
      to: iso(PERIOD.to),
      active: true,
      state: 'ready',
      rows: expected().length,
      sourceRows: expected().length,
      createdBy: 'operator',
      excluded: [
        { from: iso(HOLIDAY.from), to: iso(HOLIDAY.to), reason: 'holiday' },
        { from: iso(INCIDENT.from), to: iso(INCIDENT.to), reason: '' },
      ],
    });
  });

  test('counts what they hold, with their labels, and nothing of the holiday', async () => {
    const baseline = await api.baselines.get(made.baselineId);
    if (baseline === null) throw new Error('no baseline');
    const profile = await api.profiles.readBaseline(model, baseline, '');
    const own = expected();
    expect(profile.rows).toBe(own.length);
    expect(profile.erroneousRows).toBe(own.filter((row) => row.status === 'error').length);
    expect(profile.outcomes.get('default')?.labelledRows).toBe(
      own.filter(({ id }) => Number(id.slice(1)) % 2 === 0).length,
    );
    const [amount, city] = model.features.map(({ featureId }) => `feature:${featureId}`);
    expect(profile.columns.get(amount ?? '')?.numeric?.max).toBeLessThan(100);
    expect(baseline.grids.get(city ?? '')).toMatchObject({ categories: ['Bern'] });
    const latency = profile.columns.get('latency')?.numeric;
    expect([latency?.moments.n, latency?.moments.mean]).toEqual([own.length, 5]);
  });

  test('has no windows of what was left out, nor of days that it has a part of', async () => {
    const baseline = await api.baselines.get(made.baselineId);
    if (baseline === null) throw new Error('no baseline');
    const { windows, remainder } = await api.profiles.readBaselineWindows(
      model,
      baseline,
      '1d',
      '',
    );
    const days = windows.map(({ window }) => (window.startMs - T0) / DAY_MS);
    const whole = Array.from({ length: 35 }, (_, index) => index + 3);
    expect(days).toEqual(whole.filter((day) => ![10, 11, 20].includes(day)));
    for (const { window, profile } of windows) {
      const own = rows.filter(
        (row) => inService(row) && isIn(row, { from: window.startMs, to: window.endMs }),
      );
      expect(profile.rows).toBe(own.length);
    }
    // The half of the first day, and what is left of the day of the incident.
    const sum = windows.reduce((all, { profile }) => all + profile.rows, 0);
    expect(remainder?.rows).toBe(expected().length - sum);
  });

  test('is learnt from without the windows that were left out', async () => {
    const baseline = await api.baselines.get(made.baselineId);
    if (baseline === null) throw new Error('no baseline');
    const check: Check = {
      checkId: 'ks',
      metric: 'kolmogorov_smirnov',
      column: `feature:${model.features[0]?.featureId}`,
      parameters: {},
      threshold: { strategy: 'calibrated' } as Check['threshold'],
      weight: 1,
    };
    const histories = createBaselineHistories(api.profiles);
    const monitor = { cadence: '1d' as const, checks: [check] };
    const learnt = (await histories.of(model, baseline, monitor, [''])).get('')?.get('ks') ?? [];
    expect(learnt.length).toBe(32);
    const days = learnt.map((point) => (point.windowStartMs - T0) / DAY_MS);
    expect(days.filter((day) => [10, 11, 20].includes(day))).toEqual([]);
    expect(Math.max(...learnt.map(({ value }) => value))).toBeLessThan(0.5);
  });

  test('may be of one version and wait until somebody makes it the one in use', async () => {
    const { body } = await call<HistoryBaselineAnswer>('POST', '/from-history', {
      from: iso(T0),
      to: iso(T0 + DAYS * DAY_MS),
      version: 'v2',
      activate: false,
    });
    expect(body.baseline).toMatchObject({ version: 'v2', active: false, name: 'from history' });
    expect(body.baseline.rows).toBe(
      rows.filter((row) => inService(row) && row.version === 'v2').length,
    );
    const { baselineId } = body.baseline;
    const activated = await call('POST', `/${baselineId}/activate`);
    expect(activated).toMatchObject({ status: 200, body: { active: true, version: 'v2' } });
    // The one that serves all versions stays what it is.
    expect((await api.baselines.get(made.baselineId))?.active).toBe(true);
  });

  test('is compared with another on the same bins, worst column first', async () => {
    const { body: holiday } = await call<HistoryBaselineAnswer>('POST', '/from-history', {
      name: 'holiday',
      from: HOLIDAY.from,
      to: HOLIDAY.to,
      activate: false,
    });
    const path = `/${made.baselineId}/comparison`;
    const { body } = await call<BaselineComparisonBody>(
      'GET',
      `${path}?with=${holiday.baseline.baselineId}`,
    );
    expect(body.before).toMatchObject({ kind: 'baseline', name: 'spring', rows: made.rows });
    expect(body.after).toMatchObject({ name: 'holiday', rows: holiday.baseline.rows });
    expect(body.drifted).toBe(2);
    expect(
      body.columns
        .map((one) => one.name)
        .slice(0, 2)
        .sort(),
    ).toEqual(['amount', 'city']);
    const amount = body.columns.find((one) => one.name === 'amount');
    expect(amount).toMatchObject({ severity: 'critical', drifted: true });
    expect(amount?.sentence).toMatch(/^The mean rose from .* to 5/);
    const shares = body.columns.find((one) => one.name === 'city')?.shares?.bars ?? [];
    expect(shares.map(({ kind, before, after }) => [kind, before, after])).toEqual([
      ['value', 1, 0],
      ['unseen', 0, 1],
      ['missing', 0, 0],
    ]);
    const same = await call<BaselineComparisonBody>(
      'GET',
      `${path}?from=${iso(T0 + 3 * DAY_MS)}&to=${iso(T0 + 17 * DAY_MS)}&exclude=${iso(HOLIDAY.from)}/${iso(HOLIDAY.to)}`,
    );
    expect(same.body).toMatchObject({ drifted: 0, after: { kind: 'period' } });
    expect(same.body.after.rows).toBe(
      rows.filter(
        (row) =>
          inService(row) &&
          isIn(row, { from: T0 + 3 * DAY_MS, to: T0 + 17 * DAY_MS }) &&
          !isIn(row, HOLIDAY),
      ).length,
    );
    const one = await call<BaselineComparisonBody>('GET', `${path}?column=amount`);
    expect(one.body.columns.map(({ name }) => name)).toEqual(['amount']);
  });

  test.each([
    ['a period that ends before it begins', { from: T0 + 2, to: T0 + 1 }, 400, 'bad_range'],
    ['a time that is none', { from: 'yesterday', to: T0 }, 400, 'invalid_request'],
    ['a time to come', { from: T0, to: Date.now() + DAY_MS }, 400, 'invalid_request'],
    ['years', { from: T0 - 400 * DAY_MS, to: T0 + DAY_MS }, 400, 'invalid_request'],
    ['nothing', { from: T0 - 9 * DAY_MS, to: T0 }, 400, 'no_rows_in_period'],
    [
      'what is left out altogether',
      { from: HOLIDAY.from, to: HOLIDAY.to, exclude: [HOLIDAY] },
      400,
      'no_rows_in_period',
    ],
    [
      'an exclusion of nothing',
      { from: T0, to: T0 + DAY_MS, exclude: [{ from: T0, to: T0 }] },
      400,
      'bad_range',
    ],
  ])('is not made of %s', async (_, body, status, code) => {
    const before = (await api.baselines.list(model.modelId)).length;
    const answer = await call('POST', '/from-history', body);
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
    expect(await api.baselines.list(model.modelId)).toHaveLength(before);
  });

  test('that was not finished is neither used nor compared', async () => {
    const { projectId, modelId } = model;
    const begun = await api.baselines.begin({ projectId, modelId, name: 'b', version: null });
    await api.baselines.fail(begun.baselineId, 'the disk was full');
    for (const [method, path] of [
      ['POST', 'activate'],
      ['GET', 'comparison'],
    ] as const) {
      const answer = await call(method, `/${begun.baselineId}/${path}`);
      expect([answer.status, answer.body.error?.code]).toEqual([409, 'baseline_not_ready']);
    }
    const unknown = await call('GET', `/${made.baselineId}/comparison?with=bsl_none`);
    expect([unknown.status, unknown.body.error?.code]).toEqual([404, 'baseline_not_found']);
  });
});

describe('a proposal', () => {
  test('is the latest weeks without an alarm, with what speaks against the others', async () => {
    await insertStories({ pool: api.pool, client: api.client }, [
      {
        name: 'watched',
        clock: 'replay',
        windows: 60,
        endMs: T0,
        alerts: [
          { feature: 'distance', severity: 'critical', state: 'resolved', opened: 50, last: 52 },
        ],
      },
    ]);
    const answer = await api.app.inject({
      method: 'GET',
      url: '/v1/models/watched/baselines/proposal',
    });
    const body = answer.json() as BaselineProposalBody;
    const start = T0 - 60 * DAY_MS;
    expect(body.proposal).toMatchObject({
      from: iso(start + DAY_MS),
      to: iso(start + 50 * DAY_MS),
      days: 49,
      exclude: [],
    });
    expect(body.proposal?.reasons[0]).toContain('7 whole weeks');
    expect(
      body.against.map(({ from, reason }) => [(Date.parse(from) - start) / DAY_MS, reason]),
    ).toEqual([
      [53, 'not 2 whole weeks in a row'],
      [50, expect.stringMatching(/^critical alert: /)],
      [0, 'good too, and longer ago or in a shorter run'],
    ]);
  });

  test('is none where nothing has come', async () => {
    await api.app.inject({ method: 'PUT', url: '/v1/models/new', payload: {} });
    const answer = await api.app.inject({
      method: 'GET',
      url: '/v1/models/new/baselines/proposal',
    });
    expect(answer.json()).toMatchObject({
      proposal: null,
      why: 'There is no whole day of predictions yet.',
    });
  });
});
