import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../monitoring/alert/alert.ts';
import type { BaselineRow } from '../../monitoring/baseline/baseline-row-store.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { Check } from '../../monitoring/monitor/monitor.ts';
import type { MonitorDraft } from '../../monitoring/monitor/monitor-store.ts';
import { featureColumn } from '../../monitoring/profile/column-key.ts';
import type { ScheduledMonitor } from '../../monitoring/schedule/schedule.ts';
import { finish } from '../../monitoring/steps.ts';
import type { ThresholdSpec } from '../../monitoring/threshold/threshold.ts';
import { createRandom } from '../../stats/random.ts';
import { freshClickHouse, freshPostgres } from '../../testing/engines.ts';
import { waitUntil } from '../../testing/ingest-rig.ts';
import { PATIENCE_MS, startWatchRig, type WatchRig } from '../../testing/watch-rig.ts';
import { createBaselineHistories } from '../jobs/evaluation/baseline-histories.ts';
import { describeBacktest } from './describe-backtest.ts';
import { type BacktestSubject, runBacktest } from './run-backtest.ts';

const HOUR_MS = 3_600_000;
const T0 = Date.parse('2024-03-10T00:00Z');
const ROWS = 300;
/** Deviations that each hour lies away from the baseline; null for an hour without rows. */
const HOURS = [0, 0, 0, 0, 0, 3, 3, 0, null, 3, 0, 3];

const FIXED: ThresholdSpec = { strategy: 'fixed', warning: 0.1, critical: 0.25, side: 'above' };
const EARLIER = {
  strategy: 'history',
  warning: 2,
  critical: 4,
  side: 'above',
  windows: 20,
  sameSeason: false,
} as const;
const CALIBRATED: ThresholdSpec = {
  strategy: 'calibrated',
  warningEffect: 0.1,
  criticalEffect: 0.3,
  side: 'above',
};

/** Its second half of labels comes at the end. */
const LATE_HOUR = 7;

