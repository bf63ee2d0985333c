import type { WindowProfile } from '../../metrics/profile.ts';
import type { Baseline } from '../baseline/baseline.ts';
import type { BaselineWindows } from '../baseline/baseline-windows.ts';
import type { Model } from '../model/model.ts';
import type { Cadence, Window } from '../window/window.ts';

/** Which rows of a model a profile is about. `` segment is the whole. */
export interface Population {
  readonly variant: string;
  readonly environment: string;
  readonly segment: string;
}

/** What is read of a profile: without `columns` every column, and outcomes unless said otherwise. */
export interface ProfileParts {
  readonly columns?: readonly string[];
  readonly outcomes?: boolean;
  /** Whether outcomes come with their score grids, which are most of what they are; the grids
   *  are empty where not. */
  readonly scores?: boolean;
}

export interface SegmentWindows extends BaselineWindows {
  readonly segment: string;
}

export interface WindowsQuestion extends ProfileParts, Omit<Population, 'segment'> {
  readonly segments: readonly string[];
}

/** Port: counting inside the telemetry store, and reading what was counted. Rows never leave
 *  it to be counted. */
export interface ProfileStore {
  /** Settles identities that arrived since the last call: rows sent again under another hour
   *  are set aside, labels that came before their prediction find it. Returns the starts of
   *  cells whose labels changed by that. */
  reconcile(model: Model): Promise<readonly number[]>;
  /** Those of the cells that may be counted: not those whose rows were removed for their age. */
  countable(model: Model, cellStartsMs: readonly number[]): Promise<readonly number[]>;
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
  /** Sums of cells of several windows at once, which come in order and do not overlap: of each
   *  the profile of every segment asked for, of those without rows too. */
  readWindows(
    model: Model,
    baseline: Baseline | null,
    windows: readonly Window[],
    question: WindowsQuestion,
  ): Promise<readonly ReadonlyMap<string, WindowProfile>[]>;
  readBaseline(model: Model, baseline: Baseline, segment: string): Promise<WindowProfile>;
  readBaselines(
    model: Model,
    baseline: Baseline,
    segments: readonly string[],
    parts?: ProfileParts,
  ): Promise<ReadonlyMap<string, WindowProfile>>;
  /** The rows of one baseline on the grids of another, so that the two can be compared. The first
   *  call for the pair counts them. */
  readBaselineOn(model: Model, rows: Baseline, grids: Baseline): Promise<WindowProfile>;
  /** The baseline's rows by window of their own time; no window where they have none. The first
   *  call for a cadence counts them. */
  readBaselineWindows(
    model: Model,
    baseline: Baseline,
    cadence: Cadence,
    segment: string,
    parts?: ProfileParts,
  ): Promise<BaselineWindows>;
  /** The same of several segments, in a few questions. They come one after the other, because
   *  all of them together may be more than can be held. */
  readBaselineWindowsOf(
    model: Model,
    baseline: Baseline,
    cadence: Cadence,
    segments: readonly string[],
    parts?: ProfileParts,
  ): AsyncIterable<SegmentWindows>;
  /** The first counted cell at or after `fromMs` that has rows of the population; null if none. */
  firstCellWithRows(
    model: Model,
    fromMs: number,
    population: Pick<Population, 'variant' | 'environment'>,
  ): Promise<number | null>;
}
