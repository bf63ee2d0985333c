import type { MetricDescriptor } from '../../metrics/metric.ts';
import type { Sampling } from '../../metrics/sampling.ts';
import type { Verdict } from '../monitor/verdict.ts';

/** Two constant cut-offs; which side is bad follows from the metric's direction unless `side`
 *  says otherwise. */
export interface FixedThreshold {
  readonly strategy: 'fixed';
  /** Worth a line, never a page. */
  readonly info?: number | null;
  readonly warning: number | null;
  readonly critical: number | null;
  readonly side: 'above' | 'below';
}

/** Cut-offs as a share of what the metric gives on the baseline: 0.1 is a tenth of it. */
export interface RelativeThreshold {
  readonly strategy: 'relative';
  readonly warning: number | null;
  readonly critical: number | null;
  readonly side: 'above' | 'below';
}

/** Cut-offs so many standard deviations from the mean of earlier windows. */
export interface HistoryThreshold {
  readonly strategy: 'history';
  readonly warning: number | null;
  readonly critical: number | null;
  readonly side: 'above' | 'below';
  /** `baseline`: windows of the baseline's own period, frozen. `recent`: those before this one. */
  readonly from: 'baseline' | 'recent';
  readonly windows: number;
  /** Only windows of the same hour of the local week, or day of it. */
  readonly sameSeason: boolean;
  /** Squares are divided by the windows less one (`sample`, the default) or by all of them. */
  readonly deviation?: 'sample' | 'population';
  /** Bounds that the metric cannot pass are moved to the end of its range. */
  readonly clip?: boolean;
  /** Shares of the mean that a bound keeps away from it at least: windows that never differed, such
   *  as a batch of a thousand rows every night, would make an alarm of a single row. */
  readonly warningChange?: number;
  readonly criticalChange?: number;
}

/** Cut-offs that follow from the false-alarm budget, the sample sizes and what windows were seen
 *  to differ by without harm. */
export interface CalibratedThreshold {
  readonly strategy: 'calibrated';
  /** Effects that do not matter, and that do: Cohen's w for distances of distributions, the
   *  difference itself for shares and performance, a part of the usual rows for traffic. */
  readonly warningEffect: number;
  readonly criticalEffect: number;
  readonly side: 'above' | 'below';
  /** Two samples are compared once and their rows are independent: there is no variation between
   *  windows to be learnt, so cut-offs may be critical without it. */
  readonly independentRows?: boolean;
}

export type ThresholdSpec =
  | FixedThreshold
  | RelativeThreshold
  | HistoryThreshold
  | CalibratedThreshold;

/** Everything a strategy may need, from the first strategy on, so that adding one changes no
 *  caller. */
export interface ThresholdContext {
  readonly descriptor: MetricDescriptor;
  /** Effective rows of window and baseline. */
  readonly n: number;
  readonly m: number;
  /** Earlier measurements of the same check, oldest first: the windows of the baseline's own
   *  period, each against the rest of it, where the baseline's rows have times; of what was
   *  evaluated since, the earliest or the latest as the strategy asks. */
  readonly history: readonly HistoryPoint[];
  /** Hour of the local week, 0 = Monday 00:00. */
  readonly seasonPhase: number;
  /** False alarms granted to this check for this window. */
  readonly budget: number;
  /** How the metric varies without drift; null where it does not say, or needs a baseline to. */
  readonly sampling: Sampling | null;
  /** The metric on the baseline alone; null where it compares, or there is none. */
  readonly baselineValue: number | null;
}

export interface HistoryPoint {
  readonly windowStartMs: number;
  readonly value: number;
  readonly n: number;
  readonly m: number;
  readonly seasonPhase: number;
  /** Whether the window lies in the baseline's own period. */
  readonly inBaseline: boolean;
  /** Windows that were alarmed are no example of what is normal. */
  readonly verdict: Verdict;
}

export interface Bounds {
  readonly info?: number | null;
  readonly warning: number | null;
  readonly critical: number | null;
  readonly side: 'above' | 'below';
  readonly calibration?: Calibration;
}

/** Which consideration the cut-off came from: the highest one binds. `none`: there is no cut-off,
 *  because nothing says how the number varies, or not yet. */
export type BindingBound = 'sampling' | 'baseline' | 'effect' | 'history' | 'none';

/** How a calibrated cut-off came about; always reported beside it. */
export interface Calibration {
  /** False alarms granted to this check for this window. */
  readonly level: number;
  readonly binding: BindingBound;
  /** Variance between windows beyond what sampling explains; null before enough were seen. */
  readonly dispersion: number | null;
  /** Windows it was learnt from. */
  readonly learntFrom: number;
  /** The smallest effect that is found four times in five; null where it is not known. */
  readonly minimumDetectable: number | null;
  /** The cut-off lies beyond the critical effect: silence would mean nothing. */
  readonly blind: boolean;
}
