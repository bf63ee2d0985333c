import { describe, expect, it } from 'vitest';
import { findMetric } from '../../metrics/metrics.ts';
import type { ColumnProfile, OutcomeProfile, WindowProfile } from '../../metrics/profile.ts';
import { baselineValueOf } from './baseline-of-check.ts';
import { describeMonitor } from './describe-monitor.ts';
import { labelCoverage } from './label-coverage.ts';
import { measureChecks, measureChecksInSteps, measureOutcomeChecks } from './measure-checks.ts';
import { type Check, DEFAULT_BUDGET, DEFAULT_PERSISTENCE, type Monitor } from './monitor.ts';
import { baseCheckId } from './segment-check.ts';

const GRID = { kind: 'categorical', id: 'grid_1', categories: ['a', 'b'] } as const;

const column = (a: number, b: number, gridId = 'grid_1'): ColumnProfile => ({
  column: 'feature:1',
  grid: { ...GRID, id: gridId },
  rows: a + b,
  weight: a + b,
  weightSquares: a + b,
  missing: { absent: 0, null: 0, nan: 0, infinite: 0, mismatched: 0 },
  categorical: { counts: [a, b], unseen: [], unseenRest: 0 },
});
const outcome = (right: number, wrong: number, rows = right + wrong): OutcomeProfile => ({
  output: 'default',
  rows,
  labelledRows: right + wrong,
  weight: right + wrong,
  weightSquares: right + wrong,
  outcome: {
    task: 'multiclass',
    classes: ['a', 'b'],
    confusion: [
      [right, wrong],
      [0, 0],
    ],
  },
});
const profile = (
  rows: number,
  columns: readonly ColumnProfile[] = [],
  outcomes: readonly OutcomeProfile[] = [],
): WindowProfile => ({
  rows,
  erroneousRows: 0,
  durationMs: 3_600_000,
  columns: new Map(columns.map((one) => [one.column, one])),
  outcomes: new Map(outcomes.map((one) => [one.output, one])),
});
const psi: Check = {
  checkId: 'psi',
  metric: 'population_stability_index',
  column: 'feature:1',
  parameters: {},
  threshold: { strategy: 'fixed', warning: 0.1, critical: 0.25, side: 'above' },
  weight: 1,
};
const accuracy: Check = {
  checkId: 'accuracy',
  metric: 'accuracy',
  column: null,
  parameters: {},
  threshold: { strategy: 'fixed', warning: null, critical: 0.8, side: 'below' },
  weight: 1,
};
const monitor = (checks: Check[], noData: Monitor['noData'] = 'ignore') => ({
  checks,
  segment: '',
  noData,
  cadence: '1d' as const,
  budget: DEFAULT_BUDGET,
  persistence: DEFAULT_PERSISTENCE,
});
const measure = (
  checks: Check[],
  window: WindowProfile,
  baseline: WindowProfile | null,
  noData: Monitor['noData'] = 'ignore',
) =>
  measureChecks({
    monitor: monitor(checks, noData),
    window,
    baseline,
    seasonPhase: 0,
    history: () => [],
  });
const base = profile(2000, [column(1000, 1000)]);

