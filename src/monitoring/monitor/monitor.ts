import type { Parameters } from '../../metrics/metric.ts';
import type { ThresholdSpec } from '../threshold/threshold.ts';
import type { Cadence } from '../window/window.ts';

/** One metric on one column against one threshold. */
export interface Check {
  readonly checkId: string;
  readonly metric: string;
  /** Column key, output name for performance metrics, or null for the window as a whole. */
  readonly column: string | null;
  readonly parameters: Parameters;
  readonly threshold: ThresholdSpec;
  /** Its part of the monitor's false-alarm budget, against that of the other calibrated checks. */
  readonly weight: number;
}

/** False alarms that a monitor may raise in a period: what calibrated thresholds are made of. */
export interface AlarmBudget {
  readonly alarms: number;
  readonly days: number;
}

/** How many of the last windows have to be bad before there is an alert. */
export interface Persistence {
  readonly violations: number;
  readonly windows: number;
}

export const DEFAULT_BUDGET: AlarmBudget = { alarms: 1, days: 30 };
export const DEFAULT_PERSISTENCE: Persistence = { violations: 1, windows: 1 };
export const DEFAULT_RESOLVE_AFTER = 1;

/** What a window without rows means. */
export type NoDataPolicy = 'ignore' | 'alert';

export interface Monitor {
  readonly monitorId: string;
  readonly projectId: string;
  readonly modelId: string;
  readonly name: string;
  /** Raised by every edit; measurements carry it, so that series never mix in silence. */
  readonly version: number;
  readonly cadence: Cadence;
  readonly variant: string;
  readonly environment: string;
  /** `` for the whole model. */
  readonly segment: string;
  /** A declared dimension: every check is made for each of its values too. */
  readonly segmentsOf: string | null;
  readonly checks: readonly Check[];
  readonly noData: NoDataPolicy;
  readonly budget: AlarmBudget;
  readonly persistence: Persistence;
  /** Good windows that it takes to end an alert. */
  readonly resolveAfter: number;
  /** So long after the end of an alert nobody is told of another one of the same check. */
  readonly cooldownMs: number;
  readonly enabled: boolean;
  readonly createdAtMs: number;
  /** Windows that ended by then, in the time of the model's clock, are history: their alerts are
   *  `historical` and page nobody. Null on a replay that had not begun. */
  readonly historyUntilMs: number | null;
}
