import { describe, expect, it } from 'vitest';
import {
  populationStabilityIndex,
  populationStabilityIndexMetric,
} from '../../metrics/drift/population-stability-index.ts';
import { accuracyMetric } from '../../metrics/performance/accuracy.ts';
import type { CountSampling, Sampling } from '../../metrics/sampling.ts';
import { calibratedStrategy } from './strategies/calibrated.ts';
import { historyStrategy } from './strategies/history.ts';
import { relativeStrategy } from './strategies/relative.ts';
import type {
  CalibratedThreshold,
  HistoryPoint,
  HistoryThreshold,
  RelativeThreshold,
  ThresholdContext,
} from './threshold.ts';

const DAY_MS = 86_400_000;

const point = (day: number, value: number, change: Partial<HistoryPoint> = {}): HistoryPoint => ({
  windowStartMs: day * DAY_MS,
  value,
  n: 1000,
  m: 10_000,
  seasonPhase: (day % 7) * 24,
  inBaseline: false,
  verdict: 'ok',
  ...change,
});

const context = (change: Partial<ThresholdContext> = {}): ThresholdContext => ({
  descriptor: accuracyMetric.descriptor,
  n: 1000,
  m: 10_000,
  history: [],
  seasonPhase: 0,
  budget: 1e-3,
  sampling: null,
  baselineValue: null,
  ...change,
});

describe('relative threshold', () => {
  const spec: RelativeThreshold = {
    strategy: 'relative',
    warning: 0.1,
    critical: 0.2,
    side: 'below',
  };

  it.each([
    ['a share below', spec, 0.9, [0.81, 0.72]],
    ['a share above', { ...spec, side: 'above' }, 2, [2.2, 2.4]],
    ['above is above for a negative number too', { ...spec, side: 'above' }, -2, [-1.8, -1.6]],
    ['none without a number on the baseline', spec, null, [null, null]],
  ] as const)('gives %s', (_, used, baselineValue, [warning, critical]) => {
    const bounds = relativeStrategy.bounds(used, context({ baselineValue }));
    for (const [actual, expected] of [
      [bounds.warning, warning],
      [bounds.critical, critical],
    ] as const) {
      if (expected === null) expect(actual).toBeNull();
      else expect(actual).toBeCloseTo(expected, 12);
    }
  });

  it.each([
    ['no share at all', { warning: null, critical: null }, 'needs a warning'],
    ['a negative share', { warning: -0.1 }, 'from 0 on'],
    ['shares out of order', { warning: 0.3 }, 'never be met first'],
  ] as const)('refuses %s', (_, change, defect) => {
    expect(
      relativeStrategy.findDefect({ ...spec, ...change }, accuracyMetric.descriptor),
    ).toContain(defect);
  });

  it('refuses a metric that compares with the baseline itself', () => {
    const { descriptor } = populationStabilityIndexMetric;
    expect(relativeStrategy.findDefect(spec, descriptor)).toContain('compares with the baseline');
  });
});

