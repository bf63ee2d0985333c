import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBaselineStore } from '../../adapters/storage/postgres/baseline-store.ts';
import { createEvaluationStore } from '../../adapters/storage/postgres/evaluation-store.ts';
import { createModelStore } from '../../adapters/storage/postgres/model-store.ts';
import { createMonitorStore } from '../../adapters/storage/postgres/monitor-store.ts';
import { createScheduleStore } from '../../adapters/storage/postgres/schedule-store.ts';
import type { Calibration } from '../../monitoring/threshold/threshold.ts';
import { checkResult, HOUR_MS, writeText } from '../../testing/control-plane.ts';
import { freshPostgres } from '../../testing/engines.ts';
import { createTestModel } from '../../testing/ingest-rig.ts';
import { createTestApp } from '../../testing/test-app.ts';
import { monitorRoutes } from '../http/monitors.ts';

let postgres: Awaited<ReturnType<typeof freshPostgres>>;
let app: FastifyInstance;
let modelId: string;

beforeAll(async () => {
  postgres = await freshPostgres({ migrated: true });
  const { pool } = postgres;
  app = await createTestApp({
    routes: [
      monitorRoutes({
        mutesNow: async () => [],
        models: createModelStore(pool),
        baselines: createBaselineStore(pool),
        monitors: createMonitorStore(pool),
        now: Date.now,
        publicUrl: null,
      }),
    ],
  });
  ({ modelId } = await createTestModel(pool, { name: 'loans', segmentBy: ['country'] }));
});
afterAll(async () => {
  await app.close();
  await postgres.drop();
});

async function call(method: 'GET' | 'POST' | 'PUT' | 'PATCH', url: string, body?: object) {
  const response = await app.inject({
    method,
    url,
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: response.statusCode, body: JSON.parse(response.body) };
}

const psi = {
  metric: 'population_stability_index',
  column: 'amount',
  threshold: { strategy: 'calibrated' },
};
let made = 0;
const draft = (change: object = {}) => ({
  name: `monitor ${++made}`,
  cadence: '1d',
  checks: [psi],
  ...change,
});
const create = (change: object = {}) => call('POST', '/v1/models/loans/monitors', draft(change));
const withThreshold = (threshold: object, metric = psi.metric, column: string | null = 'amount') =>
  create({ checks: [{ metric, column, threshold }] });

describe('defaults', () => {
  it('are one false alarm a month, one bad window, one good one', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      segmentsOf: null,
      budget: { alarms: 1, days: 30 },
      persistence: { violations: 1, windows: 1 },
      resolveAfter: 1,
      cooldownMs: 0,
      checks: [{ weight: 1, calibration: null }],
    });
  });

  it.each([
    [
      'distances: an effect in the scale of Cohen',
      withThreshold,
      [{ strategy: 'calibrated' }],
      { warningEffect: 0.1, criticalEffect: 0.3, side: 'above' },
    ],
    [
      'shares: the difference',
      withThreshold,
      [{ strategy: 'calibrated' }, 'missing_ratio'],
      { warningEffect: 0.01, criticalEffect: 0.05, side: 'above' },
    ],
    [
      'performance: the difference',
      withThreshold,
      [{ strategy: 'calibrated' }, 'accuracy', null],
      { warningEffect: 0.02, criticalEffect: 0.05, side: 'below' },
    ],
    [
      'effects of traffic, as parts of the usual rows',
      withThreshold,
      [{ strategy: 'calibrated', side: 'below' }, 'volume', null],
      { warningEffect: 0.1, criticalEffect: 0.5, side: 'below' },
    ],
    [
      'constants',
      withThreshold,
      [{ info: 0.05, warning: 0.1 }],
      { strategy: 'fixed', info: 0.05, warning: 0.1, critical: null, side: 'above' },
    ],
    [
      'shares of the baseline',
      withThreshold,
      [{ strategy: 'relative', critical: 0.1 }, 'accuracy', null],
      { strategy: 'relative', warning: null, critical: 0.1, side: 'below' },
    ],
    [
      'other windows',
      withThreshold,
      [{ strategy: 'history', warning: 4, side: 'above', clip: true }, 'volume', null],
      {
        strategy: 'history',
        warning: 4,
        from: 'baseline',
        windows: 28,
        sameSeason: false,
        clip: true,
      },
    ],
  ] as const)('of %s', async (_, post, given, expected) => {
    const { body } = await post(...(given as unknown as Parameters<typeof post>));
    expect(body.checks[0].threshold).toMatchObject(expected);
  });
});

