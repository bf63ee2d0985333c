import type { EvaluationCause } from '../alert/alert.ts';
import type { Baseline } from '../baseline/baseline.ts';
import type { Verdict } from '../monitor/verdict.ts';

/** What was published about a model, row by row, for whoever takes it elsewhere. */
interface RecordOfWindow {
  readonly monitorId: string;
  readonly monitorVersion: number;
  readonly checkId: string;
  readonly metric: string;
  readonly metricVersion: number;
  /** Key of a column; null where the check looks at the window as a whole. */
  readonly column: string | null;
  readonly segment: string;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  readonly revision: number;
  readonly baselineId: string | null;
  readonly gridId: string | null;
  readonly value: number | null;
  readonly warning: number | null;
  readonly critical: number | null;
  readonly n: number;
  readonly m: number;
  readonly verdict: Verdict;
  readonly labelCoverage: number | null;
}

export interface MeasurementRecord extends RecordOfWindow {
  readonly measuredAtMs: number;
}

export interface VerdictRecord extends RecordOfWindow {
  readonly info: number | null;
  /** Why there is no value, or what went wrong. */
  readonly reason: string | null;
  readonly cause: EvaluationCause;
  readonly historical: boolean;
  readonly quiet: boolean;
  readonly evaluatedAtMs: number;
}

/** What one cell holds of one column. */
export interface ProfileRecord {
  readonly column: string;
  readonly segment: string;
  readonly version: string;
  readonly variant: string;
  readonly environment: string;
  readonly cellStartMs: number;
  readonly gridId: string;
  readonly rows: number;
  readonly weight: number;
  readonly absent: number;
  readonly nulls: number;
  readonly nan: number;
  readonly infinite: number;
  readonly mismatched: number;
  readonly valueWeight: number;
  /** Null where there is no number among the values. */
  readonly moments: {
    readonly mean: number;
    readonly m2: number;
    readonly min: number;
    readonly max: number;
  } | null;
  /** Weight per bin of the grid; empty where the column is not counted in bins. */
  readonly bins: readonly number[];
  readonly categories: readonly (readonly [value: string, weight: number])[];
}

export interface RecordFilter {
  readonly projectId: string;
  readonly modelId: string;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly monitorId?: string;
  readonly checkId?: string;
  readonly metric?: string;
  /** Keys; one name may have had several. '' is the window as a whole. */
  readonly columns?: readonly string[];
  readonly segment?: string;
  readonly verdict?: Verdict;
  /** The last revision of each window, or everything that was ever published. */
  readonly revisions: 'latest' | 'all';
}

/** Where a page ended. Windows come in the order of time. */
export interface RecordPosition {
  readonly windowStartMs: number;
  readonly monitorId: string;
  readonly revision: number;
  readonly checkId: string;
  readonly segment: string;
}

export interface RecordPages<Row> {
  page(filter: RecordFilter, after: RecordPosition | null, limit: number): Promise<readonly Row[]>;
}

export interface ProfileFilter
  extends Pick<RecordFilter, 'projectId' | 'modelId' | 'fromMs' | 'toMs' | 'columns' | 'segment'> {
  /** Counts are on the grids of one baseline; null where the model has none. */
  readonly baseline: Baseline | null;
}

export type ProfilePosition = Pick<
  ProfileRecord,
  'cellStartMs' | 'column' | 'segment' | 'version' | 'variant' | 'environment' | 'gridId'
>;

export interface ProfilePages {
  page(
    filter: ProfileFilter,
    after: ProfilePosition | null,
    limit: number,
  ): Promise<readonly ProfileRecord[]>;
}
