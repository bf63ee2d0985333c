import type { Verdict } from '../monitor/verdict.ts';
import type { Calibration } from '../threshold/threshold.ts';

export type AlertState = 'firing' | 'acknowledged' | 'resolved';
/** `info` is shown and never pages. */
export type Severity = 'info' | 'warning' | 'critical';

/** One check's result over one window. */
export interface CheckResult {
  readonly checkId: string;
  readonly metric: string;
  readonly metricVersion: number;
  readonly column: string | null;
  readonly segment: string;
  readonly verdict: Verdict;
  readonly value: number | null;
  readonly warning: number | null;
  readonly critical: number | null;
  readonly n: number;
  readonly m: number;
  /** Why there is no value, or what went wrong. */
  readonly reason: string | null;
  /** The verdict may be shown but wakes nobody: its window is history, or late labels amended it. */
  readonly quiet?: boolean;
  /** Only where the threshold has such a bound. */
  readonly info?: number;
  /** How a calibrated bound came about. */
  readonly calibration?: Calibration;
  /** The grid that the column was counted on. */
  readonly gridId?: string;
}

/** One run of one monitor over one window. A later revision replaces the earlier one. */
export interface Evaluation {
  readonly monitorId: string;
  readonly monitorVersion: number;
  readonly baselineId: string | null;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  readonly revision: number;
  readonly cause: EvaluationCause;
  /** The window was history already when it closed for this monitor. */
  readonly historical: boolean;
  readonly evaluatedAtMs: number;
  readonly results: readonly CheckResult[];
  /** Labelled share of the window's predictions, null where no label is expected. */
  readonly labelCoverage: number | null;
}

export type EvaluationCause = 'scheduled' | 'late_rows' | 'late_labels' | 'backfill';

/** The life of a non-ok check. */
export interface Alert {
  readonly alertId: string;
  readonly monitorId: string;
  readonly checkId: string;
  readonly segment: string;
  readonly state: AlertState;
  readonly severity: Severity;
  /** Opened by a window that was history already: shown, never sent. */
  readonly historical: boolean;
  readonly openedWindowMs: number;
  readonly lastWindowMs: number;
  readonly resolvedWindowMs: number | null;
}

export type TransitionKind = 'opened' | 'escalated' | 'de_escalated' | 'resolved' | 'amended';

/** Keyed by (alert, window, revision): evaluating again changes nothing. */
export interface AlertTransition {
  readonly alertId: string;
  readonly windowStartMs: number;
  readonly revision: number;
  readonly kind: TransitionKind;
  /** Named, for people: `above_critical`, `back_within_bounds`, `late_labels`… */
  readonly reason: string;
  readonly severity: Severity;
  /** Whether a person is told. */
  readonly notify: boolean;
}
