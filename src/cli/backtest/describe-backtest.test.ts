import { describe, expect, it } from 'vitest';
import type { BacktestBody, BacktestVerdict } from '../../contract/backtest.ts';
import { describeBacktest, timelineOf } from './describe-backtest.ts';

const verdicts: BacktestVerdict[] = ['ok', 'warning', 'critical', 'no_data', 'ok'];
const at = (day: number) => new Date(Date.UTC(2026, 0, day)).toISOString();
const BODY: BacktestBody = {
  model: 'loans',
  monitor: 'daily',
  monitorId: null,
  cadence: '1d',
  from: at(1),
  to: at(6),
  complete: true,
  windows: [1, 2, 3, 4, 5].map(at),
  windowsWithoutRows: 1,
  onsets: { all: 1, calibrated: 1, granted: 1 / 6 },
  alerts: [
    {
      checkId: 'psi(income)',
      metric: 'population_stability_index',
      column: 'income',
      segment: '',
      severity: 'critical',
      lastSeverity: 'critical',
      from: at(2),
      raisedAt: at(3),
      to: at(5),
      told: true,
      explanation: 'It moved.',
    },
  ],
  checks: [
    {
      id: 'psi(income)',
      metric: 'population_stability_index',
      column: 'income',
      segment: '',
      verdicts,
      values: [0, 0.2, 0.4, null, 0],
      warning: [],
      critical: [],
    },
  ],
};

describe('describeBacktest', () => {
  it('says what would have been, and shows when', () => {
    expect(describeBacktest(BODY).split('\n')).toEqual([
      'daily on loans: 5 windows of 1d, 2026-01-01T00:00Z to 2026-01-06T00:00Z, 1 of them without rows',
      '1 window would have raised alerts; 1 by calibrated checks, where the budget grants 0.17 false alarms',
      '',
      'critical 2026-01-02T00:00Z to 2026-01-05T00:00Z',
      '         It moved.',
      '',
      'psi(income) |.wC .|',
      'C critical, w warning, i info, . ok, ? too little data, blank none',
    ]);
  });

  it('says so where nothing would have happened, and where time was up', () => {
    const quiet = describeBacktest({ ...BODY, alerts: [], complete: false });
    expect(quiet).toContain('No alerts.');
    expect(quiet).toContain('Time was up before the last window');
    expect(quiet).not.toContain('|');
  });
});

describe('timelineOf', () => {
  it('shows the worst of the windows that share a place, and loses none', () => {
    const long = Array.from(
      { length: 1_000 },
      (_, index): BacktestVerdict => (index === 617 ? 'critical' : 'ok'),
    );
    const line = timelineOf(long);
    expect(line).toHaveLength(72);
    expect(line.replaceAll('.', '')).toBe('C');
    expect(line.indexOf('C')).toBe(Math.floor((617 * 72) / 1_000));
  });

  it('leaves windows without a verdict blank', () => {
    expect(timelineOf([null, 'ok', null])).toBe(' . ');
  });
});
