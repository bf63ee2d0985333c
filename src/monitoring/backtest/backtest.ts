import type { AlertTransition, CheckResult, Severity } from '../alert/alert.ts';
import type { Window } from '../window/window.ts';

/** What a monitor says of one window of the past. */
export interface BacktestWindow {
  readonly window: Window;
  readonly rows: number;
  readonly results: readonly CheckResult[];
}

export type BacktestStep = Pick<
  AlertTransition,
  'kind' | 'reason' | 'severity' | 'notify' | 'windowStartMs'
>;

/** An alert that would have been. */
export interface BacktestAlert {
  readonly checkId: string;
  readonly segment: string;
  /** The worst it came to, and what it was in the end. */
  readonly worst: Severity;
  readonly severity: Severity;
  /** The first of the bad windows that raised it, and the one that did. */
  readonly openedWindowMs: number;
  readonly raisedWindowMs: number;
  /** The last bad window. */
  readonly lastWindowMs: number;
  readonly resolvedWindowMs: number | null;
  /** On the window that raised it. */
  readonly result: CheckResult;
  /** Oldest first; the first one raises it. */
  readonly steps: readonly BacktestStep[];
}
