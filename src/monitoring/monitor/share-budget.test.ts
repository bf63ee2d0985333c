import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cadence } from '../window/window.ts';
import type { Check } from './monitor.ts';
import {
  type BudgetedMonitor,
  findStarvedCheck,
  SEGMENTS_SHARE,
  shareBudget,
} from './share-budget.ts';

const calibrated = (checkId: string, weight = 1): Check => ({
  checkId,
  metric: 'population_stability_index',
  column: 'feature:1',
  parameters: {},
  threshold: { strategy: 'calibrated', warningEffect: 0.1, criticalEffect: 0.3, side: 'above' },
  weight,
});
const fixed: Check = {
  ...calibrated('fixed', 7),
  threshold: { strategy: 'fixed', warning: 0.1, critical: null, side: 'above' },
};
const monitor = (change: Partial<BudgetedMonitor> = {}): BudgetedMonitor => ({
  checks: [calibrated('a')],
  cadence: '1d',
  budget: { alarms: 1, days: 30 },
  persistence: { violations: 1, windows: 1 },
  ...change,
});
const columns = (count: number) => Array.from({ length: count }, (_, i) => calibrated(`c${i}`));

describe('shareBudget', () => {
  const first = (change: Partial<BudgetedMonitor>, segments = 0) => {
    const rule = monitor(change);
    const check = rule.checks[0];
    if (check === undefined) throw new Error('no check');
    return shareBudget(rule, segments)(check);
  };

  it.each([
    ['one a month, daily, one check', {}, 0, 1 / 30, 0],
    ['daily, 50 columns', { checks: columns(50) }, 0, 1 / 1500, 0],
    ['hourly, 50 columns', { checks: columns(50), cadence: '1h' }, 0, 1 / 36_000, 0],
    [
      'segments share a fifth',
      { checks: columns(50), cadence: '1h' },
      10,
      0.8 / 36_000,
      0.02 / 36_000,
    ],
    ['by weight', { checks: [calibrated('a', 3), calibrated('b')] }, 0, 0.75 / 30, 0],
    ['constants take no part', { checks: [calibrated('a'), fixed] }, 0, 1 / 30, 0],
    ['and are granted nothing', { checks: [fixed, calibrated('a')] }, 0, 0, 0],
    [
      'two of three: each window two thirds of it',
      { persistence: { violations: 2, windows: 3 } },
      0,
      2 / 90,
      0,
    ],
    ['never more than always', { budget: { alarms: 900, days: 30 } }, 0, 1, 0],
  ] as const)('%s', (_, change, segments, whole, segment) => {
    const share = first(change, segments);
    expect(share.whole).toBeCloseTo(whole, 15);
    expect(share.segment).toBeCloseTo(segment, 15);
  });

  it('grants no more than the budget over a period, whatever the weights, checks and segments', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1, maxLength: 30 }),
        fc.nat(60),
        fc.constantFrom<Cadence>('5m', '1h', '1d'),
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        (weights, segments, cadence, alarms) => {
          const checks = weights.map((weight, i) => calibrated(`c${i}`, weight));
          const rule = monitor({ checks, cadence, budget: { alarms, days: 30 } });
          const shareOf = shareBudget(rule, segments);
          const windows =
            (30 * 86_400_000) / { '5m': 300_000, '1h': 3_600_000, '1d': 86_400_000 }[cadence];
          const shares = checks.map(shareOf);
          const whole = shares.reduce((sum, one) => sum + one.whole, 0) * windows;
          const parts = shares.reduce((sum, one) => sum + one.segment, 0) * segments * windows;
          expect(whole + parts).toBeCloseTo(alarms, 9);
          expect(parts).toBeLessThanOrEqual(SEGMENTS_SHARE * alarms * (1 + 1e-12));
        },
      ),
    );
  });
});

describe('findStarvedCheck', () => {
  it.each([
    ['hourly, 10 segments, 50 columns', { checks: columns(50), cadence: '1h' }, 10, 5.5556e-7],
    ['every 5 minutes, 200 columns', { checks: columns(200), cadence: '5m' }, 0, 5.787e-7],
  ] as const)('%s get too little', (_, change, segments, level) => {
    const starved = findStarvedCheck(monitor(change), segments);
    expect(starved?.level).toBeCloseTo(level, 10);
  });

  it.each([
    ['daily, 50 segments, 50 columns', { checks: columns(50) }, 50],
    ['constants, however many', { checks: Array(500).fill(fixed), cadence: '5m' }, 50],
  ] as const)('%s do not', (_, change, segments) => {
    expect(findStarvedCheck(monitor(change), segments)).toBeNull();
  });

  it('names the one that gets least', () => {
    const checks = [calibrated('heavy', 1000), calibrated('light', 0.001), calibrated('b', 10)];
    expect(findStarvedCheck(monitor({ checks }), 0)?.checkId).toBe('light');
  });
});
