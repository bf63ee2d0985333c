import type { ColumnKind } from '../../metrics/profile.ts';
import type { Verdict } from '../monitor/verdict.ts';
import type { Calibration } from '../threshold/threshold.ts';

export type ColumnRole = 'feature' | 'score' | 'prediction' | 'label';

/** What was found of something, worst last; the two in the middle say that nothing could be. */
export type Severity = Exclude<Verdict, 'error' | 'info'>;

export interface ReportMetric {
  /** Null where there is none: `reason` says why. */
  readonly value: number | null;
  /** Beyond it lies drift; null where the metric is shown and not judged. */
  readonly bound: number | null;
  /** Beyond it lies drift that matters. */
  readonly criticalBound: number | null;
  /** Effective rows of the current file and of the reference. */
  readonly n: number;
  readonly m: number;
  readonly severity: Severity | null;
  readonly reason: string | null;
  /** How far the value can be from that of the rows, where it was counted in bins. */
  readonly errorBound: number | null;
  readonly calibration: Calibration | null;
}

/** Shares of rows in the same few bins, before and after. */
export interface DistributionBar {
  readonly label: string;
  readonly reference: number;
  readonly current: number;
}

export interface Distribution {
  readonly bars: readonly DistributionBar[];
  /** Numbers have an order and a mean; categories do not. */
  readonly ordered: boolean;
}

export interface ReportColumn {
  readonly name: string;
  readonly role: ColumnRole;
  readonly kind: ColumnKind;
  readonly drifted: boolean;
  readonly severity: Severity;
  /** What happened, for people. */
  readonly sentence: string;
  readonly note: string;
  readonly metrics: Readonly<Record<string, ReportMetric>>;
  readonly distribution: Distribution | null;
  readonly reference: ColumnFacts;
  readonly current: ColumnFacts;
}

export interface ColumnFacts {
  readonly missingRatio: number;
  readonly mean: number | null;
  readonly standardDeviation: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly categories: number | null;
}

export interface ReportPerformance {
  readonly metric: string;
  readonly title: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly bound: number | null;
  readonly criticalBound: number | null;
  readonly n: number;
  readonly m: number;
  readonly severity: Severity;
  readonly reason: string | null;
  readonly higherIsBetter: boolean;
  readonly unit: string;
  readonly calibration: Calibration | null;
}

export interface ReportSegment {
  /** Value of the segment's column. */
  readonly segment: string;
  readonly referenceRows: number;
  readonly currentRows: number;
  readonly severity: Severity;
  readonly drifted: readonly string[];
  /** The drifted column with the largest value against its bound; null without one. */
  readonly worst: {
    readonly column: string;
    readonly value: number;
    readonly bound: number;
  } | null;
}

export interface ReportFile {
  readonly file: string;
  readonly rows: number;
  /** First and last moment, where a column of times was named; ISO 8601. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface Report {
  readonly reportVersion: 1;
  readonly reference: ReportFile;
  readonly current: ReportFile;
  readonly severity: Severity;
  /** What a person should know, most important first. */
  readonly summary: readonly string[];
  /** Of the model's inputs and its answer, counted once; labels are neither. */
  readonly drifted: number;
  readonly compared: number;
  readonly level: ReportLevel;
  /** The most important finding first. */
  readonly columns: readonly ReportColumn[];
  readonly performance: readonly ReportPerformance[];
  readonly segmentColumn: string | null;
  readonly segments: readonly ReportSegment[];
  readonly notes: readonly string[];
}

/** How often calm data of this size would be called drifted, and from what that is known. */
export interface ReportLevel {
  /** Chance of any false alarm in a report. */
  readonly falseAlarms: number;
  readonly checks: number;
  /** Days of the reference whose differences were learnt; 0 where none could be. */
  readonly daysLearnt: number;
  /** Whether distances were computed from the rows instead of the bins. */
  readonly exact: boolean;
}
