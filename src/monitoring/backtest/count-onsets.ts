import type { AlarmBudget } from '../monitor/monitor.ts';
import type { BacktestAlert, BacktestWindow } from './backtest.ts';

const DAY_MS = 86_400_000;

export interface Onsets {
  /** Windows that raised an alert of warning or worse; all alerts of one window are one onset. */
  readonly all: number;
  /** Of these, those that a calibrated check took part in: what the budget is about. */
  readonly calibrated: number;
  /** How many of those the budget grants to false alarms in the time of the windows. */
  readonly granted: number;
}

export function countOnsets(
  windows: readonly BacktestWindow[],
  alerts: readonly BacktestAlert[],
  budget: AlarmBudget,
): Onsets {
  const loud = alerts.filter((alert) => alert.worst !== 'info');
  const calibrated = loud.filter((alert) => alert.result.calibration !== undefined);
  const onsets = (some: readonly BacktestAlert[]) =>
    new Set(some.map((alert) => alert.raisedWindowMs)).size;
  const watchedMs = windows.reduce((sum, { window }) => sum + window.endMs - window.startMs, 0);
  return {
    all: onsets(loud),
    calibrated: onsets(calibrated),
    granted: (budget.alarms * watchedMs) / (budget.days * DAY_MS),
  };
}
