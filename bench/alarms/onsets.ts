import { foldAlerts, type JudgedWindow } from '../../src/monitoring/alert/fold-alerts.ts';
import type { MeasuredMonitor } from '../../src/monitoring/monitor/measure-checks.ts';
import {
  type AlarmBudget,
  DEFAULT_BUDGET,
  DEFAULT_RESOLVE_AFTER,
  type Persistence,
} from '../../src/monitoring/monitor/monitor.ts';
import { createRandom } from '../../src/stats/random.ts';
import { BASELINE_DAYS, checkOf } from './dependent/day-cell.ts';
import { type DayProfile, drawDayProfiles } from './dependent/day-profiles.ts';
import type { DayScenario } from './dependent/day-scenario.ts';
import { type Watch, watch } from './dependent/watch.ts';
import { type Estimate, estimateOf } from './estimate.ts';

export interface OnsetCell {
  readonly scenario: DayScenario;
  readonly persistence: Persistence;
  /** Whether changes too small to matter may alarm, or the defaults of a user hold. */
  readonly floor: 'none' | 'default';
}

export interface OnsetResult {
  /** Alarms that begin in a model's month of 30 days; those of one window are one. */
  readonly perMonth: Estimate;
  readonly budget: number;
  readonly months: number;
}

const COLUMNS = 20;
const MONTHS = 12;
const MONTH_DAYS = 30;

/** Alarms of a whole model, from its first day with twenty columns to what a person is told. */
export function countOnsets(
  { scenario, persistence, floor }: OnsetCell,
  models: number,
  seed: number,
): OnsetResult {
  const random = createRandom(seed);
  const monitor = { ...monitorWithChecks(floor), persistence };
  const rates: number[] = [];
  for (let model = 0; model < models; model += 1) {
    const days = drawDayProfiles(random, scenario, COLUMNS, BASELINE_DAYS + MONTHS * MONTH_DAYS);
    const watched = watch(monitor, days.slice(0, BASELINE_DAYS));
    rates.push(onsetsOf(watched, monitor, days.slice(BASELINE_DAYS)) / MONTHS);
  }
  const budget = (monitor.budget.alarms * MONTH_DAYS) / monitor.budget.days;
  return { perMonth: estimateOf(rates), budget, months: models * MONTHS };
}

/** Days on which at least one alarm begins. */
export function onsetsOf(
  watched: Watch,
  monitor: MeasuredMonitor,
  days: readonly DayProfile[],
): number {
  const byCheck = new Map<string, JudgedWindow[]>();
  for (const day of days) {
    for (const { checkId, verdict } of watched.judge(day)) {
      const windows = byCheck.get(checkId) ?? [];
      windows.push({ windowStartMs: day.startMs, verdict, quiet: false });
      byCheck.set(checkId, windows);
    }
  }
  const rules = {
    persistence: monitor.persistence,
    resolveAfter: DEFAULT_RESOLVE_AFTER,
    opensOnNoData: false,
    closures: [],
  };
  const onsets = [...byCheck.values()].flatMap((windows) =>
    foldAlerts(windows, rules)
      .filter(({ severity }) => severity !== 'info')
      .map(({ openedWindowMs }) => openedWindowMs),
  );
  return new Set(onsets).size;
}

function monitorWithChecks(floor: OnsetCell['floor']): MeasuredMonitor & {
  readonly budget: AlarmBudget;
} {
  const columns = Array.from({ length: COLUMNS }, (_, column) => column);
  const checks = [
    ...columns.map((column) => checkOf('population_stability_index', column)),
    ...columns.map((column) => checkOf('missing_ratio', column)),
    checkOf('accuracy', 0),
  ].map((check) => {
    if (floor === 'none' || check.threshold.strategy !== 'calibrated') return check;
    const isShare = check.metric !== 'population_stability_index';
    const effects = isShare
      ? { warningEffect: 0.02, criticalEffect: 0.1 }
      : { warningEffect: 0.1, criticalEffect: 0.3 };
    const threshold = { ...check.threshold, ...effects };
    return { ...check, threshold };
  });
  return {
    checks,
    segment: '',
    noData: 'ignore',
    cadence: '1d',
    budget: DEFAULT_BUDGET,
    persistence: { violations: 1, windows: 1 },
  };
}
