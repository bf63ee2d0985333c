import type { Grid } from '../../metrics/profile.ts';
import type { Model } from '../model/model.ts';
import type { PredictionOutput } from '../prediction/prediction.ts';
import type { Baseline } from './baseline.ts';

/** One row of a reference period. Feature values are as the column's kind reads them; placing
 *  them is the store's business, as for predictions. */
export interface BaselineRow {
  readonly eventTimeMs: number;
  readonly version: string;
  readonly features: Readonly<Record<string, unknown>>;
  readonly outputs: readonly PredictionOutput[];
  readonly labels: readonly BaselineLabel[];
  readonly latencyMs: number | null;
  readonly weight: number;
}

export interface BaselineLabel {
  readonly output: string;
  readonly text: string | null;
  readonly number: number | null;
}

/** Port: the kept rows of baselines. */
export interface BaselineRowStore {
  /** Row numbers identify rows within a baseline: writing them again changes nothing. */
  append(
    model: Model,
    baseline: Baseline,
    firstRowNumber: number,
    rows: readonly BaselineRow[],
  ): Promise<void>;
  /** A grid for every column that has values, from all kept rows. Rows count alike here,
   *  whatever they weigh: edges only need to be near equal mass. */
  buildGrids(model: Model, baseline: Baseline): Promise<ReadonlyMap<string, Grid>>;
  remove(baseline: Baseline): Promise<void>;
}
