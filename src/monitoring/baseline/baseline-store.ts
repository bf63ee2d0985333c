import type { Grid } from '../../metrics/profile.ts';
import type { Baseline } from './baseline.ts';

export interface BaselineDraft {
  readonly projectId: string;
  readonly modelId: string;
  readonly name: string;
  readonly version: string | null;
}

/** Port: what is known about baselines. Their rows and profiles live in the telemetry store. */
export interface BaselineStore {
  begin(draft: BaselineDraft): Promise<Baseline>;
  /** Makes it ready and the active one of its (model, version). */
  complete(
    baselineId: string,
    result: { rows: number; sourceRows: number; grids: ReadonlyMap<string, Grid> },
  ): Promise<Baseline>;
  fail(baselineId: string, failure: string): Promise<void>;
  get(baselineId: string): Promise<Baseline | null>;
  list(modelId: string): Promise<readonly Baseline[]>;
  /** The version's own active baseline, else the one that serves every version. */
  activeFor(modelId: string, version: string | null): Promise<Baseline | null>;
}