describe('measureChecks', () => {
  it('measures volume beside a baseline, which lasts no time', () => {
    const volume: Check = { ...accuracy, checkId: 'volume', metric: 'volume' };
    const [result] = measure([volume], profile(1000), { ...base, durationMs: 0 });
    expect(result).toMatchObject({ verdict: 'ok', value: 1000 });
  });

  it('can be laid down after every check of every population, and comes to the same', () => {
    const checks = [psi, { ...psi, checkId: 'other' }];
    const compared = { window: profile(1000, [column(950, 50)]), baseline: base };
    const segments = new Map([['country=DE', compared]]);
    const context = {
      ...compared,
      monitor: monitor(checks),
      seasonPhase: 0,
      history: () => [],
      segments,
    };
    const steps = measureChecksInSteps(context);
    let laidDown = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) laidDown += 1;
    expect(laidDown).toBe(4);
    expect(step.value).toEqual(measureChecks(context));
  });

  it.each([
    ['the same shares are ok', psi, profile(1000, [column(500, 500)]), base, 'ok', null],
    ['other shares are critical', psi, profile(1000, [column(950, 50)]), base, 'critical', null],
    ['no rows are no data', psi, profile(0), base, 'no_data', 'no_rows'],
    ['rows without the column too', psi, profile(9), base, 'no_data', 'no_values'],
    [
      'a few rows are not enough',
      psi,
      profile(20, [column(10, 10)]),
      base,
      'insufficient_data',
      'too_few_rows',
    ],
    [
      'without a baseline there is no drift',
      psi,
      profile(1000, [column(500, 500)]),
      null,
      'no_data',
      'no_baseline',
    ],
    [
      'labels that are not there yet are no alarm',
      accuracy,
      profile(50),
      base,
      'no_data',
      'labels_pending',
    ],
    [
      'nor are none of 50',
      accuracy,
      profile(50, [], [outcome(0, 0, 50)]),
      base,
      'no_data',
      'labels_pending',
    ],
    [
      'labels that show errors are',
      accuracy,
      profile(50, [], [outcome(20, 30)]),
      base,
      'critical',
      null,
    ],
    ['without rows there is nothing to label', accuracy, profile(0), base, 'no_data', 'no_rows'],
    [
      'a metric that is gone is an error',
      { ...psi, metric: 'none' },
      base,
      base,
      'error',
      'No metric "none".',
    ],
  ] as const)('%s', (_, check, window, baseline, verdict, reason) => {
    const [result] = measure([check], window, baseline);
    expect(result?.verdict).toBe(verdict);
    expect(result?.reason).toBe(reason);
  });

  it('an error in one check costs no other', () => {
    const broken: Check = { ...psi, checkId: 'broken', parameters: { smoothing: 'none' } };
    const numeric = profile(1000, [column(500, 500, 'another_grid')]);
    const results = measure(
      [psi, accuracy],
      { ...numeric, outcomes: new Map([['default', outcome(40, 10)]]) },
      base,
    );
    expect(results.map((one) => one.verdict)).toEqual(['error', 'ok']);
    expect(results[0]?.reason).toMatch(/grid/);
    expect(measure([broken], base, base)[0]?.verdict).toBe('error');
  });

  it('carries value, bounds, sample sizes and grid', () => {
    const [result] = measure([psi], profile(1000, [column(950, 50)]), base);
    expect(result).toMatchObject({
      column: 'feature:1',
      metricVersion: 1,
      warning: 0.1,
      critical: 0.25,
      n: 1000,
      m: 2000,
      gridId: 'grid_1',
    });
    expect(result?.value).toBeGreaterThan(0.25);
  });

  it('minds silence once, whatever the number of checks', () => {
    const results = measure([psi, { ...psi, checkId: 'psi2' }], profile(0), base, 'alert');
    expect(results.filter((one) => one.checkId === 'rows')).toMatchObject([
      { verdict: 'no_data', reason: 'no_rows', value: 0 },
    ]);
    const busy = measure([psi], profile(10, [column(5, 5)]), base, 'alert');
    expect(busy.at(-1)).toMatchObject({ checkId: 'rows', verdict: 'ok', n: 10 });
  });

  describe('calibrated', () => {
    const calibrated: Check = {
      ...psi,
      threshold: { strategy: 'calibrated', warningEffect: 0.1, criticalEffect: 0.3, side: 'above' },
    };
    const shifted = profile(1000, [column(950, 50)]);
    const context = (window: WindowProfile, segments: Record<string, WindowProfile> = {}) => ({
      monitor: monitor([calibrated, accuracy], 'alert'),
      window,
      baseline: base,
      seasonPhase: 0,
      history: () => [],
      segments: new Map(
        Object.entries(segments).map(([name, one]) => [name, { window: one, baseline: base }]),
      ),
    });

    it('checks share the budget, and say what they were granted', () => {
      const [result] = measureChecks(context(shifted));
      expect(result).toMatchObject({ verdict: 'warning', calibration: { level: 1 / 30 } });
    });

    it('measures every segment too, under an id of its own, with a share of the budget', () => {
      const same = profile(1000, [column(500, 500)]);
      const results = measureChecks(context(same, { 'o=X': shifted, 'o=Y': same }));
      expect(results.map((one) => `${one.checkId} ${one.segment} ${one.verdict}`)).toEqual([
        'psi  ok',
        'accuracy  no_data',
        'psi@o=X o=X warning',
        'accuracy@o=X o=X no_data',
        'psi@o=Y o=Y ok',
        'accuracy@o=Y o=Y no_data',
        'rows  ok',
      ]);
      const levels = results.map((one) => one.calibration?.level ?? null);
      expect(levels[0]).toBeCloseTo(0.8 / 30, 12);
      expect(levels[2]).toBeCloseTo(0.1 / 30, 12);
    });

    it('says nothing of a segment that never had a row, and speaks of it once it has', () => {
      const [same, none] = [profile(1000, [column(500, 500)]), profile(0, [])];
      const segmentsOf = (rest: WindowProfile, before: WindowProfile) =>
        measureChecks({
          ...context(same),
          segments: new Map([['o=*rest*', { window: rest, baseline: before }]]),
        }).filter(({ segment }) => segment !== '');
      expect(segmentsOf(none, none)).toEqual([]);
      expect(segmentsOf(same, none).map(({ checkId }) => checkId)).toContain('psi@o=*rest*');
      expect(segmentsOf(none, same)[0]).toMatchObject({ verdict: 'no_data', reason: 'no_rows' });
    });

    it('a bound beyond what matters makes no window well', () => {
      const small = profile(250, [column(125, 125)]);
      const [result] = measureChecks({
        ...context(small),
        baseline: profile(20_000, [column(10_000, 10_000)]),
        monitor: {
          ...monitor([calibrated]),
          budget: { alarms: 0.001, days: 3000 },
        },
      });
      expect(result).toMatchObject({ verdict: 'insufficient_data', reason: 'blind' });
      expect(result?.value).not.toBeNull();
      expect(result?.calibration?.blind).toBe(true);
    });

    it('finds the check of a result', () => {
      const results = measureChecks(context(base, { 'o=X': base }));
      expect(results.map(baseCheckId)).toEqual(['psi', 'accuracy', 'psi', 'accuracy', 'rows']);
      expect(baseCheckId({ checkId: 'a@b', segment: '' })).toBe('a@b');
    });
  });

  it('settles only what labels can change', () => {
    const results = measureOutcomeChecks({
      monitor: monitor([psi, accuracy]),
      window: profile(50, [], [outcome(45, 5)]),
      baseline: base,
      seasonPhase: 0,
      history: () => [],
    });
    expect(results.map((one) => one.checkId)).toEqual(['accuracy']);
  });
});