describe('a backtest', { timeout: 2 * PATIENCE_MS }, () => {
  let postgres: Awaited<ReturnType<typeof freshPostgres>>;
  let clickhouse: Awaited<ReturnType<typeof freshClickHouse>>;
  let rig: WatchRig;
  let model: Model;
  let loop: ReturnType<WatchRig['newLoop']>;
  const monitors = new Map<string, ScheduledMonitor>();

  beforeAll(async () => {
    [postgres, clickhouse] = await Promise.all([
      freshPostgres({ migrated: true }),
      freshClickHouse({ migrated: true }),
    ]);
    rig = await startWatchRig({ postgres: postgres.pool, clickhouse: clickhouse.client });
    model = await rig.newModel({ name: 'watched', clock: 'replay', segmentBy: ['country'] });
    await rig.newBaseline(model, baselineRows());
    await rig.models.advanceWatermark(model.modelId, T0);
    for (const [name, change] of Object.entries(drafts(model))) {
      monitors.set(name, await rig.newMonitor(model, { name, ...change }, T0));
    }
    loop = rig.newLoop();
    loop.start();
    for (const [hour, shift] of HOURS.entries()) {
      if (shift !== null) {
        await rig.post(model, 'predictions', predictions(hour, shift));
        await rig.post(model, 'labels', labels(hour, 0, ROWS / 2, shift > 1 ? 'no' : 'yes'));
      }
      await rig.models.advanceWatermark(model.modelId, T0 + (hour + 1) * HOUR_MS);
      for (const monitor of monitors.values()) {
        await rig.evaluated(monitor, T0 + (hour + 1) * HOUR_MS);
      }
    }
    // Labels that come hours late revise what was said.
    await rig.post(model, 'labels', labels(LATE_HOUR, ROWS / 2, ROWS, 'no'));
    await waitUntil(async () => (await coverageOf('performance', LATE_HOUR)) === 1, PATIENCE_MS);
    await loop.stop();
  }, 4 * PATIENCE_MS);
  afterAll(async () => {
    await loop?.stop();
    await rig?.stop();
    await Promise.all([postgres?.drop(), clickhouse?.drop()]);
  });

  async function coverageOf(name: string, hour: number): Promise<number | null | undefined> {
    const { rows } = await postgres.pool.query<{ label_coverage: number | null }>(
      `SELECT label_coverage FROM evaluations WHERE monitor_id = $1 AND window_start = $2
       ORDER BY revision DESC LIMIT 1`,
      [monitors.get(name)?.monitorId, new Date(T0 + hour * HOUR_MS)],
    );
    return rows[0]?.label_coverage;
  }

  const monitorOf = async (name: string): Promise<ScheduledMonitor> => {
    const found = await rig.monitors.get('default', monitors.get(name)?.monitorId ?? '');
    if (found === null) throw new Error(`There is no monitor ${name}.`);
    return found;
  };

  async function backtest(change: Partial<BacktestSubject> & Pick<BacktestSubject, 'monitor'>) {
    const watched = await rig.models.get(model.modelId);
    if (watched === null) throw new Error('The model is gone.');
    const subject: BacktestSubject = {
      model: watched,
      baseline: await rig.baselines.activeFor(model.modelId, null),
      isSaved: true,
      fromMs: T0,
      toMs: null,
      ...change,
    };
    const { profiles, measurements } = rig;
    const histories = createBaselineHistories(profiles);
    const deps = { profiles, measurements, histories, now: Date.now };
    const past = await runBacktest(deps, subject, () => true);
    return { past, body: finish(describeBacktest(subject, past, Date.now())) };
  }

  /** The last revision of every window, as the loop left it. */
  async function evaluated(monitor: ScheduledMonitor, fromMs = T0) {
    const { rows } = await postgres.pool.query<{ window_start: Date; results: CheckResult[] }>(
      `SELECT DISTINCT ON (window_start) window_start, results FROM evaluations
       WHERE monitor_id = $1 AND window_start >= $2 ORDER BY window_start, revision DESC`,
      [monitor.monitorId, new Date(fromMs)],
    );
    return rows.map((row) => ({
      startMs: row.window_start.getTime(),
      results: row.results.map(plain),
    }));
  }

  async function alertsOf(monitor: ScheduledMonitor) {
    const listed = await rig.alerts.list('default', { modelId: model.modelId, limit: 1_000 });
    return (
      listed
        // What late labels took back never was.
        .filter((alert) => alert.monitorId === monitor.monitorId && !alert.withdrawn)
        .map((alert) => [
          alert.checkId,
          alert.severity,
          iso(alert.openedWindowMs),
          alert.resolvedWindowMs === null ? null : iso(alert.resolvedWindowMs),
        ])
        .sort()
    );
  }

  it.each([
    'fixed bounds',
    'calibrated bounds',
    'two of three, two good ones to end it',
    'value by value',
    'silence alarms',
    'bounds from earlier windows',
    'performance',
  ])('with %s gives the verdicts and alerts that were given live', async (name) => {
    const monitor = await monitorOf(name);
    const { past, body } = await backtest({ monitor });
    const live = await evaluated(monitor);
    expect(live).toHaveLength(HOURS.length);
    expect(
      past.windows.map(({ window, results }) => ({
        startMs: window.startMs,
        results: results.map(plain),
      })),
    ).toEqual(live);
    const alerts = await alertsOf(monitor);
    expect(alerts.length).toBeGreaterThan(0);
    expect(
      body.alerts
        .map(({ checkId, lastSeverity, from, to }) => [checkId, lastSeverity, from, to])
        .sort(),
    ).toEqual(alerts);
  });

  it('of a part of the period gives the part', async () => {
    const monitor = await monitorOf('two of three, two good ones to end it');
    const fromMs = T0 + 6 * HOUR_MS;
    const { past, body } = await backtest({ monitor, fromMs, toMs: T0 + 12 * HOUR_MS });
    const live = (await evaluated(monitor, fromMs)).slice(0, 6);
    expect(past.windows.map(({ results }) => results.map(plain))).toEqual(
      live.map((one) => one.results),
    );
    // The alert began in the hour before.
    expect(body.alerts[0]).toMatchObject({ from: iso(T0 + 5 * HOUR_MS), severity: 'critical' });
  });

  it('of a draft says what would have been, and leaves no trace', async () => {
    const counts = async () => {
      const { rows } = await postgres.pool.query(
        `SELECT (SELECT count(*) FROM evaluations) AS evaluations,
           (SELECT count(*) FROM alerts) AS alerts, (SELECT count(*) FROM monitors) AS monitors,
           (SELECT count(*) FROM notifications) AS notifications`,
      );
      const series = await clickhouse.client.query({
        query: 'SELECT count() AS measurements FROM measurements',
        format: 'JSONEachRow',
      });
      return [rows, await series.json()];
    };
    const before = await counts();
    const monitor = {
      ...(await monitorOf('fixed bounds')),
      monitorId: 'draft_1',
      name: 'stricter',
      checks: [psi(model, { ...FIXED, warning: 0.01, critical: null })],
    };
    const { body } = await backtest({ monitor, isSaved: false });
    expect(body.checks[0]?.verdicts.at(-1)).toBe('warning');
    expect(body).toMatchObject({
      monitorId: null,
      windowsWithoutRows: 1,
      complete: true,
      onsets: { all: expect.any(Number), calibrated: 0 },
    });
    expect(body.alerts[0]?.explanation).toMatch(
      /Population stability index of amount for the whole/,
    );
    expect(await counts()).toEqual(before);
  });

  it('stops when it is told to, and says so', async () => {
    const monitor = await monitorOf('fixed bounds');
    const watched = await rig.models.get(model.modelId);
    if (watched === null) throw new Error('The model is gone.');
    const { profiles, measurements } = rig;
    const histories = createBaselineHistories(profiles);
    const past = await runBacktest(
      { profiles, measurements, histories, now: Date.now },
      { model: watched, baseline: null, monitor, isSaved: true, fromMs: T0, toMs: null },
      () => false,
    );
    expect(past).toEqual({ windows: [], lead: [], complete: false });
  });

  it.each([
    ['before the first rows', T0 - 99 * HOUR_MS, T0 - 90 * HOUR_MS, 'nothing_to_backtest'],
    ['that has not closed', T0 + 99 * HOUR_MS, null, 'nothing_to_backtest'],
    ['of more windows than one answer holds', 0, null, 'backtest_too_large'],
  ])('of a period %s is refused', async (_, fromMs, toMs, code) => {
    const monitor = { ...(await monitorOf('fixed bounds')), monitorId: 'draft_2' };
    await expect(backtest({ monitor, isSaved: false, fromMs, toMs })).rejects.toMatchObject({
      code,
    });
  });
});