describe('history threshold', () => {
  const spec: HistoryThreshold = {
    strategy: 'history',
    warning: 2,
    critical: 3,
    side: 'above',
    from: 'baseline',
    windows: 10,
    sameSeason: false,
  };
  const inBaseline = { inBaseline: true };
  const five = [1, 2, 3, 4, 5].map((value, day) => point(day, value, inBaseline));

  it('is deviations from the mean', () => {
    const bounds = historyStrategy.bounds(spec, context({ history: five }));
    expect(bounds.warning).toBeCloseTo(3 + 2 * Math.sqrt(2.5), 12);
    expect(bounds.critical).toBeCloseTo(3 + 3 * Math.sqrt(2.5), 12);
  });

  it('divides by all windows where asked to', () => {
    const used = { ...spec, deviation: 'population' } as const;
    expect(historyStrategy.bounds(used, context({ history: five })).warning).toBeCloseTo(
      3 + 2 * Math.SQRT2,
      12,
    );
  });

  it('counts downwards below', () => {
    const bounds = historyStrategy.bounds({ ...spec, side: 'below' }, context({ history: five }));
    expect(bounds.warning).toBeCloseTo(3 - 2 * Math.sqrt(2.5), 12);
  });

  it('keeps a share of the mean away, so that a batch of always a thousand rows may lack one', () => {
    const steady = [1, 2, 3, 4, 5].map((day) => point(day, 1_000, inBaseline));
    const used = { ...spec, side: 'below' } as const;
    const least = { ...used, warningChange: 0.1, criticalChange: 0.3 };
    expect(historyStrategy.bounds(used, context({ history: steady })).warning).toBe(1_000);
    expect(historyStrategy.bounds(least, context({ history: steady }))).toMatchObject({
      warning: 900,
      critical: 700,
    });
    // Where windows differ more than that, their deviation counts.
    const bounds = historyStrategy.bounds(least, context({ history: five }));
    expect(bounds.critical).toBeCloseTo(3 - 3 * Math.sqrt(2.5), 12);
    expect(
      historyStrategy.findDefect({ ...least, criticalChange: 0.05 }, accuracyMetric.descriptor),
    ).toMatch(/least changes/);
    expect(historyStrategy.findDefect(least, accuracyMetric.descriptor)).toBeNull();
  });

  it('gives no bounds from fewer than five windows', () => {
    const bounds = historyStrategy.bounds(spec, context({ history: five.slice(1) }));
    expect(bounds).toEqual({ warning: null, critical: null, side: 'above' });
  });

  it('stays with the baseline’s windows, or moves with the latest that were calm', () => {
    const later = [100, 100, 100, 100, 100].map((value, at) => point(10 + at, value));
    const alarmed = point(20, 900, { verdict: 'critical' });
    const history = [...five, ...later, alarmed];
    const frozen = historyStrategy.bounds({ ...spec, windows: 5 }, context({ history }));
    const recent = historyStrategy.bounds(
      { ...spec, windows: 5, from: 'recent' },
      context({ history }),
    );
    expect(frozen.warning).toBeLessThan(7);
    expect(recent.warning).toBe(100);
  });

  it('compares with the same season alone where asked to', () => {
    const history = Array.from({ length: 70 }, (_, day) =>
      point(day, day % 7 === 0 ? 5 : 1, inBaseline),
    );
    const used = { ...spec, windows: 100, sameSeason: true };
    expect(historyStrategy.bounds(used, context({ history, seasonPhase: 0 })).warning).toBe(5);
  });

  it('does not believe a small deviation of few windows of a season', () => {
    const used = { ...spec, windows: 100, sameSeason: true };
    const weeks = (count: number) =>
      Array.from({ length: 7 * count }, (_, day) =>
        point(day, day % 7 === 0 ? 5 : (Math.floor(day / 7) % 2) * 2, inBaseline),
      );
    const warningOf = (count: number) =>
      historyStrategy.bounds(used, context({ history: weeks(count), seasonPhase: 0 })).warning;
    // Six of seven days differ from the mean of their weekday by one.
    expect(warningOf(6)).toBeCloseTo(5 + 2 * Math.sqrt((20 * 36) / 35 / (20 + 5)), 12);
    expect(warningOf(60)).toBeCloseTo(5 + 2 * Math.sqrt((20 * 360) / 413 / (20 + 59)), 12);
  });

  it('believes a large deviation of few windows of a season', () => {
    const history = Array.from({ length: 42 }, (_, day) =>
      point(day, day % 7 === 0 ? (Math.floor(day / 7) % 2) * 2 : 5, inBaseline),
    );
    const used = { ...spec, windows: 100, sameSeason: true };
    const { warning } = historyStrategy.bounds(used, context({ history, seasonPhase: 0 }));
    expect(warning).toBeCloseTo(1 + 2 * Math.sqrt(6 / 5), 12);
  });

  it.each([
    ['no number of deviations', { warning: null, critical: null }, 'needs a number'],
    ['a negative one', { warning: -1 }, 'from 0 on'],
    ['bounds out of order', { warning: 4 }, 'never be met first'],
    ['too few windows', { windows: 4 }, 'whole number from 5'],
  ] as const)('refuses %s', (_, change, defect) => {
    expect(historyStrategy.findDefect({ ...spec, ...change }, accuracyMetric.descriptor)).toContain(
      defect,
    );
  });
});

