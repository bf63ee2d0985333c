import type { Grid } from '../../metrics/profile.ts';
import type { Window } from '../window/window.ts';
import type { Baseline } from './baseline.ts';

export interface BaselineDraft {
  readonly projectId: string;
  readonly modelId: string;
  readonly name: string;
  readonly version: string | null;
  readonly createdBy?: string;
  /** Where it is made of history: the period, and what of it was left out. */
  readonly history?: Pick<Baseline, 'excluded'> & { readonly period: Window };
}

export interface BaselineResult {
  readonly rows: number;
  readonly sourceRows: number;
  readonly grids: ReadonlyMap<string, Grid>;
  /** Where the rows of a file lie. */
  readonly period?: Window | null;
  /** Whether monitors judge by it from now on; they do unless it says no. */
  readonly activate?: boolean;
}

/** Port: what is known about baselines. Their rows and profiles live in the telemetry store. */
export interface BaselineStore {
  begin(draft: BaselineDraft): Promise<Baseline>;
  /** Makes it ready and, unless told not to, the active one of its (model, version). */
  complete(baselineId: string, result: BaselineResult): Promise<Baseline>;
  /** Makes one that is ready the active one of its (model, version). */
  activate(baselineId: string): Promise<Baseline | 'not_found' | 'not_ready'>;
  fail(baselineId: string, failure: string): Promise<void>;
  get(baselineId: string): Promise<Baseline | null>;
  list(modelId: string): Promise<readonly Baseline[]>;
  /** The version's own active baseline, else the one that serves every version. */
  activeFor(modelId: string, version: string | null): Promise<Baseline | null>;
}