const iso = (ms: number) => new Date(ms).toISOString();

/** As it is stored: without what only pages, and as JSON has it. */
function plain(result: CheckResult): object {
  const { quiet: _, ...rest } = result;
  return JSON.parse(JSON.stringify(rest)) as object;
}

const psi = (model: Model, threshold: ThresholdSpec): Check => ({
  checkId: `psi ${threshold.strategy}`,
  metric: 'population_stability_index',
  column: featureColumn(model.features.find((one) => one.name === 'amount')?.featureId ?? 0),
  parameters: {},
  threshold,
  weight: 1,
});

const drafts = (model: Model): Readonly<Record<string, Partial<MonitorDraft>>> => ({
  'fixed bounds': { checks: [psi(model, FIXED)] },
  'calibrated bounds': { checks: [psi(model, CALIBRATED)], budget: { alarms: 1, days: 1 } },
  'two of three, two good ones to end it': {
    checks: [psi(model, FIXED)],
    persistence: { violations: 2, windows: 3 },
    resolveAfter: 2,
  },
  'value by value': {
    checks: [psi(model, FIXED), psi(model, CALIBRATED)],
    segmentsOf: 'country',
    budget: { alarms: 1, days: 1 },
  },
  'bounds from earlier windows': {
    checks: [
      psi(model, { ...EARLIER, from: 'recent' }),
      { ...psi(model, { ...EARLIER, from: 'baseline' }), checkId: 'psi of the baseline' },
    ],
  },
  performance: {
    checks: [
      {
        ...psi(model, { strategy: 'fixed', warning: null, critical: 0.8, side: 'below' }),
        metric: 'accuracy',
        column: 'default',
      },
    ],
  },
  'silence alarms': { checks: [psi(model, FIXED)], noData: 'alert' },
});

const COUNTRIES = ['DE', 'FR'];

function baselineRows(): BaselineRow[] {
  const random = createRandom(7);
  return Array.from({ length: 4_000 }, (_, row) => ({
    eventTimeMs: T0 - (100 - (row % 100)) * HOUR_MS,
    version: '',
    features: { amount: random.normal(), country: COUNTRIES[row % 2], age: 40, member: true },
    outputs: [{ name: 'default', score: random.uniform(), decision: 'yes', value: null }],
    labels: [],
    latencyMs: null,
    weight: 1,
  }));
}

const labels = (hour: number, from: number, to: number, label: string): object[] =>
  Array.from({ length: to - from }, (_, row) => ({
    predictionId: `${hour}-${from + row}`,
    label,
  }));

function predictions(hour: number, shift: number): object[] {
  const random = createRandom(hour * 1_000);
  return Array.from({ length: ROWS }, (_, row) => ({
    predictionId: `${hour}-${row}`,
    time: T0 + hour * HOUR_MS + row * 1_000,
    features: {
      amount: random.normal() + shift,
      country: COUNTRIES[row % 2],
      age: 40,
      member: true,
    },
    score: 0.9,
    decision: 'yes',
  }));
}