describe('round trip', () => {
  const rich = {
    segmentsOf: 'country',
    noData: 'alert',
    budget: { alarms: 2, days: 14 },
    persistence: { violations: 2, windows: 3 },
    resolveAfter: 3,
    cooldownMs: 3 * HOUR_MS,
    checks: [
      { ...psi, id: 'drift', weight: 2.5 },
      { metric: 'accuracy', threshold: { info: 0.95, critical: 0.8 } },
    ],
  };

  it('what was answered can be sent again, and changes nothing', async () => {
    const { body: created } = await create(rich);
    const url = `/v1/monitors/${created.monitorId}`;
    expect((await call('GET', url)).body).toEqual(created);
    const { monitorId: _, model: _m, version: _v, sentence: _s, createdAt: _c, ...rest } = created;
    const { evaluatedUntil: _e, ...again } = rest;
    const checks = again.checks.map(
      ({
        columnKey: _k,
        calibration: _f,
        silencedBy: _b,
        ...check
      }: {
        columnKey: string;
        calibration: null;
        silencedBy: [];
      }) => check,
    );
    const { body: edited } = await call('PUT', url, { ...again, checks });
    expect(edited).toEqual({ ...created, version: 2 });
  });

  it('a part can be edited, and the rest stays', async () => {
    const { body: created } = await create(rich);
    const url = `/v1/monitors/${created.monitorId}`;
    const { status, body } = await call('PATCH', url, { resolveAfter: 1 });
    expect(status).toBe(200);
    const { sentence, ...kept } = created;
    expect(sentence).toContain('It ends with 3 good windows in a row.');
    expect(body).toMatchObject({ ...kept, version: 2, resolveAfter: 1 });
    const moved = await call('PATCH', url, { segmentsOf: null });
    expect(moved.body.error.code).toBe('monitor_scope_fixed');
    const wrong = await call('PATCH', url, { resolveAfter: 0 });
    expect(wrong.body.error.code).toBe('invalid_request');
    expect((await call('GET', url)).body.version).toBe(2);
  });

  it('shows how the bounds of the last evaluation came about', async () => {
    const { body: created } = await create(rich);
    const calibration: Calibration = {
      level: 0.001,
      binding: 'history',
      dispersion: 0.0002,
      learntFrom: 28,
      minimumDetectable: 0.04,
      blind: false,
    };
    const schedule = createScheduleStore(postgres.pool);
    const claim = { owner: 'me', nowMs: 1e12, leaseMs: 60_000, restMs: 0, fair: true };
    await schedule.claim(claim);
    const ofSegment = { checkId: 'drift@country=DE', segment: 'country=DE' };
    await createEvaluationStore(postgres.pool).commit(
      {
        monitorId: created.monitorId,
        modelId,
        monitorVersion: 1,
        baselineId: null,
        windowStartMs: 0,
        windowEndMs: 24 * HOUR_MS,
        cause: 'scheduled',
        historical: false,
        evaluatedAtMs: 5e11,
        results: [
          checkResult('ok', { checkId: 'drift', calibration }),
          checkResult('ok', { ...ofSegment, calibration: { ...calibration, level: 1e-5 } }),
        ],
        labelCoverage: null,
        partial: false,
      },
      {
        owner: 'me',
        nextWindowEndMs: null,
        committedAtMs: 5e11,
        write: writeText,
        beforeCommit: async () => {},
      },
    );
    const { body } = await call('GET', `/v1/monitors/${created.monitorId}`);
    expect(body.checks.map((one: { calibration: unknown }) => one.calibration)).toEqual([
      calibration,
      null,
    ]);
    const listed = await call('GET', '/v1/models/loans/monitors');
    expect(listed.body.monitors).toContainEqual(body);
  });
});

describe('refused', () => {
  it.each([
    [
      'a strategy that does not exist',
      { checks: [{ ...psi, threshold: { strategy: 'magic' } }] },
      'invalid_request',
    ],
    [
      'a field of another strategy',
      { checks: [{ ...psi, threshold: { strategy: 'calibrated', windows: 7 } }] },
      'invalid_request',
    ],
    [
      'effects out of order',
      { checks: [{ ...psi, threshold: { strategy: 'calibrated', warningEffect: 0.5 } }] },
      'invalid_threshold',
    ],
    ['a dimension that is not declared', { segmentsOf: 'amount' }, 'unknown_segment'],
    ['segments of a segment', { segment: 'country=DE', segmentsOf: 'country' }, 'invalid_request'],
    [
      'more bad windows than windows',
      { persistence: { violations: 3, windows: 2 } },
      'invalid_request',
    ],
    [
      'ids that a segment would have',
      { segmentsOf: 'country', checks: [{ ...psi, id: 'psi@country=DE' }] },
      'duplicate_check',
    ],
    ['no budget', { budget: { alarms: 0, days: 30 } }, 'invalid_request'],
  ])('is %s', async (_, change, code) => {
    const { status, body } = await create(change);
    expect(body.error?.code).toBe(code);
    expect(status).toBe(400);
  });

  it('is a budget that is too thin, with the number', async () => {
    const checks = Array.from({ length: 50 }, (_, i) => ({ ...psi, id: `check ${i}` }));
    const { status, body } = await create({ cadence: '1h', segmentsOf: 'country', checks });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      code: 'budget_too_thin',
      where: 'body/budget',
      detail: { check: 'check 0', least: 1e-6, segments: 51 },
    });
    expect(body.error.detail.level).toBeCloseTo((1 / 720 / 50) * (0.2 / 51), 12);
    const enough = await create({
      cadence: '1h',
      segmentsOf: 'country',
      checks,
      budget: { alarms: 20, days: 30 },
    });
    expect(enough.status).toBe(201);
  });
});
