import type { LabelState } from '../schedule/settling.ts';
import type { HistoryPoint } from '../threshold/threshold.ts';
import type { Evaluation } from './alert.ts';

/** A number that was measured in an earlier window, as its last revision has it. */
export interface EarlierMeasurement extends Omit<HistoryPoint, 'seasonPhase' | 'inBaseline'> {
  readonly windowEndMs: number;
  readonly metric: string;
  readonly column: string | null;
  /** Labelled share of the window's rows; null where no label is expected. */
  readonly labelCoverage: number | null;
}

/** Port: the numbers that were judged, for ever. Keyed by revision, so that writing an
 *  evaluation again changes nothing. */
export interface MeasurementStore {
  write(
    evaluations: readonly Evaluation[],
    subject: { readonly projectId: string; readonly modelId: string },
  ): Promise<void>;
  /** By check id, oldest first: what a monitor measured on a baseline in the windows before one,
   *  in the `first` or the `latest` so many of them. */
  earlier(question: {
    readonly projectId: string;
    readonly modelId: string;
    readonly monitorId: string;
    readonly baselineId: string | null;
    readonly beforeMs: number;
    readonly from: 'first' | 'latest';
    readonly windows: number;
  }): Promise<ReadonlyMap<string, readonly EarlierMeasurement[]>>;
  /** By check id, oldest first: the latest so many windows before one of each of the checks that had
   *  a value and were no alarm, on whatever baseline, within a year. */
  calm(question: {
    readonly projectId: string;
    readonly modelId: string;
    readonly monitorId: string;
    readonly checkIds: readonly string[];
    readonly beforeMs: number;
    readonly windows: number;
  }): Promise<ReadonlyMap<string, readonly EarlierMeasurement[]>>;
  /** What labels the monitor's windows had when they were last looked at: the youngest windows of
   *  each age, at the model's time `clockMs`. */
  labelStates(question: {
    readonly projectId: string;
    readonly modelId: string;
    readonly monitorId: string;
    readonly clockMs: number;
    readonly agesMs: readonly number[];
  }): Promise<readonly LabelState[]>;
}
