import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../alert/alert.ts';
import { foldAlerts } from '../alert/fold-alerts.ts';
import { ROWS_CHECK_ID } from '../monitor/rows-check.ts';
import type { Verdict } from '../monitor/verdict.ts';
import type { BacktestWindow } from './backtest.ts';
import { countOnsets } from './count-onsets.ts';
import { type BacktestRules, foldBacktest } from './fold-backtest.ts';

const DAY_MS = 86_400_000;

const result = (checkId: string, verdict: Verdict, isCalibrated = false): CheckResult => ({
  checkId,
  metric: 'population_stability_index',
  metricVersion: 1,
  column: 'feature:1',
  segment: '',
  verdict,
  value: 1,
  warning: 0.1,
  critical: 0.2,
  n: 1,
  m: 1,
  reason: null,
  ...(isCalibrated
    ? {
        calibration: {
          level: 1e-3,
          binding: 'sampling',
          dispersion: null,
          learntFrom: 0,
          minimumDetectable: null,
          blind: false,
        },
      }
    : {}),
});

/** One letter a window: ok, info, warning, critical, no data, insufficient; blank for no result. */
const VERDICTS: Readonly<Record<string, Verdict>> = {
  o: 'ok',
  i: 'info',
  w: 'warning',
  c: 'critical',
  n: 'no_data',
  s: 'insufficient_data',
};

function windowsOf(lines: Readonly<Record<string, string>>, isCalibrated = false) {
  const length = Math.max(...Object.values(lines).map((line) => line.length));
  return Array.from(
    { length },
    (_, day): BacktestWindow => ({
      window: { startMs: day * DAY_MS, endMs: (day + 1) * DAY_MS },
      rows: 1,
      results: Object.entries(lines).flatMap(([checkId, line]) => {
        const verdict = VERDICTS[line[day] ?? ''];
        return verdict === undefined ? [] : [result(checkId, verdict, isCalibrated)];
      }),
    }),
  );
}

const AT_ONCE: BacktestRules = {
  persistence: { violations: 1, windows: 1 },
  resolveAfter: 1,
  cooldownMs: 0,
};

const days = (line: string, rules: Partial<BacktestRules> = {}) =>
  foldBacktest(windowsOf({ psi: line }), { ...AT_ONCE, ...rules }).map((alert) => {
    const end = alert.resolvedWindowMs === null ? '' : alert.resolvedWindowMs / DAY_MS;
    return `${alert.openedWindowMs / DAY_MS}/${alert.raisedWindowMs / DAY_MS}-${end} ${alert.severity}`;
  });

describe('foldBacktest', () => {
  it.each([
    ['nothing bad is no alert', 'oooo', {}, []],
    ['one bad window is an alert until the next good one', 'ocoo', {}, ['1/1-2 critical']],
    ['what is bad to the end stays open', 'owc', {}, ['1/1- critical']],
    ['info is an alert that tells nobody', 'oio', {}, ['1/1-2 info']],
    ['silence between bad windows says nothing', 'cnso', {}, ['0/0-3 critical']],
    [
      'two of three: the second bad window raises it',
      'ococ',
      { persistence: { violations: 2, windows: 3 } },
      ['1/3- critical'],
    ],
    ['it ends after so many good windows', 'cococoo', { resolveAfter: 2 }, ['0/0-6 critical']],
  ])('%s', (_, line, rules, expected) => {
    expect(days(line, rules)).toEqual(expected);
  });

  it('keeps quiet for the cooldown after an alert that was told of', () => {
    const alerts = foldBacktest(windowsOf({ psi: 'cocooooco' }), {
      ...AT_ONCE,
      cooldownMs: 3 * DAY_MS,
    });
    expect(alerts.map(({ steps }) => steps[0]?.notify)).toEqual([true, false, true]);
  });

  it('remembers the worst of an alert that eased off', () => {
    const [alert] = foldBacktest(windowsOf({ psi: 'wcwo' }), AT_ONCE);
    expect(alert).toMatchObject({ worst: 'critical', severity: 'warning' });
  });

  it('takes windows in any order, and checks apart', () => {
    const windows = windowsOf({ psi: 'occo', [ROWS_CHECK_ID]: 'nooo' });
    const alerts = foldBacktest(windows.toReversed(), AT_ONCE);
    expect(alerts.map((one) => [one.checkId, one.openedWindowMs / DAY_MS])).toEqual([
      [ROWS_CHECK_ID, 0],
      ['psi', 1],
    ]);
  });

  it('finds the alerts that folding the verdicts finds', () => {
    const letters = fc.array(fc.constantFrom(...Object.keys(VERDICTS)), { maxLength: 40 });
    fc.assert(
      fc.property(
        letters,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 1, max: 3 }),
        (line, violations, more, resolveAfter) => {
          const persistence = { violations, windows: violations + more };
          const rules = { persistence, resolveAfter, cooldownMs: 0 };
          const windows = windowsOf({ psi: line.join('') });
          const episodes = foldAlerts(
            windows.map(({ window, results }) => ({
              windowStartMs: window.startMs,
              verdict: results[0]?.verdict ?? null,
              quiet: false,
            })),
            { ...rules, opensOnNoData: false, closures: [] },
          );
          const part = ['openedWindowMs', 'lastWindowMs', 'resolvedWindowMs', 'severity'] as const;
          const told = foldBacktest(windows, rules);
          expect(told.map((one) => part.map((name) => one[name]))).toEqual(
            episodes.map((one) => part.map((name) => one[name])),
          );
        },
      ),
    );
  });
});

describe('countOnsets', () => {
  const budget = { alarms: 1, days: 30 };

  it('takes all alerts of a window for one, and holds the calibrated ones against the budget', () => {
    const windows = windowsOf({ a: 'ocococ', b: 'ocooow' }, true);
    expect(countOnsets(windows, foldBacktest(windows, AT_ONCE), budget)).toEqual({
      all: 3,
      calibrated: 3,
      granted: 6 / 30,
    });
  });

  it('counts no line that nobody is told of', () => {
    const windows = windowsOf({ a: 'oiow' });
    expect(countOnsets(windows, foldBacktest(windows, AT_ONCE), budget)).toMatchObject({
      all: 1,
      calibrated: 0,
    });
  });
});
