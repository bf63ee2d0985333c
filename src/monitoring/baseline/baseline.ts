import type { Grid } from '../../metrics/profile.ts';
import type { Window } from '../window/window.ts';
import type { ExcludedPeriod } from './excluded-period.ts';

/** What its rows were: those of a file, or predictions of the model's own past. */
export type BaselineOrigin = 'file' | 'history';

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
  readonly origin: BaselineOrigin;
  /** Of history what was asked for, of a file where its rows lie; null without times. */
  readonly period: Window | null;
  /** Parts of the period that it was made without. */
  readonly excluded: readonly ExcludedPeriod[];
  /** Who made it; empty where nobody wrote that down. */
  readonly createdBy: string;
  /** By column key. */
  readonly grids: ReadonlyMap<string, Grid>;
}

export const BASELINE_SAMPLE_ROWS = 200_000;
