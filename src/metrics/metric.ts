import type {
  ColumnKind,
  ColumnProfile,
  OutcomeProfile,
  OutcomeTask,
  WindowProfile,
} from './profile.ts';
import type { Sampling } from './sampling.ts';

/** JSON Schema of a metric's parameters; shown as a form, checked when a monitor is saved. */
export type ParameterSchema = Readonly<Record<string, unknown>>;

export interface MetricDescriptor {
  readonly id: string;
  /** Raised whenever the same input would give another number. */
  readonly version: number;
  readonly title: string;
  readonly family: 'drift' | 'quality' | 'performance' | 'service';
  /** Empty where the metric does not look at a column. */
  readonly accepts: readonly ColumnKind[];
  readonly parameters: ParameterSchema;
  readonly unit: 'nats' | 'ratio' | 'rows_per_hour' | 'probability' | 'ms' | 'minutes' | 'none';
  readonly range: readonly [min: number, max: number];
  /** Which way is worse; `both` where any departure from the baseline matters. */
  readonly direction: 'higher_is_worse' | 'lower_is_worse' | 'both';
  /** The tasks an outcome metric understands; absent where it looks at no outcome. */
  readonly tasks?: readonly OutcomeTask[];
  /** Fewer rows than this give `insufficient_data`. */
  readonly minimumSample: number;
}

/** Why there is no number, by name, so that a verdict can carry it. */
export type UnmeasuredReason =
  | 'no_rows'
  | 'no_values'
  | 'not_counted'
  | 'no_baseline'
  | 'no_baseline_rows'
  | 'no_labels'
  | 'no_scores'
  | 'no_positive_labels'
  | 'no_positive_decisions'
  | 'constant_baseline'
  | 'constant_labels'
  | 'one_class_only'
  | 'too_few_rows'
  | 'too_few_baseline_rows';

/** Expected outcomes are values: a window without rows is not an exception. */
export type Measured =
  | {
      readonly kind: 'value';
      readonly value: number;
      readonly n: number;
      readonly m: number;
      /** How far the value can be from the one of the rows themselves, where it came from a grid. */
      readonly errorBound?: number;
      /** Of a number estimated from the window's rows alone. */
      readonly standardError?: number;
    }
  | {
      readonly kind: 'no_data' | 'insufficient_data';
      readonly reason: UnmeasuredReason;
      readonly n: number;
      readonly m: number;
    };

export type Parameters = Readonly<Record<string, number | string | boolean>>;

/** Compares one column of a window with the same column of the baseline.
 *  n counts the window's effective rows, m the baseline's (0 where none is needed). */
export interface ColumnMetric {
  readonly subject: 'column';
  readonly descriptor: MetricDescriptor;
  readonly needsBaseline: boolean;
  measure(
    window: ColumnProfile,
    baseline: ColumnProfile | undefined,
    parameters: Parameters,
  ): Measured;
  /** Null where nothing is known of how the value varies. */
  sampling?(baseline: ColumnProfile, parameters: Parameters): Sampling | null;
  /** What a share is of, in a profile however small, such as a segment's; null where it has none.
   *  `baseline` is the one that the whole is compared with. */
  count?(
    profile: ColumnProfile,
    baseline: ColumnProfile | undefined,
    parameters: Parameters,
  ): CountedShare | null;
}

export interface CountedShare {
  /** Weight of the rows that count. */
  readonly part: number;
  readonly whole: number;
}

export interface OutcomeMetric {
  readonly subject: 'outcome';
  readonly descriptor: MetricDescriptor;
  /** Whether it looks at the score grid, which is most of what an outcome holds. */
  readonly needsScores?: boolean;
  measure(outcome: OutcomeProfile, parameters: Parameters): Measured;
  sampling?(baseline: OutcomeProfile, parameters: Parameters): Sampling | null;
}

export interface WindowMetric {
  readonly subject: 'window';
  readonly descriptor: MetricDescriptor;
  measure(window: WindowProfile, parameters: Parameters): Measured;
  /** Traffic varies by a law of its own, without a baseline too. */
  sampling?(baseline: WindowProfile | null, parameters: Parameters): Sampling | null;
}

export type Metric = ColumnMetric | OutcomeMetric | WindowMetric;
