import { CADENCE_MS } from '../window/windows.ts';
import type { Check, Monitor } from './monitor.ts';

/** What all segments together get of the weight: the whole model is what people are paid for. */
export const SEGMENTS_SHARE = 0.2;

/** Below this no threshold can be calibrated, and none would ever be passed by chance or cause. */
export const LEAST_LEVEL = 1e-6;

const DAY_MS = 86_400_000;

export type BudgetedMonitor = Pick<Monitor, 'checks' | 'cadence' | 'budget' | 'persistence'>;

/** Part of the budget of one check, for one window. */
export interface BudgetShare {
  readonly whole: number;
  /** In each segment; 0 where the monitor watches none. */
  readonly segment: number;
}

/** The level of a calibrated check for one window: how often it may be beyond its bound while
 *  nothing drifts.
 *  A budget of B alarms in N windows grants B / N to each. Its checks share that by their weights,
 *  which holds whatever they have to do with each other (Bonferroni). Where k of the last r windows
 *  have to be bad, each may be so k / r times as often (Rüger 1978), again under any dependence. */
export function shareBudget(
  monitor: BudgetedMonitor,
  segments: number,
): (check: Pick<Check, 'weight' | 'threshold'>) => BudgetShare {
  const { checks, cadence, budget, persistence } = monitor;
  const windows = (budget.days * DAY_MS) / CADENCE_MS[cadence];
  const perWindow = Math.min(1, budget.alarms / windows);
  const level = perWindow * Math.min(1, persistence.violations / persistence.windows);
  const weights = checks.filter(isCalibrated).reduce((sum, check) => sum + check.weight, 0);
  return (check) => {
    // Nobody has granted false alarms to constants.
    if (!isCalibrated(check) || weights === 0) return { whole: 0, segment: 0 };
    const own = (level * check.weight) / weights;
    if (segments === 0) return { whole: own, segment: 0 };
    return { whole: own * (1 - SEGMENTS_SHARE), segment: (own * SEGMENTS_SHARE) / segments };
  };
}

/** The calibrated check that is granted least, if that is too little to be calibrated. */
export function findStarvedCheck(
  monitor: BudgetedMonitor,
  segments: number,
): { readonly checkId: string; readonly level: number } | null {
  const shareOf = shareBudget(monitor, segments);
  let starved: { checkId: string; level: number } | null = null;
  for (const check of monitor.checks.filter(isCalibrated)) {
    const { whole, segment } = shareOf(check);
    const level = segments === 0 ? whole : Math.min(whole, segment);
    if (level < (starved?.level ?? LEAST_LEVEL)) starved = { checkId: check.checkId, level };
  }
  return starved;
}

const isCalibrated = (check: Pick<Check, 'threshold'>): boolean =>
  check.threshold.strategy === 'calibrated';