describe('labelCoverage', () => {
  it.each([
    ['the labelled share', [accuracy], profile(50, [], [outcome(10, 0, 50)]), 0.2],
    ['0 before labels come', [accuracy], profile(50), 0],
    ['nothing without predictions', [accuracy], profile(0), null],
    ['nothing where no check looks at labels', [psi], profile(50), null],
  ] as const)('%s', (_, checks, window, expected) => {
    expect(labelCoverage({ checks }, window)).toBe(expected);
  });
});

it('a rule can be read', () => {
  const names = new Map([['feature:1', 'distance']]);
  const rule = {
    cadence: '1d',
    segment: 'origin=ATL',
    checks: [psi, accuracy],
    noData: 'alert',
  } as const;
  expect(describeMonitor(rule, names)).toBe(
    'Every day, for origin=ATL: Population stability index of distance, a warning above 0.1, ' +
      'critical above 0.25; Accuracy, critical below 80 %; critical when no predictions arrive.',
  );
  const strict = {
    ...rule,
    segment: '',
    segmentsOf: 'origin',
    noData: 'ignore',
    checks: [
      {
        ...psi,
        threshold: {
          strategy: 'calibrated',
          warningEffect: 0.1,
          criticalEffect: 0.3,
          side: 'above',
        },
      },
      {
        ...accuracy,
        threshold: { strategy: 'fixed', info: 0.9, warning: null, critical: 0.8, side: 'below' },
      },
    ],
    budget: { alarms: 2, days: 30 },
    persistence: { violations: 2, windows: 3 },
    resolveAfter: 2,
    cooldownMs: 7_200_000,
  } as const;
  expect(describeMonitor(strict, names)).toBe(
    'Every day, for the whole model and each origin: Population stability index of distance, ' +
      'above what sampling, effect and history allow; Accuracy, noted below 90 %, critical below ' +
      '80 %. Calibrated to 2 false alarms in 30 days. An alert takes 2 bad of the last 3 windows. ' +
      'It ends with 2 good windows in a row. The next one within 2 hours tells nobody.',
  );
});

describe('the metric on the baseline itself', () => {
  it('is no rate where the rows of the baseline have no length of time', () => {
    const volume = findMetric('volume');
    if (volume === undefined) throw new Error('volume is gone');
    const check = { column: null, parameters: {} };
    expect(baselineValueOf(check, volume, { ...profile(2_000), durationMs: 0 })).toBeNull();
    expect(baselineValueOf(check, volume, profile(2_000))).toBe(2_000);
  });
});
