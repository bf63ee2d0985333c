import type { Moments } from '../stats/summary/moments.ts';

export type ColumnKind = 'numeric' | 'categorical' | 'boolean' | 'text' | 'embedding';

/** Interior edges of the fine grid: value x falls into bin #{edges e : x >= e}, so bins are
 *  half-open `[e_i, e_{i+1})` and there is one bin more than there are edges. */
export interface NumericGrid {
  readonly kind: 'numeric';
  readonly id: string;
  readonly edges: readonly number[];
}

/** Every category the baseline has seen, most frequent first; any other value is unseen. */
export interface CategoricalGrid {
  readonly kind: 'categorical';
  readonly id: string;
  readonly categories: readonly string[];
}

export type Grid = NumericGrid | CategoricalGrid;

/** Rows without a usable value, by reason. A mismatched value is one of the wrong kind. */
export interface MissingCounts {
  readonly absent: number;
  readonly null: number;
  readonly nan: number;
  readonly infinite: number;
  readonly mismatched: number;
}

export interface NumericSummary {
  readonly moments: Moments;
  /** min and max mean nothing where `moments.n` is 0. */
  readonly min: number;
  readonly max: number;
  /** Weight per grid bin. */
  readonly bins: readonly number[];
}

export interface CategoricalSummary {
  /** Weight per category of the grid, in the grid's order. */
  readonly counts: readonly number[];
  /** Weight of values outside the grid, heaviest first; `unseenRest` holds what was cut off. */
  readonly unseen: readonly (readonly [value: string, weight: number])[];
  readonly unseenRest: number;
}

/** Mergeable sufficient statistics of one column in one window and segment. */
export interface ColumnProfile {
  readonly column: string;
  readonly grid: Grid;
  /** Predictions in the window, with or without a value here. */
  readonly rows: number;
  /** Σw and Σw² over those rows; effective n = (Σw)²/Σw². */
  readonly weight: number;
  readonly weightSquares: number;
  /** In weights, like all counts of a profile. */
  readonly missing: MissingCounts;
  readonly numeric?: NumericSummary;
  readonly categorical?: CategoricalSummary;
}

/** Score grid of labelled binary predictions: weight per bin of equal width on [0, 1]. */
export interface BinaryOutcome {
  readonly task: 'binary';
  readonly positives: readonly number[];
  readonly negatives: readonly number[];
  readonly logLossSum: number;
  readonly squaredErrorSum: number;
  /** Weight behind the two sums: labelled rows that carry a score. */
  readonly scoredWeight: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

export interface MulticlassOutcome {
  readonly task: 'multiclass';
  readonly classes: readonly string[];
  /** Weight of (label, decision), row = label, in the order of `classes`. */
  readonly confusion: readonly (readonly number[])[];
}

export interface RegressionOutcome {
  readonly task: 'regression';
  readonly errors: Moments;
  readonly labels: Moments;
  readonly absoluteErrorSum: number;
  readonly squaredErrorSum: number;
  /** From which the squared error's own spread follows; may be infinite where errors are large. */
  readonly fourthPowerErrorSum: number;
  /** Σw |error / label|, the same of its square, and Σw, over labels other than 0. */
  readonly percentageErrorSum: number;
  readonly percentageErrorSquares: number;
  readonly percentageWeight: number;
}

export type OutcomeTask = 'binary' | 'multiclass' | 'regression';

/** What performance metrics need of the labelled rows of one output in one window and segment. */
export interface OutcomeProfile {
  readonly output: string;
  readonly rows: number;
  readonly labelledRows: number;
  /** Σw and Σw² over the labelled rows. */
  readonly weight: number;
  readonly weightSquares: number;
  readonly outcome: BinaryOutcome | MulticlassOutcome | RegressionOutcome;
}

/** Everything counted about one window and segment. */
export interface WindowProfile {
  readonly rows: number;
  readonly erroneousRows: number;
  /** Rows whose features, all of them, another row of the same cell has too; of cells that are
   *  added the sum. Left out where it was not counted. */
  readonly duplicateRows?: number;
  /** From the last event to the window's end; left out where there is none, and in a sum of
   *  windows, which does not know where it ends. */
  readonly silenceMs?: number;
  readonly durationMs: number;
  readonly columns: ReadonlyMap<string, ColumnProfile>;
  readonly outcomes: ReadonlyMap<string, OutcomeProfile>;
}
