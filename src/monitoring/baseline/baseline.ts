import type { Grid } from '../../metrics/profile.ts';

/** Frozen rows of a chosen reference period, and the grids that later windows are counted on. */
export interface Baseline {
  readonly baselineId: string;
  readonly projectId: string;
  readonly modelId: string;
  readonly name: string;
  /** The model version it belongs to; null serves every version that has none of its own. */
  readonly version: string | null;
  readonly state: 'building' | 'ready' | 'failed';
  readonly failure: string | null;
  readonly rows: number;
  /** Rows of the source; more than `rows` where a seeded sample was kept. */
  readonly sourceRows: number;
  readonly createdAtMs: number;
  readonly active: boolean;
  /** By column key. */
  readonly grids: ReadonlyMap<string, Grid>;
}

export const BASELINE_SAMPLE_ROWS = 200_000;
