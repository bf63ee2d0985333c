import type { WindowProfile } from '../../metrics/profile.ts';
import type { Baseline } from '../baseline/baseline.ts';
import type { Model } from '../model/model.ts';
import type { Window } from '../window/window.ts';

/** Which rows of a model a profile is about. `` segment is the whole. */
export interface Population {
  readonly variant: string;
  readonly environment: string;
  readonly segment: string;
}

/** Port: counting inside the telemetry store, and reading what was counted. Rows never leave
 *  it to be counted. */
export interface ProfileStore {
  /** Settles identities that arrived since the last call: rows sent again under another hour
   *  are set aside, labels that came before their prediction find it. Returns the starts of
   *  cells whose labels changed by that. */
  reconcile(model: Model): Promise<readonly number[]>;
  /** Counts the cells anew from rows and labels, on the baseline's grids where there is one.
   *  Idempotent. */
  countCells(
    model: Model,
    baseline: Baseline | null,
    cellStartsMs: readonly number[],
    what: { rows: boolean; labels: boolean },
  ): Promise<void>;
  /** Profiles the kept rows of a baseline on its grids. */
  countBaseline(model: Model, baseline: Baseline): Promise<void>;
  /** Sum of the window's cells. */
  readWindow(
    model: Model,
    baseline: Baseline | null,
    window: Window,
    population: Population,
  ): Promise<WindowProfile>;
  readBaseline(model: Model, baseline: Baseline, segment: string): Promise<WindowProfile>;
}
