import type { AlertState, CheckResult, Severity } from '../alert/alert.ts';
import type { Verdict } from '../monitor/verdict.ts';
import type { Window } from '../window/window.ts';

export interface OverviewAlert {
  readonly alertId: string;
  readonly state: AlertState;
  readonly severity: Severity;
  readonly historical: boolean;
  /** Data changed and the model got worse at the same time. */
  readonly urgent: boolean;
  /** Silences that were in force for it when that was last looked at, seconds ago. */
  readonly silencedBy: readonly string[];
  readonly openedWindowMs: number;
  readonly lastWindowMs: number;
  readonly resolvedWindowMs: number | null;
  readonly monitorName: string;
  /** What the check said in the alert's last window; null if that evaluation is gone. */
  readonly result: CheckResult | null;
}

export interface ModelChange {
  readonly atMs: number;
  readonly kind: 'baseline' | 'schema_change' | 'event';
  readonly subject: string;
}

export interface ColumnLabel {
  readonly column: string;
  readonly name: string;
  readonly importance: number | null;
}

/** Port: what the control plane knows for the page of one model. */
export interface OverviewReadModel {
  alerts(modelId: string, window: Window): Promise<readonly OverviewAlert[]>;
  changes(modelId: string, window: Window): Promise<readonly ModelChange[]>;
  /** Names of features, retired ones too: old series still speak of them. */
  columns(modelId: string): Promise<readonly ColumnLabel[]>;
  monitorNames(modelId: string): Promise<ReadonlyMap<string, string>>;
}

export interface MeasuredPoint {
  /** What the point covers: more than its window where a range is thinned out. */
  readonly stretch: Window;
  /** The window that was measured; of several the worst. */
  readonly window: Window;
  readonly value: number | null;
  readonly warning: number | null;
  readonly critical: number | null;
  readonly n: number;
  readonly m: number;
  readonly verdict: Verdict;
  readonly labelCoverage: number | null;
  readonly windows: number;
  /** Same basis, same meaning: baseline, grid and metric version. */
  readonly basis: string;
}

export interface MeasuredSeries {
  readonly monitorId: string;
  readonly checkId: string;
  readonly metric: string;
  readonly column: string;
  readonly segment: string;
  readonly worst: Verdict;
  readonly points: readonly MeasuredPoint[];
}

export interface HeatCell {
  readonly column: string;
  /** Number of the bucket within the range. */
  readonly bucket: number;
  readonly metric: string;
  readonly segment: string;
  readonly verdict: Verdict;
  readonly value: number | null;
  readonly startMs: number;
  readonly endMs: number;
}

export interface SeriesRequest {
  readonly window: Window;
  /** Metrics by what they are about: so many series of each group are read. */
  readonly groups: readonly (readonly string[])[];
  readonly atMostSeries: number;
  readonly atMostPoints: number;
  /** Metrics of which a low value is bad. */
  readonly lowerIsWorse: readonly string[];
  /** One series alone. Left out: all but those of each value of a dimension, of which there may be
   *  hundreds. */
  readonly only?: { readonly monitorId: string; readonly checkId: string };
}

/** What a check that is made for each value of a dimension says of one of them. */
export interface SegmentFinding {
  readonly segment: string;
  readonly monitorId: string;
  readonly checkId: string;
  readonly metric: string;
  readonly column: string;
  /** The last window that has a value, else the last one. */
  readonly window: Window;
  readonly value: number | null;
  readonly warning: number | null;
  readonly critical: number | null;
  readonly n: number;
  readonly m: number;
  readonly verdict: Verdict;
  readonly windows: number;
  readonly failingWindows: number;
}

/** The worst that is said of a segment, and how much else is. */
export interface SegmentStanding {
  readonly worst: SegmentFinding;
  readonly checks: number;
  readonly failingChecks: number;
}

export interface SegmentsRequest {
  readonly window: Window;
  readonly metrics: readonly string[];
  readonly lowerIsWorse: readonly string[];
  readonly atMost: number;
}

export interface HeatMapRequest {
  readonly window: Window;
  readonly metrics: readonly string[];
  readonly bucketMs: number;
  readonly lowerIsWorse: readonly string[];
}

/** Port: measurements over time, last revision of each window. Long ranges are thinned out: each
 *  point is then the worst of its windows, never their mean. */
export interface MeasurementReadModel {
  /** Worst series first. */
  series(
    projectId: string,
    modelId: string,
    request: SeriesRequest,
  ): Promise<readonly MeasuredSeries[]>;
  /** Values of dimensions that are watched one by one: the worst first, and how many there are. */
  segments(
    projectId: string,
    modelId: string,
    request: SegmentsRequest,
  ): Promise<{ readonly standings: readonly SegmentStanding[]; readonly count: number }>;
  heatMap(
    projectId: string,
    modelId: string,
    request: HeatMapRequest,
  ): Promise<readonly HeatCell[]>;
}
