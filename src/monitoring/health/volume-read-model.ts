import type { Cadence, Window } from '../window/window.ts';

export interface DailyRows {
  /** Start of a UTC day. */
  readonly dayMs: number;
  readonly rows: number;
}

export interface VolumePoint {
  readonly startMs: number;
  readonly rows: number;
  readonly erroneousRows: number;
}

export interface VersionSighting {
  readonly version: string;
  readonly firstCellMs: number;
}

/** Port: how many predictions there were when. All variants and environments together. */
export interface VolumeReadModel {
  /** Days with predictions, per model, from its own moment on. */
  daily(
    projectId: string,
    sinceMs: ReadonlyMap<string, number>,
  ): Promise<ReadonlyMap<string, readonly DailyRows[]>>;
  /** Buckets with predictions; hours and days are local ones. Empty buckets are left out. */
  series(
    projectId: string,
    modelId: string,
    window: Window,
    grain: Cadence,
    timeZone: string,
  ): Promise<readonly VolumePoint[]>;
  /** First and last cell ever counted; null before the first. */
  extent(projectId: string, modelId: string): Promise<Window | null>;
  versions(projectId: string, modelId: string): Promise<readonly VersionSighting[]>;
}