describe('calibrated threshold', () => {
  const spec: CalibratedThreshold = {
    strategy: 'calibrated',
    warningEffect: 0.1,
    criticalEffect: 0.3,
    side: 'above',
  };
  const counts: CountSampling = {
    kind: 'counts',
    baselineCounts: Array.from({ length: 10 }, () => 1000),
    bins: Array.from({ length: 10 }, () => 'category' as const),
    compare: (a, b) => populationStabilityIndex(a, b),
    chiSquared: { factor: 1, power: 1 },
  };
  const { descriptor } = populationStabilityIndexMetric;
  const drift = (change: Partial<ThresholdContext> = {}) =>
    context({ descriptor, sampling: counts, ...change });
  const days = (values: readonly number[]) =>
    values.map((value, day) => point(day, value, { inBaseline: true }));

  it('is no more than a warning before it is known how much windows differ', () => {
    expect(calibratedStrategy.bounds(spec, drift()).critical).toBeNull();
    const independent = { ...spec, independentRows: true };
    expect(calibratedStrategy.bounds(independent, drift()).critical).toBeGreaterThan(0.09);
  });

  it('tells what it rests on', () => {
    const { calibration } = calibratedStrategy.bounds(spec, drift());
    expect(calibration).toMatchObject({
      level: 1e-3,
      dispersion: null,
      learntFrom: 0,
      blind: false,
    });
    expect(calibration?.minimumDetectable).toBeGreaterThan(0.1);
    expect(calibration?.minimumDetectable).toBeLessThan(0.3);
  });

  it('learns from windows that differ without harm', () => {
    const calm = calibratedStrategy.bounds(spec, drift({ history: days(Array(30).fill(0.01)) }));
    const wild = days(Array.from({ length: 30 }, (_, day) => 0.02 + 0.004 * (day % 5)));
    const learnt = calibratedStrategy.bounds(spec, drift({ history: wild }));
    expect(learnt.calibration).toMatchObject({ binding: 'history', learntFrom: 30 });
    expect(learnt.calibration?.dispersion).toBeGreaterThan(1e-3);
    expect(learnt.warning).toBeGreaterThan(calm.warning ?? 0);
  });

  const farAway = Array.from({ length: 60 }, (_, day) => 0.5 + 0.1 * (day % 5));

  it('lets windows after the baseline excuse no critical effect', () => {
    const drifted = farAway.map((value, day) => point(day, value));
    const { warning, calibration } = calibratedStrategy.bounds(spec, drift({ history: drifted }));
    expect(warning).toBeLessThan(0.2);
    expect(calibration?.blind).toBe(false);
  });

  it('keeps quiet, and says it is blind, where the baseline itself differs by more than that', () => {
    const bounds = calibratedStrategy.bounds(spec, drift({ history: days(farAway) }));
    expect(bounds.warning).toBeGreaterThan(0.9);
    expect(bounds.critical).toBe(bounds.warning);
    expect(bounds.calibration).toMatchObject({ binding: 'history', blind: true });
  });

  // Days of which some are nearly as the baseline: the root's tail reaches furthest there.
  const uneven = Array.from({ length: 31 }, (_, day) => (day % 2 === 0 ? 0.004 : 0.06));

  it('sees a gross shift at levels that the windows seen cannot speak for', () => {
    const context = drift({ history: days(uneven), budget: 1e-6 });
    const { warning, critical, calibration } = calibratedStrategy.bounds(spec, context);
    expect(calibration?.binding).toBe('history');
    // Seven times the largest seen, and not a hundred.
    expect(warning).toBeLessThan(0.5);
    expect(critical).toBe(warning);
  });

  it('does not call a window bad that strays no further than one of the baseline’s own', () => {
    const once = [...uneven.slice(1), 0.3];
    const { warning } = calibratedStrategy.bounds(spec, drift({ history: days(once) }));
    expect(warning).toBeGreaterThan(0.3);
  });

  it('needs more for fewer rows, and says when silence means nothing', () => {
    const bounds = [30, 300, 3000].map((n) => calibratedStrategy.bounds(spec, drift({ n })));
    const [few, some, many] = bounds.map((one) => one.warning ?? 0);
    expect(few).toBeGreaterThan(some ?? 0);
    expect(some).toBeGreaterThan(many ?? 0);
    expect(bounds[0]?.calibration?.blind).toBe(true);
    expect(bounds[2]?.calibration?.blind).toBe(false);
  });

  it('gives the same bounds every time, however it came by its tables', () => {
    const first = calibratedStrategy.bounds(spec, drift({ n: 777 }));
    for (const n of [500, 600, 900]) calibratedStrategy.bounds(spec, drift({ n }));
    expect(calibratedStrategy.bounds(spec, drift({ n: 777 }))).toEqual(first);
  });

  it.each([
    ['without a granted alarm', { budget: 0 }],
    ['of a metric whose law is not known', { sampling: null }],
    ['of a window without rows', { n: 0 }],
  ] as const)('has no bounds %s, and says that it is blind', (_, change) => {
    const bounds = calibratedStrategy.bounds(spec, drift(change));
    expect(bounds).toMatchObject({ warning: null, critical: null, calibration: { blind: true } });
  });

  const performance: Sampling = {
    kind: 'estimate',
    baselineValue: 0.9,
    rowDeviation: 0.3,
    baselineRows: 10_000,
  };
  const below: CalibratedThreshold = {
    ...spec,
    side: 'below',
    warningEffect: 0.02,
    criticalEffect: 0.05,
  };

  it('lies below where lower is worse', () => {
    const bounds = calibratedStrategy.bounds(
      { ...below, independentRows: true },
      context({ sampling: performance }),
    );
    expect(bounds.warning).toBeLessThan(0.88);
    expect(bounds.critical).toBeLessThan(bounds.warning ?? 0);
    expect(bounds.critical).toBeGreaterThan(0.7);
  });

  it('learns how much performance differs between windows', () => {
    const history = days(Array.from({ length: 30 }, (_, day) => 0.9 + 0.02 * ((day % 3) - 1)));
    const bounds = calibratedStrategy.bounds(below, context({ sampling: performance, history }));
    expect(bounds.critical).not.toBeNull();
    expect(bounds.calibration?.dispersion).toBeGreaterThan(0);
  });

  it('of a small share counts rows', () => {
    const sampling: Sampling = { kind: 'share', baselineCount: 0, baselineRows: 10_000 };
    const used = { ...spec, warningEffect: 0, criticalEffect: 0.05 };
    const { warning } = calibratedStrategy.bounds(used, context({ sampling, n: 100 }));
    expect((warning ?? 0) * 100).toBeGreaterThan(0.4);
    expect((warning ?? 0) * 100).toBeLessThan(3);
  });

  it.each([
    ['effects out of order', { warningEffect: 0.5 }, 'larger than the critical'],
    ['a negative effect', { warningEffect: -1 }, 'from 0 on'],
    ['the side on which the metric gets better', { side: 'below' }, 'gets better'],
  ] as const)('refuses %s', (_, change, defect) => {
    expect(calibratedStrategy.findDefect({ ...spec, ...change }, descriptor)).toContain(defect);
  });
});
