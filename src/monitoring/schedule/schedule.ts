import type { EvaluationCause } from '../alert/alert.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { Window } from '../window/window.ts';

/** A monitor with how far it has come. */
export interface ScheduledMonitor extends Monitor {
  /** End of the last window evaluated on schedule; null before the first. */
  readonly evaluatedUntilMs: number | null;
}

/** One evaluation to be done. */
export interface EvaluationTask {
  readonly monitorId: string;
  readonly window: Window;
  readonly cause: EvaluationCause;
  readonly historical: boolean;
}

/** A profile cell whose rows or labels changed since it was counted. */
export interface DirtyCell {
  readonly startMs: number;
  readonly rows: boolean;
  readonly labels: boolean;
  /** Which state of the cell was read; it stays dirty if it was touched since. */
  readonly seal: string;
}

/** A window that was evaluated and changed afterwards. */
export interface DueRevision {
  readonly monitorId: string;
  readonly windowStartMs: number;
  readonly cause: Extract<EvaluationCause, 'late_rows' | 'late_labels'>;
  readonly dueAtMs: number;
  readonly touchId: string;
}

/** Rows of one cell, or part of it, that were acknowledged and are on their way to the store. */
export interface UnstoredRows {
  readonly timeMs: number;
  /** When the first of them was acknowledged. */
  readonly acknowledgedAtMs: number;
}
