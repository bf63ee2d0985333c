import type { AlarmBudget, Persistence } from '../monitor/monitor.ts';
import type { MonitorDraft } from '../monitor/monitor-store.ts';

/** How a recommended monitor looks at a model, whatever its checks. */
export type MonitorRule = Pick<
  MonitorDraft,
  'cadence' | 'noData' | 'budget' | 'persistence' | 'resolveAfter'
>;

/** What the whole set may raise, if nothing is ever wrong. */
export const MODEL_BUDGET: AlarmBudget = { alarms: 1, days: 30 };

const AT_ONCE: Persistence = { violations: 1, windows: 1 };
/** An hour has few rows and hours differ much: one bad one says little. */
const TWO_OF_THREE: Persistence = { violations: 2, windows: 3 };

/** A part of the model's budget, in alarms. */
const part = (alarms: number): AlarmBudget => ({ ...MODEL_BUDGET, alarms });

export const dailyRule = (alarms: number): MonitorRule => ({
  cadence: '1d',
  noData: 'alert',
  budget: part(alarms),
  persistence: AT_ONCE,
  resolveAfter: 1,
});

export const hourlyRule = (alarms: number): MonitorRule => ({
  cadence: '1h',
  noData: 'ignore',
  budget: part(alarms),
  persistence: TWO_OF_THREE,
  resolveAfter: 2,
});

export const dimensionRule = (alarms: number): MonitorRule => ({
  ...dailyRule(alarms),
  noData: 'ignore',
});

export interface AlarmParts {
  readonly daily: number;
  readonly hourly: number;
  readonly dimension: number;
}

const DAILY = 0.5;
const HOURLY = 0.3;
const DIMENSIONS = 0.2;

/** The model's budget, shared over the monitors that there are. */
export function shareAlarms(hasHourly: boolean, dimensions: number): AlarmParts {
  const hourly = hasHourly ? HOURLY : 0;
  const others = dimensions > 0 ? DIMENSIONS : 0;
  const unit = MODEL_BUDGET.alarms / (DAILY + hourly + others);
  return {
    daily: DAILY * unit,
    hourly: hourly * unit,
    dimension: dimensions > 0 ? (others * unit) / dimensions : 0,
  };
}
