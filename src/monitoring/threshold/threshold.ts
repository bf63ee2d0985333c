import type { MetricDescriptor } from '../../metrics/metric.ts';

/** Two constant cut-offs; which side is bad follows from the metric's direction unless `side`
 *  says otherwise. */
export interface FixedThreshold {
  readonly strategy: 'fixed';
  readonly warning: number | null;
  readonly critical: number | null;
  readonly side: 'above' | 'below';
}

export type ThresholdSpec = FixedThreshold;

/** Everything a strategy may need, from the first strategy on, so that adding one changes no
 *  caller. */
export interface ThresholdContext {
  readonly descriptor: MetricDescriptor;
  /** Effective rows of window and baseline. */
  readonly n: number;
  readonly m: number;
  /** Earlier measurements of the same check, oldest first. */
  readonly history: readonly HistoryPoint[];
  /** Hour of the local week, 0 = Monday 00:00. */
  readonly seasonPhase: number;
  /** False alarms granted to this check for this window. */
  readonly budget: number;
}

export interface HistoryPoint {
  readonly windowStartMs: number;
  readonly value: number;
  readonly n: number;
  readonly m: number;
  readonly seasonPhase: number;
}

export interface Bounds {
  readonly warning: number | null;
  readonly critical: number | null;
  readonly side: 'above' | 'below';
}
