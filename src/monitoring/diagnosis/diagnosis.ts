import type { BindingBound } from '../threshold/threshold.ts';

/** The likely kind of cause, by stated rules: see `findCause`. */
export type CauseKind =
  | 'missing_data'
  | 'scale_change'
  | 'new_category'
  | 'shift_of_mix'
  | 'shift_of_inputs'
  | 'relation_shift'
  | 'shift';

export interface Cause {
  readonly kind: CauseKind;
  /** The segment that it was found in; `` for all that the alert is about. */
  readonly segment: string;
  /** Why this one, as a sentence. */
  readonly because: string;
  /** What values were multiplied by, of a change of scale. */
  readonly factor?: number;
}

/** The same number on the baseline and in the window. */
export interface BeforeAfter {
  readonly before: number | null;
  readonly after: number | null;
}

export interface CategoryChange extends BeforeAfter {
  readonly category: string;
}

/** What a column's distribution was, and what it is. */
export interface ColumnChange {
  /** Share of the rows. */
  readonly missing: BeforeAfter;
  readonly numeric: {
    readonly mean: BeforeAfter;
    /** The 10th, 50th and 90th percentile. */
    readonly low: BeforeAfter;
    readonly median: BeforeAfter;
    readonly high: BeforeAfter;
  } | null;
  /** Those whose shares changed most, most changed first. */
  readonly categories: readonly CategoryChange[];
  /** Share of the values that the baseline never had. */
  readonly unseen: BeforeAfter | null;
}

/** A segment's part in the change; the parts of all segments add up to 1, and one that changed
 *  against the others is below 0. */
export interface SegmentPart {
  readonly segment: string;
  readonly part: number;
  readonly rows: number;
}

/** How sure the alarm is. */
export interface Certainty {
  readonly value: number | null;
  readonly bound: number | null;
  readonly n: number;
  readonly m: number;
  /** What the bound came from; null where a person chose it. */
  readonly binding: BindingBound | null;
  /** How often such a value comes without drift. */
  readonly level: number | null;
  readonly learntFrom: number | null;
  readonly minimumDetectable: number | null;
}

/** What is behind an alarm: as data, and in words. */
export interface Diagnosis {
  readonly cause: Cause | null;
  /** The metric's own number, where it has one on the baseline too. */
  readonly value: BeforeAfter | null;
  readonly column: ColumnChange | null;
  /** Those with the largest part first. */
  readonly segments: readonly SegmentPart[];
  readonly certainty: Certainty;
  readonly sentence: string;
}
