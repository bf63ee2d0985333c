import type { Window } from '../window/window.ts';
import type { MeasuredSeries } from './overview-read-model.ts';

export interface ColumnSeriesRequest {
  readonly window: Window;
  readonly column: string;
  readonly metrics: readonly string[];
  readonly lowerIsWorse: readonly string[];
  readonly atMostPoints: number;
  readonly atMostSeries: number;
}

/** Port: all that was measured of one column over time, last revision of each window. */
export interface ColumnSeriesReadModel {
  /** Checks of the whole model or of a monitor's own segment, worst first. */
  whole(
    projectId: string,
    modelId: string,
    request: ColumnSeriesRequest,
  ): Promise<readonly MeasuredSeries[]>;
  /** The same in each value of the dimensions that are watched one by one, worst first, and how
   *  many there are. */
  bySegment(
    projectId: string,
    modelId: string,
    request: ColumnSeriesRequest,
  ): Promise<{ readonly series: readonly MeasuredSeries[]; readonly count: number }>;
}
